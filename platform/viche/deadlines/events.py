"""Events of calendar feeds. They go to no topic: only their owner sees the feed, and reloads it."""

from __future__ import annotations

from viche.kernel.events import PersonalPayload


class _FeedPayload(PersonalPayload):
    @property
    def topics(self) -> tuple[str, ...]:
        return ()


class CalendarFeedMade(_FeedPayload, kind="deadlines.calendar_feed_made"):
    pass


class CalendarFeedRevoked(_FeedPayload, kind="deadlines.calendar_feed_revoked"):
    pass
