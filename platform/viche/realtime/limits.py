"""Bounds of one socket, and how often the hub looks. All times are in seconds, all sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Every field can be set by name in the Django setting `REALTIME` (a dictionary)."""

    largest_frame: int = 64 * 1024  # what a client may send, and about where a frame of several events is cut
    unread: int = 1024 * 1024  # what may wait for a slow socket before it is closed with 4413
    subscriptions: int = 200  # of one socket
    sockets: int = 200  # of one person in one process
    flood_rate: float = 20.0  # frames a second that a socket may send for long
    flood_burst: float = 100.0  # frames that it may send at once
    idle: float = 300.0  # without any frame from the client: closed with 4408
    grace: float = 10.0  # between our close frame and the end of the line
    replay: int = 1000  # missed events; beyond it the client loads anew
    look: float = 0.5  # between two looks at access changes
    hold: float = 1.0  # without a confirmed look nothing is delivered
    poll: float = 1.0  # between two looks at the topics' heads; every look while Redis is away
    settle: float = 0.03  # how long a frame may overtake the one before it
    head: float = 15.0  # between two head frames of a topic
    presence: float = 15.0  # between two refreshes of who is here
    threads: int = 8  # of the pool that runs commands, checks and catch-up


def limits() -> Limits:
    """The bounds in force. Raises ValueError for an unknown name in the setting."""
    chosen: dict[str, Any] = getattr(settings, "REALTIME", {})
    known = {field.name for field in fields(Limits)}
    if unknown := set(chosen) - known:
        raise ValueError(f"Unknown names in the setting REALTIME: {', '.join(sorted(unknown))}")
    return replace(Limits(), **chosen)
