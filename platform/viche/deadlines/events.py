"""What happens to addresses of calendars. It is nobody's but the person's, who reads it anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from viche.kernel.events import PersonalPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed(PersonalPayload):
    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeedMade(_Feed):
    kind: ClassVar[str] = "deadlines.calendar_feed_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeedRevoked(_Feed):
    kind: ClassVar[str] = "deadlines.calendar_feed_revoked"
