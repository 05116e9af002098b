"""What domains register here: which events people are told of, whom, why, and in which words."""

from __future__ import annotations

from collections.abc import Sequence

from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Channel, Topic
from viche.notifications.notices import (
    NOTICES,
    SEEN_GROUPS,
    Complete,
    Notice,
    Offer,
    Recipient,
    Recipients,
    Render,
    SeenGroups,
    Wanted,
    Words,
)
from viche.notifications.services.telling import make_notifications

__all__ = ["Channel", "Offer", "Recipient", "Topic", "Words", "choices_in", "in_both", "notice"]

SUBSCRIBER = "notifications"
ACTOR = Actor.for_system("notifications")


def notice(
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
    """Register that people are told of events of `kind`, as part of a topic by which they choose the ways.

    `recipients(event)` names them, most fitting reason first (one person is told once). Who did it is not
    told, except where it may have been somebody else in their name (`also_who_did_it`).
    `render(reader, notifications)` gives the words of several notifications of this kind to one reader, by
    notification id (`notification.event` is loaded); it leaves out what the reader may not see now, and what
    is not worth telling any more. What it leaves out is not made, not listed and not sent.
    `complete(reader, notifications, words)` adds to these what takes longer and only a reader needs: nobody
    pays for it when people are told, or when it is counted.
    `wanted(reader, notifications)` leaves those that the reader has not declined since: the others stand in
    the inbox, and go neither by mail nor to devices.
    """
    NOTICES[kind] = Notice(
        kind, topic, recipients, render, tuple(channels), also_who_did_it, complete, wanted
    )
    subscriber(SUBSCRIBER, kinds=tuple(NOTICES))(tell)


def tell(event: Event) -> None:
    """The subscriber of the event log."""
    make_notifications(actor=ACTOR, event=event)


def choices_in(seen: SeenGroups) -> None:
    """Register which of some groups a person sees: in these they may choose otherwise than everywhere."""
    SEEN_GROUPS.append(seen)
