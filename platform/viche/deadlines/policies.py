"""Policy of calendar feeds: each belongs to one person."""

from __future__ import annotations

from enum import StrEnum

from viche.accounts.policies import OwnPolicy
from viche.deadlines.models import CalendarFeed


class FeedAction(StrEnum):
    READ = "calendar_feed.read"
    MAKE = "calendar_feed.make"
    REVOKE = "calendar_feed.revoke"


class FeedPolicy(OwnPolicy[CalendarFeed]):
    """People create, see and revoke only their own feed: its URL is a key without a login."""

    model = CalendarFeed
    domain = "accounts"
    every = FeedAction
    reads = frozenset({FeedAction.READ})


feeds = FeedPolicy()
