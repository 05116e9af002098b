"""How meetings of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogue.meetings.models import Meeting
from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingPolicy
from tests.architecture.stages.group import a_group
from tests.architecture.stages.stage import Stage
from tests.dialogue.meetings import helpers
from viche.kernel.policy import Policy


def a_meeting(stage: Stage, state: str) -> Meeting:
    """A meeting that is held today, with an item that is taken up while it runs."""
    meeting = helpers.a_meeting(stage.here)
    item = helpers.an_item(stage.here, meeting)
    for to in helpers.STEPS[state]:
        helpers.move(stage.here, meeting, to)
        if to == "running":
            helpers.take_up(stage.here, meeting, item)
    if state == "convened":
        helpers.move_to_today(meeting)
    return Meeting.objects.select_related("group").get(pk=meeting.pk)


POLICIES: dict[str, Policy[Any]] = {"meeting": MeetingPolicy(), "meetings": GroupMeetingsPolicy()}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {"meeting": a_meeting, "meetings": a_group}
