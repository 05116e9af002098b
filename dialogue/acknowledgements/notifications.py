"""Notifications of acknowledgements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogue.acknowledgements.events import MessageMadeMustRead, MustReadDue
from dialogue.acknowledgements.selectors import still_asked, who_is_missing
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.timeline.notification_text import ASKED, message_words
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

# ---- what must be read -------------------------------------------------------------------------------------


def asked(event: Event) -> Iterable[Recipient]:
    """Who has not acknowledged it, also those who mute the thread: whoever leads it asks them."""
    message = messages_selectors.message_to_tell(event.subject_id)
    return [Recipient(pk, ASKED) for pk in sorted(who_is_missing(message))]


def render_asked(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about messages that the reader sees now and is still asked to acknowledge."""
    wanted = still_asked(reader, {one.subject_id for one in notifications})
    # It may be asked no more since.
    rows = messages_selectors.messages_to_tell(reader, wanted).filter(must_read__isnull=False)
    messages = {one.pk: one for one in rows.select_related("must_read", "thread__group")}
    return {
        one.pk: message_words(messages[one.subject_id], one.reason, _line_asked)
        for one in notifications
        if one.subject_id in messages
    }


def _line_asked(message: Message, _reason: str) -> str:
    """The day is said as a day: the words must hold when they are read."""
    due_on = message.must_read.due_on
    words = {
        "name": local(message.author, "name"),
        "thread": local(message.thread, "title"),
        "due": date_format(due_on, "j E Y") if due_on else "",
    }
    if due_on is None:
        return _("Acknowledge what %(name)s wrote: %(thread)s") % words
    return _("Acknowledge by %(due)s what %(name)s wrote: %(thread)s") % words


for kind in (MessageMadeMustRead.kind, MustReadDue.kind):
    notice(kind, topic=Topic.MUST_READ, recipients=asked, render=render_asked)
