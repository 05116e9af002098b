"""Whom this room tells of what was said, why, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.events import MessageAddressed
from dialogue.messages.mentions import named_in, people_named
from dialogue.messages.models import Message
from dialogue.reading import selectors as reading_selectors
from dialogue.reading.models import Attention
from dialogue.reading.mute_links import muted_by
from dialogue.reading.notifications import mute_offer
from dialogue.threads.models import TALKING
from dialogue.timeline.notification_text import (
    ANSWERED,
    FOLLOWS,
    NAMED,
    ONE_OF_NAMED,
    message_words,
)
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice


def addressed(event: Event) -> Iterable[Recipient]:
    """By name, by an answer, as one of those who are named, and who wants every message. Nobody who wants
    none, and nobody twice whom an earlier wording named.
    """
    message = messages_selectors.message_to_tell(event.subject_id)
    attention = reading_selectors.attention_to(message.thread)
    version = event.data["of_version"]
    found = _named(message, version)
    if version == 1:
        found += _listening(message, attention)
    found.sort(key=lambda one: (NAMED, ANSWERED, ONE_OF_NAMED, FOLLOWS).index(one.reason))
    return [one for one in found if attention.get(one.person_id) != Attention.MUTED]


def _named(message: Message, version: int) -> list[Recipient]:
    """Whom a version of a message was the first to name, as far as it still does."""
    wordings = {**messages_selectors.wordings_of(message), message.version: message.body}
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
    messages = {one.pk: one for one in messages_selectors.messages_to_tell(reader, wanted)}
    return {
        one.pk: _answerable(
            message_words(messages[one.subject_id], one.reason, _line), reader, messages[one.subject_id]
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


def _line(message: Message, reason: str) -> str:
    said = {
        NAMED: _("%(name)s names you: %(thread)s"),
        ONE_OF_NAMED: _("%(name)s names you among others: %(thread)s"),
        ANSWERED: _("%(name)s answers you: %(thread)s"),
        FOLLOWS: _("%(name)s writes: %(thread)s"),
    }
    return said[reason] % {
        "name": local(message.author, "name"),
        "thread": local(message.thread, "title"),
    }


notice(MessageAddressed.kind, topic=Topic.DIALOGUE, recipients=addressed, render=render, wanted=not_muted)
