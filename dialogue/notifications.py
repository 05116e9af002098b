"""Whom this room tells of what was said, why, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _

from dialogue import selectors
from dialogue.api.present import excerpt_of
from dialogue.api.reads import read_of
from dialogue.events import AnswerByMailRefused, MessageAddressed, MessageMadeMustRead, MustReadDue
from dialogue.facts import person_of
from dialogue.mentions import named_in, people_named
from dialogue.models import TALKING, Attention, Message, Thread
from dialogue.must_reads import still_asked, who_is_missing
from dialogue.muting import mute_path, muted_by
from dialogue.unposted import Unposted
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import both, in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Offer, Recipient, Topic, Words, notice

# Codes of why somebody is told.
NAMED, ONE_OF_NAMED, ANSWERED, FOLLOWS = "named", "one_of_named", "answered", "follows"
ASKED, ANSWERED_BY_MAIL = "asked", "answered_by_mail"


def addressed(event: Event) -> Iterable[Recipient]:
    """By name, by an answer, as one of those who are named, and who wants every message. Nobody who wants
    none, and nobody twice whom an earlier wording named.
    """
    message = selectors.message_to_tell(event.subject_id)
    attention = selectors.attention_to(message.thread)
    version = event.data["of_version"]
    found = _named(message, version)
    if version == 1:
        found += _listening(message, attention)
    found.sort(key=lambda one: (NAMED, ANSWERED, ONE_OF_NAMED, FOLLOWS).index(one.reason))
    return [one for one in found if attention.get(one.person_id) != Attention.MUTED]


def _named(message: Message, version: int) -> list[Recipient]:
    """Whom a version of a message was the first to name, as far as it still does."""
    wordings = {**selectors.wordings_of(message), message.version: message.body}
    before = [named_in(body) for number, body in wordings.items() if number < version]
    then, now, *earlier = people_named(
        message.thread, named_in(wordings.get(version, "")), named_in(message.body), *before
    )
    known = {pk for people in earlier for pk in people}
    return [
        Recipient(pk, NAMED if by_name else ONE_OF_NAMED)
        for pk, by_name in now.items()
        if pk in then and pk not in known
    ]


def _listening(message: Message, attention: Mapping[UUID, str]) -> list[Recipient]:
    answered = [Recipient(message.parent.author_id, ANSWERED)] if message.parent is not None else []
    return answered + [Recipient(pk, FOLLOWS) for pk, level in attention.items() if level == Attention.ALL]


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about messages that the reader sees now; none of what was taken back."""
    wanted = {one.subject_id for one in notifications}
    messages = {one.pk: one for one in selectors.messages_to_tell(reader, wanted)}
    return {
        one.pk: _answerable(
            _words(messages[one.subject_id], one.reason, _line), reader, messages[one.subject_id]
        )
        for one in notifications
        if one.subject_id in messages
    }


def not_muted(reader: Actor, notifications: Sequence[Notification]) -> list[Notification]:
    """Those about messages of threads that the reader has not muted since."""
    messages = Message.objects.filter(
        muted_by(reader.person_id), pk__in={one.subject_id for one in notifications}
    )
    muted = set(messages.values_list("pk", flat=True))
    return [one for one in notifications if one.subject_id not in muted]


def _answerable(words: Words, reader: Actor, message: Message) -> Words:
    """What only some may read is neither told by e-mail nor answered by one; nor is answered so what anybody
    reads, since that is done knowingly.
    """
    thread = message.thread
    at_home = thread.is_restricted or thread.is_public
    answers = thread.pk if thread.state in TALKING and not at_home else None
    return replace(words, answers=answers, mute=mute_offer(reader, thread))


def mute_offer(reader: Actor, thread: Thread) -> Offer:
    """How who is told of a thread is told no more of it: of what muting it ends, that is."""
    label = in_both(lambda: _("Mute this thread"))
    return Offer("mute", label, thread.pk, mute_path(person_of(reader), thread.pk))


def _words(message: Message, reason: str, line: Callable[[Message, str], str]) -> Words:
    thread = message.thread
    said = excerpt_of(message)
    # What only some may read does not leave the house.
    kept = in_both(lambda: _("What was said stands in the thread."))
    return Words(
        title=in_both(lambda: line(message, reason)),
        body=kept if thread.is_restricted else {"uk": said, "en": said},
        reason=in_both(lambda: _why(reason)),
        url=_page(message),
        action=in_both(lambda: _("Open the message")),
        shows=tuple(read_of(thread)),
    )


def _page(message: Message) -> str:
    return f"/threads/{message.thread_id}?message={message.number}"


def _line(message: Message, reason: str) -> str:
    said = {
        NAMED: _("%(name)s names you: %(thread)s"),
        ONE_OF_NAMED: _("%(name)s names you among others: %(thread)s"),
        ANSWERED: _("%(name)s answers you: %(thread)s"),
        FOLLOWS: _("%(name)s writes: %(thread)s"),
    }
    return said[reason] % {"name": _local(message.author, "name"), "thread": _local(message.thread, "title")}


def _why(reason: str) -> str:
    said = {
        NAMED: _("You get this because the message names you."),
        ONE_OF_NAMED: _("You get this because the message names your organisation, sector or role."),
        ANSWERED: _("You get this because it answers a message of yours."),
        FOLLOWS: _("You get this because you follow the thread."),
        ASKED: _(
            "You get this because whoever leads the thread asks its readers to acknowledge this message."
        ),
    }
    return said[reason]


def _local(row: object, field: str) -> str:
    return both(row, field)["en" if get_language() == "en" else "uk"]


# ---- what must be read -------------------------------------------------------------------------------------


def asked(event: Event) -> Iterable[Recipient]:
    """Who has not acknowledged it, also those who mute the thread: whoever leads it asks them."""
    message = selectors.message_to_tell(event.subject_id)
    return [Recipient(pk, ASKED) for pk in sorted(who_is_missing(message))]


def render_asked(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about messages that the reader sees now and is still asked to acknowledge."""
    wanted = still_asked(reader, {one.subject_id for one in notifications})
    # It may be asked no more since.
    rows = selectors.messages_to_tell(reader, wanted).filter(must_read__isnull=False)
    messages = {one.pk: one for one in rows.select_related("must_read", "thread__group")}
    return {
        one.pk: _words(messages[one.subject_id], one.reason, _line_asked)
        for one in notifications
        if one.subject_id in messages
    }


def _line_asked(message: Message, _reason: str) -> str:
    """The day is said as a day: the words must hold when they are read."""
    due_on = message.must_read.due_on
    words = {
        "name": _local(message.author, "name"),
        "thread": _local(message.thread, "title"),
        "due": date_format(due_on, "j E Y") if due_on else "",
    }
    if due_on is None:
        return _("Acknowledge what %(name)s wrote: %(thread)s") % words
    return _("Acknowledge by %(due)s what %(name)s wrote: %(thread)s") % words


# ---- what could not be posted ------------------------------------------------------------------------------


def render_refused(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words to who answered by e-mail, as long as they see the thread: what they answered may be hidden or
    taken back since.
    """
    messages = {
        one.pk: one for one in selectors.messages_for(reader, {one.subject_id for one in notifications})
    }
    return {
        one.pk: _refused(messages[one.subject_id], one.event.data["why"])
        for one in notifications
        if one.subject_id in messages
    }


def _refused(message: Message, why: str) -> Words:
    thread = message.thread
    return Words(
        title=in_both(lambda: _title_of_refusal(why) % {"thread": _local(thread, "title")}),
        body=in_both(lambda: _why_refused(why)),
        reason=in_both(lambda: _("You get this because you answered a message by e-mail.")),
        url=_page(message),
        action=in_both(lambda: _("Answer in the thread")),
        shows=tuple(read_of(thread)),
    )


def _title_of_refusal(why: str) -> str:
    if why == Unposted.FILES:
        return _("Your answer was posted without its files: %(thread)s")
    return _("Your answer was not posted: %(thread)s")


def _why_refused(why: str) -> str:
    said = {
        Unposted.EMPTY: _("Nothing stood above the line that says where to write."),
        Unposted.RESTRICTED: _("What only some may read is answered on the page alone."),
        Unposted.PUBLIC: _("What anybody may read is answered on the page alone."),
        Unposted.SECOND_FACTOR: _(
            "Your role demands a second factor, which an e-mail has not: answer on the page."
        ),
        Unposted.FILES: _("Files are not taken from an e-mail: add them on the page."),
        "personal_data": _(
            "It seems to tell personal data or a sensitive place. If it is meant so, post it on the page."
        ),
        "too_many_requests": _("Too many answers came within an hour. Wait a little, or answer on the page."),
        "forbidden": _("You may not write in this thread now."),
        "thread_moved": _(
            "The thread was taken to another group since: others read it now. Answer there if they may."
        ),
        "thread_locked": _("The discussion is paused: for now only those who lead it add messages."),
        "round_spoken": _(
            "A round is held in the thread, and your sector has spoken. Write when it is over."
        ),
        "round_no_sector": _(
            "A round is held in the thread: each sector speaks once, and you sit there for none."
        ),
        "round_by_mail": _("A round is held in the thread: each sector speaks once, so say it on the page."),
        "slow_mode": _("Slow mode is on in the thread, and you wrote there not long ago: wait a little."),
        "invalid": _(
            "It cannot be posted as it is: it may be too long, or answer what is not there any more."
        ),
    }
    return said.get(why) or _("The thread does not take it now. Try it on the page.")


def answered(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), ANSWERED_BY_MAIL)]


for kind in (MessageMadeMustRead.kind, MustReadDue.kind):
    notice(kind, topic=Topic.MUST_READ, recipients=asked, render=render_asked)
notice(MessageAddressed.kind, topic=Topic.DIALOGUE, recipients=addressed, render=render, wanted=not_muted)
notice(AnswerByMailRefused.kind, topic=Topic.DIALOGUE, recipients=answered, render=render_refused)
