"""Events of calendar feeds. They go to no topic: only their owner sees the feed, and reloads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class _FeedPayload(PersonalPayload):
    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeedMade(_FeedPayload):
    kind: ClassVar[str] = "deadlines.calendar_feed_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeedRevoked(_FeedPayload):
    kind: ClassVar[str] = "deadlines.calendar_feed_revoked"
