"""The address of a person's calendar is their own."""

from __future__ import annotations

from enum import StrEnum

from viche.accounts.policies import OwnPolicy
from viche.deadlines.models import CalendarFeed


class FeedAction(StrEnum):
    READ = "calendar_feed.read"
    MAKE = "calendar_feed.make"
    REVOKE = "calendar_feed.revoke"


class FeedPolicy(OwnPolicy[CalendarFeed]):
    """People make, see and revoke their own: it is a key that needs no sign-in."""

    model = CalendarFeed
    domain = "accounts"
    every = FeedAction
    reads = frozenset({FeedAction.READ})


feeds = FeedPolicy()
