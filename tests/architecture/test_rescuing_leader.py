"""A facilitator of the group who reads something restricted in an emergency does no more than any rescuer."""

from __future__ import annotations

import pytest

from groups.models import Role
from tests.architecture.furnished import Furnished
from tests.architecture.permission_matrix import MAY
from tests.architecture.stages import POLICIES
from tests.cast import a_mandate, a_seat

# What anybody who sits in the group may do with what they read; it changes nothing for others.
SEATED = {"thread.see_access", "action.see_access", "action.acknowledge"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["thread", "message", "action", "evidence"])
def test_a_seat_that_leads_the_group_adds_nothing_to_emergency_access(
    furnished: Furnished, kind: str
) -> None:
    obj, here = furnished.bring(kind, "restricted"), furnished.stage.here
    mandate = a_mandate(here.people["rescuer"], here.organisations["school"])
    a_seat(here.group, mandate, Role.FACILITATOR)
    policy, actor = POLICIES[kind], here.actor("rescuer")
    seen = policy.visible_to(actor).get(pk=obj.pk)
    may = {str(action) for action in policy.every if policy.can(actor, action, seen)}
    assert may - SEATED == {str(one) for one in policy.every if "rescuer" in MAY[one]["restricted"]}
