"""Notifications of email replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.email_replies.events import AnswerByMailRefused
from dialogue.email_replies.services import Unposted
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.threads.access_log import read_of
from dialogue.timeline.notification_text import message_page
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

ANSWERED_BY_MAIL = "answered_by_mail"


# ---- what could not be posted ------------------------------------------------------------------------------


def render_refused(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words to who answered by e-mail, as long as they see the thread: what they answered may be hidden or
    taken back since.
    """
    messages = {
        one.pk: one
        for one in messages_selectors.messages_for(reader, {one.subject_id for one in notifications})
    }
    return {
        one.pk: _refused(messages[one.subject_id], one.event.data["why"])
        for one in notifications
        if one.subject_id in messages
    }


def _refused(message: Message, why: str) -> Words:
    thread = message.thread
    return Words(
        title=in_both(lambda: _title_of_refusal(why) % {"thread": local(thread, "title")}),
        body=in_both(lambda: _why_refused(why)),
        reason=in_both(lambda: _("You get this because you answered a message by e-mail.")),
        url=message_page(message),
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


notice(AnswerByMailRefused.kind, topic=Topic.DIALOGUE, recipients=answered, render=render_refused)
