"""Roles of groups demand second factors of whoever holds them, deputies included, from the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.mandates.deputies import appoint_deputy
from groups.memberships.services import change_role, end_membership
from groups.models import OfficeKind, Role
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import name_administrator
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from viche.accounts.factor_enforcement import is_lacking_factor
from viche.accounts.factor_requirements import list_missing_factors
from viche.accounts.models import Demand, User
from viche.accounts.services.factor_requirements import refresh_factor_due_dates, require_factors
from viche.kernel.clock import now, replace_clock
from viche.kernel.models import AccessChange

pytestmark = pytest.mark.django_db


def demand(role: str) -> None:
    require_factors(actor=SYSTEM, role=role, demand=Demand.ANY, since=now(), expected_version=0)


def lacking(someone: User) -> bool:
    return is_lacking_factor(User.objects.get(pk=someone.pk))


def test_a_demand_reaches_those_who_hold_the_role_already(world: World) -> None:
    demand(Role.FACILITATOR)
    found = {name for name, someone in world.people.items() if lacking(someone)}
    assert found == {"facilitator"}
    change = AccessChange.objects.filter(reason="second_factor_required").get()
    assert change.person_id == world.people["facilitator"].pk


def test_a_new_seat_a_new_role_and_the_end_of_it_count_at_once(world: World) -> None:
    demand(Role.SECRETARY)
    newcomer = person("newcomer")
    seat = a_seat(world.group, a_mandate(newcomer, world.organisations["ngo"]), Role.MEMBER)
    assert not lacking(newcomer)
    change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, role=Role.SECRETARY)
    assert lacking(newcomer)
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="Інша робота")
    assert not lacking(newcomer)
    assert User.objects.get(pk=newcomer.pk).factor_due_at is None


def test_a_deputy_needs_it_for_the_time_of_acting(world: World) -> None:
    demand(Role.FACILITATOR)
    colleague = person("colleague")
    a_mandate(colleague, world.organisations["ngo"])
    begins, ends = now() + timedelta(days=1), now() + timedelta(days=2)
    appoint_deputy(
        actor=SYSTEM,
        mandate_id=world.mandates["facilitator"].pk,
        deputy_id=colleague.pk,
        starts_at=begins,
        ends_at=ends,
    )
    assert not lacking(colleague)
    with replace_clock(lambda: begins):
        assert lacking(colleague)
    with replace_clock(lambda: ends):
        assert not lacking(colleague)


def test_an_office_counts_while_it_is_held(world: World) -> None:
    demand(OfficeKind.COORDINATOR)
    officer = person("coordinator")
    office = give_office(
        actor=SYSTEM,
        person_id=officer.pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження № 1",
    )
    assert lacking(officer)
    end_office(actor=SYSTEM, office_id=office.pk, reason="Досить")
    assert not lacking(officer)


def test_offices_and_administrators_need_it_from_the_first_moment(
    world: World, default_second_factors: None
) -> None:
    """Nobody has decided anything: these are the defaults of a new installation."""
    newcomers = {name: person(name) for name in ("coordinator", "dpo", "names-others")}
    kinds = {"coordinator": OfficeKind.COORDINATOR, "dpo": OfficeKind.DATA_PROTECTION_OFFICER}
    for name, kind in kinds.items():
        give_office(
            actor=SYSTEM,
            person_id=newcomers[name].pk,
            kind=kind,
            territory_id=world.territory.pk,
            document="Розпорядження № 7",
        )
    name_administrator(
        actor=SYSTEM,
        organisation_id=world.organisations["ngo"].pk,
        person_id=newcomers["names-others"].pk,
        document="Наказ № 8",
    )
    administrator = person("second-administrator", is_administrator=True)
    refresh_factor_due_dates(actor=SYSTEM, person_ids=None)
    assert {name for name, someone in newcomers.items() if lacking(someone)} == set(newcomers)
    assert [lack.demand for lack in list_missing_factors(User.objects.get(pk=administrator.pk))] == [
        "passkey"
    ]
    assert not lacking(world.people["teacher"])
    require_factors(
        actor=SYSTEM, role=OfficeKind.COORDINATOR, demand=Demand.NONE, since=now(), expected_version=0
    )
    assert not lacking(newcomers["coordinator"]), "an administrator decides otherwise"
