"""What domains register here: which events people are told of, whom, why, and in which words."""

from __future__ import annotations

from collections.abc import Sequence

from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Channel
from viche.notifications.notices import NOTICES, Notice, Recipient, Recipients, Render, Words
from viche.notifications.services.telling import make_notifications

__all__ = ["Channel", "Recipient", "Words", "in_both", "notice"]

SUBSCRIBER = "notifications"
ACTOR = Actor.for_system("notifications")


def notice(
    kind: str,
    *,
    recipients: Recipients,
    render: Render,
    channels: Sequence[Channel] = (Channel.INBOX, Channel.EMAIL),
    also_who_did_it: bool = False,
) -> None:
    """Register that people are told of events of `kind`.

    `recipients(event)` names them, most fitting reason first (one person is told once). Who did it is not
    told, except where it may have been somebody else in their name (`also_who_did_it`).
    `render(reader, notifications)` gives the words of several notifications of this kind to one reader, by
    notification id (`notification.event` is loaded); it leaves out what the reader may not see now, and what
    is not worth telling any more. What it leaves out is not made, not listed and not sent.
    """
    NOTICES[kind] = Notice(kind, recipients, render, tuple(channels), also_who_did_it)
    subscriber(SUBSCRIBER, kinds=tuple(NOTICES))(tell)


def tell(event: Event) -> None:
    """The subscriber of the event log."""
    make_notifications(actor=ACTOR, event=event)
