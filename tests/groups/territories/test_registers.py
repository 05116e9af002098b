"""Territories and organisations: who may register what, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from groups.models import Office, OfficeKind, Sector, Territory, TerritoryLevel, TerritoryPopulation
from groups.offices.services import end_office, give_office
from groups.organisations.services import register_organisation, verify_organisation
from groups.territories.services import record_population, register_territory
from tests.cast import SYSTEM, World, an_organisation, person, the_country
from tests.groups.helpers import a_coordinator, an_office, kinds_after, last_event
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db


def settlement(world: World, **changes: Any) -> Territory:
    inside = f"{world.territory.prefix}001".ljust(19, "0")
    facts: dict[str, Any] = {
        "actor": SYSTEM,
        "code": inside,
        "level": TerritoryLevel.SETTLEMENT,
        "name_uk": "Село",
        "parent_id": world.territory.pk,
    }
    return register_territory(**facts | changes)


def test_a_settlement_lies_in_its_hromada(world: World) -> None:
    before = last_event()
    made = settlement(world)
    assert made.parent == world.territory
    assert made.code.startswith(world.territory.prefix)
    assert kinds_after(before) == ["groups.territory_registered"]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"code": "UA123"}, "/code", "not_katotth"),
        ({"code": "ua05020030010063857"}, "/code", "not_katotth"),
        ({"code": "UA05020030010063857"}, "/code", "outside_parent"),
        ({"level": TerritoryLevel.HROMADA}, "/level", "wrong_level"),
        ({"level": TerritoryLevel.COUNTRY}, "/parent", "wrong_level"),
        ({"parent_id": None}, "/parent", "wrong_level"),
    ],
)
def test_a_place_outside_the_tree_is_refused(
    world: World, changes: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        settlement(world, **changes)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [(pointer, code)]


def test_a_code_is_registered_once(world: World) -> None:
    settlement(world)
    with pytest.raises(Invalid) as refusal:
        settlement(world)
    assert refusal.value.errors[0].code == "taken"


def test_the_database_keeps_one_tree(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.filter(pk=world.territory.pk).update(parent=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.filter(pk=world.territory.pk).update(code="UA1")


def test_a_population_has_one_figure_a_year(world: World) -> None:
    for count in (40_000, 40_180):
        record_population(actor=SYSTEM, territory_id=world.territory.pk, year=2025, count=count)
    assert TerritoryPopulation.objects.get(territory=world.territory, year=2025).count == 40_180
    for year, count in ((1899, 1), (2025, -1)):
        with pytest.raises(Invalid):
            record_population(actor=SYSTEM, territory_id=world.territory.pk, year=year, count=count)


def test_a_coordinator_registers_inside_their_own_territory(world: World, elsewhere: World) -> None:
    coordinator = a_coordinator(world)
    assert settlement(world, actor=coordinator).parent == world.territory
    with pytest.raises(Forbidden):
        settlement(elsewhere, actor=coordinator)
    with pytest.raises(Forbidden):
        register_territory(
            actor=coordinator, code="UA11111111111111111", level=TerritoryLevel.COUNTRY, name_uk="Інша"
        )


@pytest.mark.parametrize("name", ["facilitator", "outsider"])
def test_nobody_else_registers(world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        settlement(world, actor=world.actor(name))


def test_an_organisation_is_verified_on_a_document(world: World) -> None:
    coordinator = a_coordinator(world)
    made = register_organisation(
        actor=coordinator,
        name_uk="Рада молоді",
        short_name_uk="Рада молоді",
        on_behalf_uk="ради молоді",
        sector=Sector.CIVIL_SOCIETY,
        territory_ids=[world.territory.pk],
    )
    with pytest.raises(Invalid):
        verify_organisation(actor=coordinator, organisation_id=made.pk, document=" ")
    verified = verify_organisation(actor=coordinator, organisation_id=made.pk, document="Витяг № 5")
    assert (verified.verified_by_id, verified.version) == (coordinator.person_id, 2)


def test_a_coordinator_cannot_register_for_others(world: World, elsewhere: World) -> None:
    coordinator = a_coordinator(world)
    facts = {"name_uk": "А", "short_name_uk": "А", "on_behalf_uk": "А", "sector": Sector.OTHER}
    for territory_ids in ([], [world.territory.pk, elsewhere.territory.pk], [the_country().pk]):
        with pytest.raises(Forbidden):
            register_organisation(actor=coordinator, territory_ids=territory_ids, **facts)  # type: ignore[arg-type]
    theirs = an_organisation("чужа", Sector.OTHER, elsewhere.territory)
    with pytest.raises(Forbidden):
        verify_organisation(actor=coordinator, organisation_id=theirs.pk, document="Витяг")


def test_offices_are_given_by_administrators_alone_and_never_to_themselves(world: World) -> None:
    facts = {"kind": OfficeKind.COORDINATOR, "territory_id": world.territory.pk, "document": "Розпорядження"}
    somebody, administrator = person("somebody").pk, world.actor("administrator")
    for actor in (world.actor("facilitator"), a_coordinator(world)):
        with pytest.raises(Forbidden):
            give_office(actor=actor, person_id=somebody, **facts)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        give_office(actor=administrator, person_id=administrator.person_id, **facts)  # type: ignore[arg-type]
    assert refusal.value.errors[0].code == "oneself"
    office = give_office(actor=administrator, person_id=somebody, **facts)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        give_office(actor=SYSTEM, person_id=somebody, **facts)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        give_office(actor=SYSTEM, person_id=person("late").pk, ends_at=now() - timedelta(1), **facts)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        end_office(actor=a_coordinator(world), office_id=office.pk, reason="Так")
    with pytest.raises(Invalid):
        end_office(actor=administrator, office_id=office.pk, reason=" ")
    end_office(actor=administrator, office_id=office.pk, reason="Досить")
    with pytest.raises(Conflict):
        end_office(actor=SYSTEM, office_id=office.pk, reason="Досить")
    with pytest.raises(NotFound):
        end_office(actor=a_coordinator(world), office_id=office.pk, reason="Досить")


def test_an_ended_office_gives_nothing(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    actor = Actor.for_person(office.person_id)
    assert settlement(world, actor=actor).parent == world.territory
    end_office(actor=SYSTEM, office_id=office.pk, reason="Досить")
    with pytest.raises(Forbidden):
        settlement(world, actor=actor, code=f"{world.territory.prefix}002".ljust(19, "0"))
    assert Office.objects.get(pk=office.pk).ends_at is not None


def test_a_data_protection_officer_registers_nothing(world: World) -> None:
    officer = an_office(world, OfficeKind.DATA_PROTECTION_OFFICER)
    with pytest.raises(Forbidden):
        settlement(world, actor=Actor.for_person(officer.person_id))
