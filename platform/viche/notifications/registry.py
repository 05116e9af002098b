"""Registry of notices: which events people are notified of, with recipients, reasons and texts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from viche.kernel.actor import Actor
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event
from viche.notifications.models import Channel, Topic
from viche.notifications.notices import (
    NOTICES,
    VISIBLE_GROUPS,
    Loader,
    MailFile,
    Mutable,
    NeedsAnswer,
    Notice,
    NoticeContext,
    NotificationText,
    Offer,
    Recipient,
    Recipients,
    Template,
    VisibleGroups,
    Words,
    always,
    build_recipients,
    find_person,
    load_nothing,
    load_rows,
    load_rows_unscoped,
)
from viche.notifications.services.create import create_notifications

__all__ = [
    "Channel",
    "Loader",
    "MailFile",
    "Mutable",
    "NeedsAnswer",
    "Notice",
    "NoticeContext",
    "NotificationText",
    "Offer",
    "Recipient",
    "Recipients",
    "Template",
    "Topic",
    "Words",
    "always",
    "build_recipients",
    "find_person",
    "load_nothing",
    "load_rows",
    "load_rows_unscoped",
    "register_notices",
    "register_visible_groups",
]

SUBSCRIBER = "notifications"
ACTOR = Actor.for_system("notifications")


def register_notices(*notices: Notice[Any]) -> None:
    """Register notices: people are notified of events of their kinds, by topics with preferences."""
    NOTICES.update((one.kind, one) for one in notices)
    register_subscriber(SUBSCRIBER, kinds=tuple(NOTICES), find_due=find_due)(handle_event)


def find_due(event: Event) -> datetime:
    """Return when the notifications of an event are created: after the delay of its notice."""
    notice = NOTICES.get(event.kind)
    return event.at if notice is None else event.at + notice.delay


def handle_event(event: Event) -> None:
    """Create the notifications of an event; subscriber of the event log."""
    create_notifications(actor=ACTOR, event=event)


def register_visible_groups(seen: VisibleGroups) -> None:
    """Register which groups a person sees: in these they may set separate preferences."""
    VISIBLE_GROUPS.append(seen)
