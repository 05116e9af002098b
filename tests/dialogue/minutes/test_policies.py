"""Who may sign minutes and remark on them, and what minutes show as allowed."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.test import Client

from dialogue.meetings.attendance import record_presence
from dialogue.meetings.models import Attendance
from dialogue.minutes.models import Minutes, MinutesState
from dialogue.minutes.policies import MinutesAction, MinutesPolicy
from dialogue.minutes.signing import replace_signer
from groups.initiative_groups.services import suspend_group
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import check_allowed, standing_in
from tests.dialogue.meetings.helpers import if_match_now, set_presence
from tests.dialogue.minutes.helpers import (
    a_held_meeting,
    end_remarks,
    fresh,
    minutes_of,
    move,
    sign,
    some_minutes,
)
from viche.accounts.services.tokens import issue_token
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


def find_permitted(world: World, action: MinutesAction, minutes: Minutes) -> set[str]:
    """Return who of the cast may do something."""
    return {name for name in world.people if MinutesPolicy().can(world.actor(name), action, minutes)}


@pytest.mark.parametrize("state", MinutesState)
def test_the_actions_shown_as_allowed_are_those_that_are(world: World, state: str) -> None:
    check_allowed(world, MinutesPolicy(), some_minutes(world, state))


def test_those_remark_who_came_to_this_meeting(world: World) -> None:
    standing_in(world, "councillor")
    set_presence(world, a_held_meeting(world)[0], "teacher")
    meeting, _item = a_held_meeting(world)
    Attendance.objects.create(meeting=meeting, membership=world.seats["teacher"], answer="comes")
    record_presence(
        actor=world.actor("secretary"),
        meeting_id=meeting.pk,
        membership_id=world.seats["councillor"].pk,
        is_present=True,
        by_deputy=True,
    )
    minutes = minutes_of(world, meeting, "remarks")
    came = {"facilitator", "secretary", "officer", "deputy"}
    assert find_permitted(world, MinutesAction.REMARK, minutes) == came


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_a_signer_needs_no_other_right_and_is_told_when_it_is_too_early(world: World, role: str) -> None:
    minutes = some_minutes(world)
    replace_signer(
        actor=world.actor("secretary"),
        minutes_id=minutes.pk,
        role=role,
        mandate_id=world.mandates["officer"].pk,
        expected_version=minutes.version,
    )
    policy, minutes = MinutesPolicy(), fresh(minutes)
    assert policy.refuse(world.actor("officer"), MinutesAction.SIGN, minutes).reason == "minutes_state"
    move(world, minutes, "remarks")
    end_remarks(minutes)
    move(world, minutes, "signing")
    assert find_permitted(world, MinutesAction.SIGN, fresh(minutes)) == {
        "facilitator",
        "secretary",
        "officer",
    }


def test_nobody_signs_in_a_suspended_group(world: World) -> None:
    minutes = some_minutes(world, "signing")
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    with pytest.raises(Forbidden, match="group_not_working"):
        sign(world, minutes, "chair", "facilitator")


def test_a_token_moves_minutes_on_and_does_not_sign_them(world: World) -> None:
    minutes = some_minutes(world)
    person_id = world.people["secretary"].pk
    scopes = ["dialogue:read", "dialogue:write"]
    _token, secret = issue_token(actor=SYSTEM, person_id=person_id, name="Сайт", scopes=scopes)
    program = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(method: str, path: str, body: dict[str, str]) -> Any:
        content, headers = orjson.dumps(body), if_match_now(minutes)
        address = f"/api/v1/minutes/{minutes.pk}/{path}"
        return program.generic(method, address, content, "application/json", headers=headers)

    assert send("POST", "transitions", {"to": "remarks"}).status_code == 200
    end_remarks(minutes)
    move(world, minutes, "signing")
    answer = send("PUT", "signatures/secretary", {"way": "proof"})
    assert (answer.status_code, answer.json()["code"]) == (403, "needs_sign_in")
