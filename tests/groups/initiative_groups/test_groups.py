"""Founding a group and taking it through its states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from groups.initiative_groups.services import (
    Charter,
    activate_group,
    create_group,
    dissolve_group,
    require_seats,
    suspend_group,
)
from groups.memberships.services import end_membership
from groups.models import (
    GroupState,
    GroupStateChange,
    InitiativeGroup,
    RequiredSeat,
    Role,
    Sector,
    Visibility,
)
from groups.policies import GroupAction, GroupPolicy
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_territory
from tests.groups.helpers import a_coordinator, codenames, kinds_after, last_event, second_mandate
from viche.accounts.models import User
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale

pytestmark = pytest.mark.django_db

CHARTER = Charter(name_uk="Нова група", purpose_uk="Порядок")


def found(world: World, **changes: object) -> InitiativeGroup:
    return create_group(
        actor=SYSTEM,
        territory_id=world.territory.pk,
        charter=replace(CHARTER, **changes),  # type: ignore[arg-type]
    )


def test_a_group_begins_as_a_proposal_that_wants_the_essential_sectors(world: World) -> None:
    before = last_event()
    group = found(world)
    assert group.state == GroupState.PROPOSED
    wanted = dict(RequiredSeat.objects.filter(group=group).values_list("sector", "count"))
    assert wanted == {Sector.POLICE: 1, Sector.LOCAL_GOVERNMENT: 1, Sector.CIVIL_SOCIETY: 1}
    assert kinds_after(before) == ["groups.group_founded"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"quorum": 0}, "/quorum"),
        ({"time_zone": "Europe/Nowhere"}, "/time_zone"),
        ({"required_seats": {Sector.POLICE: 0}}, "/required_seats"),
    ],
)
def test_a_charter_is_checked(world: World, changes: dict[str, object], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found(world, **changes)
    assert refusal.value.errors[0].pointer == pointer


def test_coordinators_found_in_their_territory_alone(world: World, elsewhere: World) -> None:
    coordinator = a_coordinator(world)
    group = create_group(actor=coordinator, territory_id=world.territory.pk, charter=CHARTER)
    assert group.territory == world.territory
    with pytest.raises(Forbidden):
        create_group(actor=coordinator, territory_id=elsewhere.territory.pk, charter=CHARTER)
    for name in ("facilitator", "administrator", "outsider"):
        with pytest.raises(Forbidden):
            create_group(actor=world.actor(name), territory_id=world.territory.pk, charter=CHARTER)


def test_subgroups_stand_one_level_down(world: World) -> None:
    subgroup = create_group(
        actor=SYSTEM, territory_id=world.territory.pk, charter=CHARTER, parent_id=world.group.pk
    )
    assert subgroup.register_id == world.group.pk == world.group.register_id
    with pytest.raises(Invalid) as refusal:
        create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=CHARTER, parent_id=subgroup.pk)
    assert refusal.value.errors[0].code == "too_deep"


def test_a_subgroup_takes_the_word_of_whoever_coordinates_the_group_above(world: World) -> None:
    """Whoever coordinates one place of a wider group, and reads that group, does not found under it."""
    country = world.territory.parent
    assert country is not None
    wide = create_group(actor=SYSTEM, territory_id=country.pk, charter=CHARTER)
    local, place = a_coordinator(world), world.territory.pk
    person = User.objects.get(pk=local.person_id or "")
    a_seat(wide, a_mandate(person, world.organisations["ngo"]), Role.FACILITATOR)
    with pytest.raises(Forbidden):
        create_group(actor=local, territory_id=place, charter=CHARTER, parent_id=wide.pk)
    below = create_group(actor=local, territory_id=place, charter=CHARTER, parent_id=world.group.pk)
    assert below.parent_id == world.group.pk


def test_a_subgroup_works_inside_its_groups_territory(world: World) -> None:
    outside = a_territory("Далеко")
    with pytest.raises(Invalid) as refusal:
        create_group(actor=SYSTEM, territory_id=outside.pk, charter=CHARTER, parent_id=world.group.pk)
    assert refusal.value.errors[0].code == "outside_parent"


def test_another_worlds_group_is_no_parent(world: World, elsewhere: World) -> None:
    with pytest.raises(NotFound):
        create_group(
            actor=a_coordinator(world),
            territory_id=world.territory.pk,
            charter=CHARTER,
            parent_id=elsewhere.group.pk,
        )


@pytest.mark.parametrize(
    ("seated", "code", "missing"),
    [
        ([], "sectors_missing", "Поліція, Самоврядування, Громадськість"),
        (["officer", "councillor"], "sectors_missing", "Громадськість"),
        (["officer", "facilitator"], "sectors_missing", "Самоврядування"),
        (["officer", "councillor", "facilitator"], "facilitator_missing", ""),
    ],
)
def test_a_group_without_the_essential_sectors_does_not_become_active(
    world: World, seated: list[str], code: str, missing: str
) -> None:
    group = found(world)
    for name in seated:
        a_seat(group, world.mandates[name], Role.MEMBER)
    with pytest.raises(Conflict) as refusal:
        activate_group(actor=SYSTEM, group_id=group.pk)
    assert refusal.value.reason == code
    assert missing in str(refusal.value.text)
    assert InitiativeGroup.objects.get(pk=group.pk).state == GroupState.PROPOSED


def test_observers_do_not_complete_the_table(world: World) -> None:
    group = found(world)
    a_seat(group, world.mandates["facilitator"], Role.FACILITATOR)
    a_seat(group, world.mandates["officer"], Role.OBSERVER)
    a_seat(group, world.mandates["councillor"], Role.MEMBER)
    with pytest.raises(Conflict) as refusal:
        activate_group(actor=SYSTEM, group_id=group.pk)
    assert "Поліція" in str(refusal.value.text)


def test_a_suspended_group_is_read_and_no_more(world: World) -> None:
    before = last_event()
    group = suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert (group.state, group.is_working) == (GroupState.SUSPENDED, False)
    assert codenames(world, "facilitator") == codenames(world, "observer") == {"read"}
    assert kinds_after(before) == ["groups.state_changed"]
    activate_group(actor=SYSTEM, group_id=world.group.pk)
    assert codenames(world, "facilitator") == {"read", "speak", "record", "facilitate"}


def test_a_dissolved_group_stays_readable(world: World) -> None:
    dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Завдання виконано")
    assert codenames(world, "officer") == {"read"}
    assert GroupPolicy().can(world.actor("officer"), GroupAction.READ, world.group)
    with pytest.raises(Forbidden):
        activate_group(actor=SYSTEM, group_id=world.group.pk)
    with pytest.raises(Forbidden):
        end_membership(
            actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Пізно"
        )


def test_steps_keep_their_reasons(world: World) -> None:
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    with pytest.raises(Invalid):
        dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="  ")
    step = GroupStateChange.objects.filter(group=world.group).latest("at")
    assert (step.before, step.after, step.reason) == ("active", "suspended", "Перерва")
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        GroupStateChange.objects.filter(pk=step.pk).update(reason="Інше")
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        GroupStateChange.objects.filter(pk=step.pk).delete()


def test_a_group_goes_after_its_subgroups(world: World) -> None:
    subgroup = create_group(
        actor=SYSTEM, territory_id=world.territory.pk, charter=CHARTER, parent_id=world.group.pk
    )
    with pytest.raises(Conflict) as refusal:
        dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Кінець")
    assert refusal.value.reason == "subgroups_remain"
    dissolve_group(actor=SYSTEM, group_id=subgroup.pk, reason="Кінець")
    dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Кінець")
    with pytest.raises(Invalid):
        create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=CHARTER, parent_id=world.group.pk)


def test_a_step_needs_the_version_that_was_read(world: World) -> None:
    version = world.group.version
    group = require_seats(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        seats={Sector.BUSINESS: 2},
        expected_version=version,
    )
    assert group.version == version + 1
    with pytest.raises(Stale):
        suspend_group(actor=SYSTEM, group_id=group.pk, reason="Перерва", expected_version=version)
    assert RequiredSeat.objects.get(group=group).count == 2


def test_a_facilitator_neither_activates_nor_dissolves(world: World) -> None:
    for step in (suspend_group, dissolve_group):
        with pytest.raises(Forbidden):
            step(actor=world.actor("facilitator"), group_id=world.group.pk, reason="Так")


def test_the_database_knows_the_states(world: World) -> None:
    for change in ({"state": "gone"}, {"visibility": "secret"}, {"quorum": 0}, {"parent": world.group.pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InitiativeGroup.objects.filter(pk=world.group.pk).update(**change)


def test_seats_of_a_second_mandate_do_not_count_twice(world: World) -> None:
    group = found(world, visibility=Visibility.HIDDEN)
    extra = second_mandate(world, "officer", "council")
    for mandate in (world.mandates["officer"], extra):
        a_seat(group, mandate, Role.MEMBER)
    with pytest.raises(Conflict) as refusal:
        activate_group(actor=SYSTEM, group_id=group.pk)
    assert str(refusal.value.text).count("Громадськість") == 1
