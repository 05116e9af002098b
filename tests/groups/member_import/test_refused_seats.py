"""Rows whose seat a rule of two people refuses: the row names its field."""

from __future__ import annotations

import pytest

from groups.mandates.succession import transfer_mandate
from groups.models import Mandate
from tests.cast import World
from tests.groups.helpers import a_coordinator
from tests.groups.initiative_groups.test_api import Browser
from tests.groups.member_import.helpers import as_csv, checked, confirmed, facilitator, faults, line
from tests.groups.memberships.test_own_seats import a_seated_coordinator
from viche.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_row_says_that_the_deputy_of_a_mandate_coordinates(world: World) -> None:
    page, content = facilitator(world), as_csv(line(world.people["outsider"].email))
    rows = checked(page, world, content)["rows"]
    deputy = a_coordinator(world).person_id
    Mandate.objects.filter(pk=world.mandates["outsider"].pk).update(deputy=deputy)
    assert faults(checked(page, world, content)) == [(2, "email", "deputy_coordinates")]
    status, problem = confirmed(page, world, rows)
    assert (status, problem["code"]) == (409, "list_changed")
    assert [one["pointer"] for one in problem["errors"]] == ["/rows/0/email"]


def test_a_row_says_that_somebody_took_the_lead_from_another_this_week(world: World) -> None:
    coordinator, _mandate = a_seated_coordinator(world)
    transfer_mandate(
        actor=coordinator,
        mandate_id=world.mandates["facilitator"].pk,
        person_id=world.people["outsider"].pk,
        document="Наказ",
        reason="Ротація",
    )
    me = User.objects.get(pk=str(coordinator.person_id))
    told = checked(Browser(world.people["outsider"]), world, as_csv(line(me.email, "police")))
    assert faults(told) == [(2, "email", "own_seat")]
