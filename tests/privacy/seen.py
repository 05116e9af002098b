"""What the tests of the access record do over and over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogue.models import Thread
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, say
from tests.privacy.conftest import Browser
from viche.kernel.access_log import get_access_log_expiry
from viche.privacy.models import AccessRecord


def rows(**facts: Any) -> list[tuple[str, str, str]]:
    found = AccessRecord.objects.filter(**facts).order_by("id")
    return list(found.values_list("kind", "way", "ground"))


def next_hour(minutes: int) -> datetime:
    """So many minutes into the next full hour."""
    return get_access_log_expiry() + timedelta(minutes=minutes)


def between_two(world: World) -> Thread:
    """A restricted thread of the police and the facilitator, in which the officer has spoken."""
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    return thread


def record_of(world: World, name: str = "officer") -> list[Any]:
    items: list[Any] = Browser(world.people[name]).get("me/access-record")["items"]
    return items
