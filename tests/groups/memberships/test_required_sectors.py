"""An active group that loses a sector which it cannot do without: who leads it hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from groups.initiative_groups.services import activate_group, suspend_group
from groups.mandates.services import end_mandate, suspend_mandate
from groups.memberships.services import change_role, end_membership
from groups.models import InitiativeGroup, Sector
from groups.organisations.services import edit_organisation
from tests.cast import SYSTEM, World
from tests.groups.helpers import a_coordinator, seat
from tests.groups.mandates.test_notifications import titles
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person
from viche.kernel.errors import Conflict
from viche.kernel.events.outbox import drain_outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
LOST = "За столом групи «Група Тут» більше немає потрібного сектору: Поліція"


def lacking(world: World) -> list[str]:
    for _what_follows in range(3):
        drain_outbox()
    return InitiativeGroup.objects.get(pk=world.group.pk).lacking


def by_the_seat(world: World) -> object:
    return end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Так"
    )


def by_the_role(world: World) -> object:
    seat_id = world.seats["officer"].pk
    return change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat_id, role="observer")  # type: ignore[arg-type]


WAYS: dict[str, Callable[[World], object]] = {
    "seat": by_the_seat,
    "role": by_the_role,
    "mandate": lambda world: end_mandate(
        actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Звільнення"
    ),
    "rest": lambda world: suspend_mandate(
        actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Відсторонення"
    ),
    "account": lambda world: deactivate_person(
        actor=SYSTEM, person_id=world.people["officer"].pk, reason="Звільнення"
    ),
    "sector": lambda world: edit_organisation(
        actor=SYSTEM, organisation_id=world.organisations["police"].pk, changes={"sector": Sector.BUSINESS}
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_leads_hears_of_a_lost_sector_however_it_was_lost(world: World, way: str) -> None:
    coordinator = User.objects.get(pk=str(a_coordinator(world).person_id))
    titles(coordinator)
    WAYS[way](world)
    assert lacking(world) == ["police"]
    assert LOST in titles(world.people["facilitator"])
    assert LOST in titles(coordinator)
    assert LOST not in titles(world.people["teacher"])


def test_it_is_said_once_and_not_when_somebody_came(world: World) -> None:
    WAYS["seat"](world)
    facilitator = world.people["facilitator"]
    assert lacking(world) == ["police"]
    assert titles(facilitator).count(LOST) == 1
    seat(world, "outsider")
    assert lacking(world) == ["police"]
    assert titles(facilitator).count(LOST) == 1


def test_a_group_that_rests_lacks_nobody(world: World) -> None:
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    WAYS["seat"](world)
    assert lacking(world) == []
    with pytest.raises(Conflict):
        activate_group(actor=SYSTEM, group_id=world.group.pk)
