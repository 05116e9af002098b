"""Notifications of posted messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.events import MessageAddressed
from dialogue.messages.mentions import mentions_in, resolve_mentions
from dialogue.messages.models import Message
from dialogue.reading import selectors as reading_selectors
from dialogue.reading.models import Attention
from dialogue.reading.mute_links import muted_thread_q
from dialogue.reading.notifications import build_mute_offer
from dialogue.threads.models import TALKING
from dialogue.timeline.notification_text import (
    ANSWERED,
    FOLLOWS,
    NAMED,
    ONE_OF_NAMED,
    render_message_notification,
)
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice


def find_addressed_recipients(event: Event) -> Iterable[Recipient]:
    """Return the people to notify: those named, the author replied to, and followers.

    People who have muted the thread are left out, and so are people named by an earlier version of the
    message already.
    """
    message = messages_selectors.get_notifiable_message_unscoped(event.subject_id)
    attention = reading_selectors.get_notification_levels_of(message.thread)
    version = event.data["of_version"]
    found = _find_newly_named(message, version)
    if version == 1:
        found += _find_listening(message, attention)
    found.sort(key=lambda one: (NAMED, ANSWERED, ONE_OF_NAMED, FOLLOWS).index(one.reason))
    return [one for one in found if attention.get(one.person_id) != Attention.MUTED]


def _find_newly_named(message: Message, version: int) -> list[Recipient]:
    """Return the people first named by this version and still named by the message."""
    wordings = {**messages_selectors.wordings_of(message), message.version: message.body}
    before = [mentions_in(body) for number, body in wordings.items() if number < version]
    then, now, *earlier = resolve_mentions(
        message.thread, mentions_in(wordings.get(version, "")), mentions_in(message.body), *before
    )
    known = {pk for people in earlier for pk in people}
    return [
        Recipient(pk, NAMED if by_name else ONE_OF_NAMED)
        for pk, by_name in now.items()
        if pk in then and pk not in known
    ]


def _find_listening(message: Message, attention: Mapping[UUID, str]) -> list[Recipient]:
    answered = [Recipient(message.parent.author_id, ANSWERED)] if message.parent is not None else []
    return answered + [Recipient(pk, FOLLOWS) for pk, level in attention.items() if level == Attention.ALL]


def render_notifications(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Render the notifications about messages that the reader may see and that were not withdrawn."""
    wanted = {one.subject_id for one in notifications}
    messages = {one.pk: one for one in messages_selectors.list_notifiable_messages(reader, wanted)}
    return {
        one.pk: _add_offers(
            render_message_notification(messages[one.subject_id], one.reason, _describe_title),
            reader,
            messages[one.subject_id],
        )
        for one in notifications
        if one.subject_id in messages
    }


def exclude_muted(reader: Actor, notifications: Sequence[Notification]) -> list[Notification]:
    """Return the notifications about messages of threads that the reader has not muted since."""
    messages = Message.objects.filter(
        muted_thread_q(reader.person_id), pk__in={one.subject_id for one in notifications}
    )
    muted = set(messages.values_list("pk", flat=True))
    return [one for one in notifications if one.subject_id not in muted]


def _add_offers(words: NotificationText, reader: Actor, message: Message) -> NotificationText:
    """Add the mute offer and, where a reply by e-mail is possible, the thread to reply to.

    No reply by e-mail in restricted threads, whose messages are not sent by e-mail, nor in public ones, where
    people should post knowingly.
    """
    thread = message.thread
    at_home = thread.is_restricted or thread.is_public
    answers = thread.pk if thread.state in TALKING and not at_home else None
    return replace(words, answers=answers, mute=build_mute_offer(reader, thread))


def _describe_title(message: Message, reason: str) -> str:
    said = {
        NAMED: _("%(name)s names you: %(thread)s"),
        ONE_OF_NAMED: _("%(name)s names you among others: %(thread)s"),
        ANSWERED: _("%(name)s answers you: %(thread)s"),
        FOLLOWS: _("%(name)s writes: %(thread)s"),
    }
    return said[reason] % {
        "name": translate_field(message.author, "name"),
        "thread": translate_field(message.thread, "title"),
    }


register_notice(
    MessageAddressed.kind,
    topic=Topic.DIALOGUE,
    recipients=find_addressed_recipients,
    render=render_notifications,
    wanted=exclude_muted,
)
