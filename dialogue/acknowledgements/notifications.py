"""Notifications of must-read messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogue.acknowledgements.events import MessageMadeMustRead, MustReadDue
from dialogue.acknowledgements.selectors import filter_still_asked, list_pending_acknowledger_ids
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.timeline.notification_text import ASKED, render_message_notification
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice


def list_recipients(event: Event) -> Iterable[Recipient]:
    """Return ids of people who have not acknowledged the message, even if they mute the thread."""
    message = messages_selectors.get_notifiable_message_unscoped(event.subject_id)
    return [Recipient(pk, ASKED) for pk in sorted(list_pending_acknowledger_ids(message))]


def render_requests(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Render requests about messages that the reader may see and still has to acknowledge."""
    wanted = filter_still_asked(reader, {one.subject_id for one in notifications})
    # The request may have been deleted since.
    rows = messages_selectors.list_notifiable_messages(reader, wanted).filter(must_read__isnull=False)
    messages = {one.pk: one for one in rows.select_related("must_read", "thread__group")}
    return {
        one.pk: render_message_notification(messages[one.subject_id], one.reason, _describe_title)
        for one in notifications
        if one.subject_id in messages
    }


def _describe_title(message: Message, _reason: str) -> str:
    """Describe the request with an absolute date, which is still true when it is read."""
    due_on = message.must_read.due_on
    words = {
        "name": translate_field(message.author, "name"),
        "thread": translate_field(message.thread, "title"),
        "due": date_format(due_on, "j E Y") if due_on else "",
    }
    if due_on is None:
        return _("Acknowledge what %(name)s wrote: %(thread)s") % words
    return _("Acknowledge by %(due)s what %(name)s wrote: %(thread)s") % words


for kind in (MessageMadeMustRead.kind, MustReadDue.kind):
    register_notice(kind, topic=Topic.MUST_READ, recipients=list_recipients, render=render_requests)
