"""What an organisation is, and who administers it, is said by who coordinates everywhere where it works."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from groups.mandates.succession import transfer_mandate
from groups.models import Office, OfficeKind, Organisation, Sector
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import end_administrator, name_administrator
from groups.organisations.services import (
    edit_organisation,
    register_organisation,
    revoke_verification,
    verify_organisation,
)
from groups.policies import OrganisationAction, OrganisationPolicy, list_record_readers
from tests.cast import SYSTEM, World, a_territory, an_organisation, person, the_country
from tests.groups.helpers import a_coordinator
from tests.groups.initiative_groups.test_api import queries_of
from tests.groups.organisations.test_organisations import administrator, coordinator_of
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db
A = OrganisationAction
UNITS = {A.SET_ADMINISTRATORS, A.SET_PARENT}
WHOLE = {A.EDIT, A.VERIFY, *UNITS}
# Of one that is not verified.
OPEN = set(A) - {A.WITHDRAW_MARK}


@pytest.fixture
def police(world: World, elsewhere: World) -> Organisation:
    """The police, who work in both hromadas."""
    return edit_organisation(
        actor=SYSTEM,
        organisation_id=world.organisations["police"].pk,
        changes={"territory_ids": [world.territory.pk, elsewhere.territory.pk]},
    )


@pytest.fixture
def country() -> Actor:
    """Who coordinates everywhere."""
    office = give_office(
        actor=SYSTEM,
        person_id=person("everywhere").pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=the_country().pk,
        document="Розпорядження № 2",
    )
    return Actor.for_person(office.person_id)


def open_to(actor: Actor, organisation: Organisation) -> set[str]:
    policy = OrganisationPolicy()
    (listed,) = policy.allowed_in(actor, [organisation])
    assert listed == policy.allowed(actor, organisation)
    return {one for one in A if policy.can(actor, one, organisation)}


def a_unit(above: Organisation, place: World) -> Organisation:
    unit = an_organisation("патруль", Sector.POLICE, place.territory)
    return edit_organisation(actor=SYSTEM, organisation_id=unit.pk, changes={"parent_id": above.pk})


def naming(actor: Actor, organisation: Organisation) -> Any:
    return name_administrator(
        actor=actor, organisation_id=organisation.pk, person_id=person("appointer").pk, document="Лист № 1"
    )


def test_who_coordinates_one_of_two_hromadas_neither_edits_nor_names_administrators(
    world: World, elsewhere: World, police: Organisation, country: Actor
) -> None:
    row = police.administrators.get(person=administrator(police))
    for coordinator in (a_coordinator(world), a_coordinator(elsewhere)):
        assert open_to(coordinator, police) == OPEN - WHOLE
        steps = (
            partial(naming, coordinator, police),
            partial(
                end_administrator,
                actor=coordinator,
                organisation_id=police.pk,
                administrator_id=row.pk,
                reason="Так",
            ),
            partial(
                edit_organisation, actor=coordinator, organisation_id=police.pk, changes={"name_uk": "Моя"}
            ),
        )
        for step in steps:
            with pytest.raises(Forbidden):
                step()
    assert open_to(country, police) == OPEN
    assert open_to(a_coordinator(world), world.organisations["school"]) == OPEN, "the school works here alone"


def test_the_mark_is_neither_given_nor_taken_from_another_by_who_coordinates_a_part(
    world: World, elsewhere: World, country: Actor
) -> None:
    here, there = a_coordinator(world), a_coordinator(elsewhere)
    administers = Actor.for_person(person("admin", is_administrator=True).pk)
    police = world.organisations["police"]
    verify_organisation(actor=here, organisation_id=police.pk, document="Витяг № 5")
    both = [world.territory.pk, elsewhere.territory.pk]
    police = edit_organisation(actor=SYSTEM, organisation_id=police.pk, changes={"territory_ids": both})
    with pytest.raises(Forbidden):
        revoke_verification(actor=there, organisation_id=police.pk, reason="Так")
    for actor in (here, country, administers):
        assert A.WITHDRAW_MARK in open_to(actor, police)
    own = Office.objects.get(person=here.person_id, kind=OfficeKind.COORDINATOR)
    end_office(actor=SYSTEM, office_id=own.pk, reason="Інша робота")
    assert A.WITHDRAW_MARK not in open_to(here, police), "it was theirs as coordinator"
    revoke_verification(actor=administers, organisation_id=police.pk, reason="Документ скасовано")
    police.refresh_from_db()
    for actor in (there, here):
        assert A.VERIFY not in open_to(actor, police)
        with pytest.raises(Forbidden):
            verify_organisation(actor=actor, organisation_id=police.pk, document="Витяг № 6")
    assert A.VERIFY in open_to(country, police)
    assert open_to(administers, police) == {A.READ, A.VERIFY}


def test_who_coordinates_a_part_of_the_country_gives_no_mark_of_all_of_it(
    world: World, country: Actor
) -> None:
    union = edit_organisation(
        actor=SYSTEM, organisation_id=world.organisations["ngo"].pk, changes={"territory_ids": []}
    )
    assert A.VERIFY not in open_to(a_coordinator(world), union)
    assert A.VERIFY in open_to(country, union)


def test_nobody_comes_to_a_table_of_another_hromada_over_an_organisation_they_share(
    world: World, elsewhere: World, police: Organisation
) -> None:
    """By naming themselves, or by a unit, or from above."""
    coordinator, theirs = a_coordinator(elsewhere), elsewhere.organisations["police"]
    naming(coordinator, theirs)
    with pytest.raises(Forbidden):
        naming(coordinator, police)
    with pytest.raises(Forbidden):
        edit_organisation(actor=coordinator, organisation_id=police.pk, changes={"parent_id": theirs.pk})
    with pytest.raises(Forbidden):
        transfer_mandate(
            actor=coordinator,
            mandate_id=world.mandates["officer"].pk,
            person_id=coordinator.person_id,
            document="Наказ № 9",
            reason="Так",
        )


def test_whoever_is_named_administers_the_units_so_these_count_too(
    world: World, elsewhere: World, country: Actor
) -> None:
    coordinator, above = a_coordinator(elsewhere), elsewhere.organisations["police"]
    assert open_to(coordinator, above) == OPEN
    unit = a_unit(above, world)
    below = a_unit(unit, elsewhere)
    assert open_to(coordinator, above) == OPEN - UNITS
    assert open_to(coordinator, unit) == {A.READ}
    assert open_to(coordinator, below) == OPEN
    assert open_to(country, above) == OPEN
    with pytest.raises(Forbidden):
        naming(coordinator, above)
    another = elsewhere.organisations["council"]
    naming(coordinator, another)
    with pytest.raises(Forbidden):
        edit_organisation(actor=coordinator, organisation_id=above.pk, changes={"parent_id": another.pk})
    edit_organisation(actor=coordinator, organisation_id=above.pk, changes={"name_uk": "Управління"})
    edit_organisation(actor=coordinator, organisation_id=below.pk, changes={"parent_id": another.pk})


def test_a_unit_of_the_whole_country_is_for_who_coordinates_it(world: World, country: Actor) -> None:
    coordinator, council = a_coordinator(world), world.organisations["council"]
    register_organisation(
        actor=SYSTEM,
        name_uk="Спілка",
        short_name_uk="Спілка",
        on_behalf_uk="спілки",
        sector=Sector.OTHER,
        territory_ids=[],
        parent_id=council.pk,
    )
    assert open_to(coordinator, council) == OPEN - UNITS
    assert open_to(country, council) == OPEN


def test_a_coordinator_hangs_what_is_theirs_under_any_organisation(world: World, elsewhere: World) -> None:
    """It gains an administrator above it; the one above gives nothing away."""
    coordinator, ministry = a_coordinator(world), elsewhere.organisations["police"]
    police = world.organisations["police"]
    edit_organisation(actor=coordinator, organisation_id=police.pk, changes={"parent_id": ministry.pk})
    assert open_to(coordinator, ministry) == {A.READ}
    assert open_to(coordinator, police) == OPEN
    own = administrator(ministry)
    assert A.APPOINT in open_to(Actor.for_person(own.pk), police)


def test_a_list_with_units_takes_the_same_queries_however_many_there_are(world: World) -> None:
    reader = coordinator_of(world)
    before = queries_of(reader, "organisations")
    for number in range(3):
        unit = an_organisation(f"ще {number}", Sector.OTHER, a_territory("Далека громада"))
        edit_organisation(
            actor=SYSTEM, organisation_id=unit.pk, changes={"parent_id": world.organisations["police"].pk}
        )
    assert queries_of(reader, "organisations") == before


def test_of_several_those_are_open_that_one_coordinates(world: World, elsewhere: World) -> None:
    ids = [world.organisations["school"].pk, elsewhere.organisations["school"].pk]
    open_in = OrganisationPolicy().filter_open
    assert open_in(a_coordinator(world), A.SET_ADMINISTRATORS, ids) == {ids[0]}
    assert open_in(world.actor("facilitator"), A.SET_ADMINISTRATORS, ids) == set()


def test_the_record_is_seen_by_its_administrators_those_above_and_who_coordinates(
    world: World, elsewhere: World
) -> None:
    council, school = world.organisations["council"], world.organisations["school"]
    Organisation.objects.filter(pk=school.pk).update(parent=council)
    above, own = administrator(council), administrator(school)
    administrator(world.organisations["police"])
    here = a_coordinator(world)
    a_coordinator(elsewhere)
    school.refresh_from_db()
    assert list_record_readers(school) == {above.pk, own.pk, here.person_id}
    # Were there a circle, it would still end.
    Organisation.objects.filter(pk=council.pk).update(parent=school)
    assert list_record_readers(school) == {above.pk, own.pk, here.person_id}
