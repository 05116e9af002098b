"""A seat in the group adds nothing for a person who reads something restricted in an emergency."""

from __future__ import annotations

import pytest

from groups.memberships.services import start_membership
from groups.models import Role
from tests.architecture.furnished import Furnished
from tests.architecture.permission_matrix import MAY
from tests.architecture.stages import POLICIES
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.tasks.helpers import move, prove

# What anybody who sits in the group may do with what they read; it changes nothing for others.
SEATED = {"thread.see_access", "action.see_access"}
STATES = ("proposed", "accepted", "in_progress", "done")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["thread", "message", "action", "evidence"])
def test_a_seat_that_leads_the_group_adds_nothing_to_emergency_access(
    furnished: Furnished, kind: str
) -> None:
    obj, here = furnished.bring(kind, "restricted"), furnished.stage.here
    mandate = a_mandate(here.people["rescuer"], here.organisations["school"])
    a_seat(here.group, mandate, Role.FACILITATOR)
    may = list_permitted(here, kind, obj.pk)
    assert may - SEATED == {str(one) for one in POLICIES[kind].every if "rescuer" in MAY[one]["restricted"]}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MEMBER])
@pytest.mark.parametrize("organisation", ["council", "school"])  # the owner, and one without a part in it
@pytest.mark.parametrize("state", STATES)
def test_no_seat_adds_to_emergency_access_to_an_item_in_any_state(
    furnished: Furnished, state: str, organisation: str, role: Role
) -> None:
    item, here = furnished.bring("action", "restricted"), furnished.stage.here
    for to in STATES[1 : STATES.index(state) + 1]:
        if to == "done":
            prove(here, item)
        move(here, item, to)
    before = list_permitted(here, "action", item.pk)
    mandate = a_mandate(here.people["rescuer"], here.organisations[organisation])
    start_membership(actor=SYSTEM, group_id=here.group.pk, mandate_id=mandate.pk, role=role)
    assert list_permitted(here, "action", item.pk) - SEATED == before


def list_permitted(here: World, kind: str, pk: object) -> set[str]:
    """Return the actions that are open to the person who reads an object in an emergency."""
    policy, actor = POLICIES[kind], here.actor("rescuer")
    seen = policy.visible_to(actor).get(pk=pk)
    return {str(action) for action in policy.every if policy.can(actor, action, seen)}
