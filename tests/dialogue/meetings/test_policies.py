"""What a meeting shows as allowed, and why it refuses."""

from __future__ import annotations

import pytest

from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingPolicy, MeetingsAction
from dialogue.meetings.states import MeetingAction
from groups.initiative_groups.services import suspend_group
from tests.cast import SYSTEM, World
from tests.dialogue.meetings.helpers import STEPS, a_meeting
from viche.kernel.policy import short_name_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STEPS)
def test_the_actions_shown_as_allowed_are_those_that_are(world: World, state: str) -> None:
    meeting, policy = a_meeting(world, state), MeetingPolicy()
    for name in ("facilitator", "secretary", "officer", "observer"):
        actor = world.actor(name)
        each = {short_name_of(one) for one in MeetingAction if policy.can(actor, one, meeting)}
        assert set(policy.allowed(actor, meeting)) == each


def test_nobody_plans_a_meeting_of_a_suspended_group_and_is_told_so(world: World) -> None:
    policy = GroupMeetingsPolicy()
    assert policy.refuse(world.actor("officer"), MeetingsAction.PLAN, world.group).reason == "forbidden"
    group = suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert policy.refuse(world.actor("facilitator"), MeetingsAction.PLAN, group).reason == "group_not_working"
