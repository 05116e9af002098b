"""Limits of a socket, and intervals of the hub. All times are in seconds, all sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Every field can be set by name in the Django setting `REALTIME` (a dictionary)."""

    # of a client's frame; about the size at which a frame of several events is split
    largest_frame: int = 64 * 1024
    unread: int = 1024 * 1024  # write backlog of a slow socket before it is closed with 4413
    subscriptions: int = 200  # of one socket
    sockets: int = 200  # of one person in one process
    flood_rate: float = 20.0  # frames per second that a socket may send on average
    flood_burst: float = 100.0  # frames that it may send at once
    idle: float = 300.0  # without any frame from the client: closed with 4408
    grace: float = 10.0  # between our close frame and the end of the connection
    replay: int = 1000  # missed events; beyond it the client must reload the state
    look: float = 0.5  # between two polls of access changes
    hold: float = 1.0  # after which deliveries stop without a successful poll
    poll: float = 1.0  # between two polls of the topics' heads; at every poll while Redis is down
    settle: float = 0.03  # how long to wait for an earlier frame that was overtaken
    head: float = 15.0  # between two head frames of a topic
    presence: float = 15.0  # between two presence refreshes
    threads: int = 8  # of the pool that runs commands, checks and catch-up


def get_limits() -> Limits:
    """Return the limits in force. Raises ValueError for an unknown name in the setting."""
    chosen: dict[str, Any] = getattr(settings, "REALTIME", {})
    known = {field.name for field in fields(Limits)}
    if unknown := set(chosen) - known:
        raise ValueError(f"Unknown names in the setting REALTIME: {', '.join(sorted(unknown))}")
    return replace(Limits(), **chosen)
