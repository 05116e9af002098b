"""What the tests of meetings do over and over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dialogue.meetings.agenda import propose_item, set_current_item
from dialogue.meetings.attendance import record_presence
from dialogue.meetings.models import AgendaItem, AgendaKind, Meeting
from dialogue.meetings.services import move_meeting, plan_meeting
from tests.cast import World
from tests.dialogue.helpers import api, if_match
from viche.kernel.clock import now

TITLE = "Чергова зустріч"
# The steps that lead to a state.
STEPS: dict[str, tuple[str, ...]] = {
    "planned": (),
    "convened": ("convened",),
    "running": ("convened", "running"),
    "ended": ("convened", "running", "ended"),
    "cancelled": ("cancelled",),
}


def a_meeting(world: World, to: str = "planned", *, days: int = 10, **facts: Any) -> Meeting:
    """A meeting of the world's group that was brought to a state by its steps."""
    starts_at = now() + timedelta(days=days)
    fields = {"title_uk": TITLE, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), **facts}
    meeting = plan_meeting(actor=world.actor("facilitator"), group_id=world.group.pk, **fields)
    for one in STEPS[to]:
        meeting = move(world, meeting, one)
    return meeting


def move(world: World, meeting: Meeting, to: str, by: str = "facilitator", **facts: Any) -> Meeting:
    meeting.refresh_from_db(fields=["version"])
    if to == "running":
        move_to_today(meeting)
    if to == "cancelled":
        facts.setdefault("reason", "Немає світла")
    return move_meeting(
        actor=world.actor(by), meeting_id=meeting.pk, to=to, expected_version=meeting.version, **facts
    )


def move_to_today(meeting: Meeting) -> None:
    """Let the hour of a meeting come, if it is still to come."""
    at = now()
    rows = Meeting.objects.filter(pk=meeting.pk, starts_at__gt=at)
    rows.update(starts_at=at, ends_at=at + timedelta(hours=2))


def an_item(world: World, meeting: Meeting, by: str = "facilitator", **facts: Any) -> AgendaItem:
    fields = {"title": "Освітлення біля школи", "kind": AgendaKind.OTHER, **facts}
    return propose_item(actor=world.actor(by), meeting_id=meeting.pk, **fields)


def take_up(world: World, meeting: Meeting, item: AgendaItem) -> Meeting:
    return set_current_item(actor=world.actor("secretary"), meeting_id=meeting.pk, item_id=item.pk)


def a_running_meeting(world: World, items: int = 1) -> tuple[Meeting, list[AgendaItem]]:
    """A meeting that runs, at its first item."""
    meeting = a_meeting(world)
    made = [an_item(world, meeting, title=f"Питання {nth}") for nth in range(items)]
    move(world, meeting, "convened")
    move(world, meeting, "running")
    return take_up(world, meeting, made[0]), made


def set_presence(world: World, meeting: Meeting, *names: str, is_present: bool = True) -> None:
    """Let the secretary record that people came, or left."""
    for name in names:
        seat, secretary = world.seats[name].pk, world.actor("secretary")
        record_presence(actor=secretary, meeting_id=meeting.pk, membership_id=seat, is_present=is_present)


def shown(world: World, meeting: Meeting, name: str = "observer") -> dict[str, Any]:
    """The meeting as somebody of the cast is shown it."""
    answer = api(world, name).get(f"meetings/{meeting.pk}")
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def if_match_now(row: Any) -> dict[str, str]:
    """The header that names the version which a row has now."""
    row.refresh_from_db()
    return if_match(row)


def parse(text: str) -> datetime:
    return datetime.fromisoformat(text)
