"""What a meeting shows as allowed, and why it refuses."""

from __future__ import annotations

import pytest

from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingPolicy, MeetingsAction
from groups.initiative_groups.services import suspend_group
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import check_allowed
from tests.dialogue.meetings.helpers import STEPS, a_meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STEPS)
def test_the_actions_shown_as_allowed_are_those_that_are(world: World, state: str) -> None:
    check_allowed(world, MeetingPolicy(), a_meeting(world, state))


def test_nobody_plans_a_meeting_of_a_suspended_group_and_is_told_so(world: World) -> None:
    policy = GroupMeetingsPolicy()
    assert policy.refuse(world.actor("officer"), MeetingsAction.PLAN, world.group).reason == "forbidden"
    group = suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert policy.refuse(world.actor("facilitator"), MeetingsAction.PLAN, group).reason == "group_not_working"
