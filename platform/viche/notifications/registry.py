"""Registry of notices: which events people are notified of, with recipients, reasons and texts."""

from __future__ import annotations

from collections.abc import Sequence

from viche.kernel.actor import Actor
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual
from viche.notifications.models import Channel, Topic
from viche.notifications.notices import (
    NOTICES,
    VISIBLE_GROUPS,
    Complete,
    Notice,
    NotificationText,
    Offer,
    Recipient,
    Recipients,
    Render,
    VisibleGroups,
    Wanted,
)
from viche.notifications.services.create import create_notifications

__all__ = [
    "Channel",
    "NotificationText",
    "Offer",
    "Recipient",
    "Topic",
    "register_notice",
    "register_visible_groups",
    "render_bilingual",
]

SUBSCRIBER = "notifications"
ACTOR = Actor.for_system("notifications")


def register_notice(
    kind: str,
    *,
    topic: Topic,
    recipients: Recipients,
    render: Render,
    channels: Sequence[Channel] = tuple(Channel),
    also_who_did_it: bool = False,
    complete: Complete | None = None,
    wanted: Wanted | None = None,
) -> None:
    """Register a notice: people are notified of events of `kind`, as part of a topic with preferences.

    - `recipients(event)` returns them, the most fitting reason first (each person is notified once). The
      actor of the event is left out, unless another person may have acted in their name (`also_who_did_it`).
    - `render(reader, notifications)` returns the texts of several notifications of this kind for one reader,
      by notification id; `notification.event` is loaded. It omits notifications that the reader may not see
      now and obsolete ones; these are not created, listed or sent.
    - `complete(reader, notifications, words)` adds details that are expensive and needed only for display; it
      is skipped when notifications are created or counted.
    - `wanted(reader, notifications)` returns the notifications that the reader has not declined since. The
      others stay in the inbox, but are not sent by e-mail or push.
    """
    NOTICES[kind] = Notice(
        kind, topic, recipients, render, tuple(channels), also_who_did_it, complete, wanted
    )
    register_subscriber(SUBSCRIBER, kinds=tuple(NOTICES))(handle_event)


def handle_event(event: Event) -> None:
    """Create the notifications of an event; subscriber of the event log."""
    create_notifications(actor=ACTOR, event=event)


def register_visible_groups(seen: VisibleGroups) -> None:
    """Register which groups a person sees: in these they may set separate preferences."""
    VISIBLE_GROUPS.append(seen)
