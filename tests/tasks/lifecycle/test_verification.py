"""Verification is another organisation's: not a part of the owner's, and nobody's who worked on the item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.mandates.services import end_mandate
from groups.models import SPEAKING_ROLES, Organisation, Role, Sector
from groups.policies import list_hierarchy_of
from groups.selectors import list_participant_ids
from tasks.items.access import ActorItemAccess
from tasks.lifecycle.notification_recipients import list_verifiers
from tasks.models import ActionItem
from tests.cast import SYSTEM, World, a_mandate, a_seat, an_organisation, person
from tests.groups.helpers import colleague, later, stand_in
from tests.tasks.external_assignees.helpers import waits
from tests.tasks.helpers import PATHS, an_item, an_item_in, edit, fresh, move, prove
from tests.tasks.lifecycle.test_create import fault
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid


def seated(world: World, name: str, *, parent: Organisation | None = None) -> Organisation:
    """An organisation for which somebody of that name speaks in the group."""
    made = an_organisation(name, Sector.LOCAL_GOVERNMENT, world.territory)
    Organisation.objects.filter(pk=made.pk).update(parent=parent)
    world.people[name] = person(name)
    a_seat(world.group, a_mandate(world.people[name], made), Role.MEMBER)
    return made


def may_verify(world: World, name: str, item: ActionItem) -> bool:
    """As a list says, and as the step does."""
    listed = waits(world, name, item)
    try:
        move(world, item, "verified", name)
    except Forbidden:
        assert not listed
        return False
    assert listed
    return True


@pytest.mark.parametrize("levels", [1, 2])
def test_a_unit_of_the_owner_never_verifies(world: World, levels: int) -> None:
    council = world.organisations["council"]
    unit = seated(world, "unit", parent=council)
    if levels == 2:
        seated(world, "subunit", parent=unit)
    item = an_item_in(world, "done")
    assert not may_verify(world, "subunit" if levels == 2 else "unit", item)
    assert may_verify(world, "officer", item)


def test_what_the_owner_is_a_unit_of_never_verifies(world: World) -> None:
    department = seated(world, "department")
    Organisation.objects.filter(pk=world.organisations["council"].pk).update(parent=department)
    assert not may_verify(world, "department", an_item_in(world, "done"))


def test_another_unit_of_the_same_whole_verifies(world: World) -> None:
    """Two schools of one department are two organisations."""
    department = an_organisation("департамент", Sector.EDUCATION, world.territory)
    Organisation.objects.filter(pk=world.organisations["council"].pk).update(parent=department)
    seated(world, "gymnasium", parent=department)
    assert may_verify(world, "gymnasium", an_item_in(world, "done"))


def test_a_line_goes_up_and_down_and_never_sideways(world: World) -> None:
    whole, one, other = (
        an_organisation(name, Sector.POLICE, world.territory) for name in ("управління", "відділ", "сектор")
    )
    below = an_organisation("пост", Sector.POLICE, world.territory)
    Organisation.objects.filter(pk__in=[one.pk, other.pk]).update(parent=whole)
    Organisation.objects.filter(pk=below.pk).update(parent=one)
    assert list_hierarchy_of([one.pk]) == {whole.pk, one.pk, below.pk}
    assert list_hierarchy_of([below.pk, other.pk]) == {whole.pk, one.pk, other.pk, below.pk}
    assert list_hierarchy_of([]) == frozenset()


@pytest.mark.parametrize("step", ["accepted", "in_progress", "done", "evidence"])
def test_who_worked_on_it_never_verifies_whomever_they_speak_for_later(world: World, step: str) -> None:
    """A colleague of the councillor goes over to the police; somebody else there verifies it."""
    world.people["colleague"] = person("colleague")
    of_council = a_mandate(world.people["colleague"], world.organisations["council"])
    a_seat(world.group, of_council, Role.MEMBER)
    item = an_item(world)
    for to in ("accepted", "in_progress", "done"):
        if to == "done":
            prove(world, item, "colleague" if step == "evidence" else "councillor")
            prove(world, item, "councillor")
        move(world, item, to, "colleague" if to == step else "councillor")
    end_mandate(actor=SYSTEM, mandate_id=of_council.pk, reason="Перейшла до поліції")
    a_seat(world.group, a_mandate(world.people["colleague"], world.organisations["police"]), Role.MEMBER)
    assert fresh(item).last_evidence_by_id == world.people["councillor"].pk
    assert not may_verify(world, "colleague", item)
    assert may_verify(world, "officer", item)


def test_who_only_declined_or_brought_proof_for_another_may_verify(world: World) -> None:
    item = an_item(world)
    for to in ("accepted", "in_progress"):
        move(world, item, to)
    prove(world, item, "officer")
    prove(world, item)
    move(world, item, "done")
    assert may_verify(world, "officer", item)


@pytest.mark.parametrize("whole", ["council", "department"])
def test_no_part_of_the_owner_is_named_to_verify(world: World, whole: str) -> None:
    """Nor what the owner is a part of: nobody could verify it then."""
    council = world.organisations["council"]
    named = seated(world, "unit" if whole == "council" else "department")
    below, above = (named, council) if whole == "council" else (council, named)
    item = an_item(world)
    edit(world, item, verifier_organisation_id=named.pk)
    Organisation.objects.filter(pk=below.pk).update(parent=above)
    acts: list[Callable[[], ActionItem]] = [
        lambda: an_item(world, verifier_organisation_id=named.pk),
        lambda: edit(world, an_item(world), verifier_organisation_id=named.pk),
    ]
    for act in acts:
        with pytest.raises(Invalid) as refused:
            act()
        assert fault(refused) == ("/verifier_organisation", "part_of_owner")
    # What was chosen before they belonged together does not stand in the way of something else.
    assert edit(world, item, tags=["двір"]).tags == ["двір"]


def test_an_item_that_goes_over_to_a_part_of_its_verifier_is_verified_by_anybody(world: World) -> None:
    police, unit = world.organisations["police"], seated(world, "unit", parent=None)
    Organisation.objects.filter(pk=unit.pk).update(parent=police)
    item = an_item(world, verifier_organisation_id=police.pk)
    assert edit(world, item, owner_organisation_id=unit.pk).verifier_organisation_id is None


def test_what_comes_again_names_nobody_who_depends_on_its_owner_by_then(world: World) -> None:
    police = world.organisations["police"]
    item = an_item_in(world, "verified", recurrence="FREQ=WEEKLY", verifier_organisation_id=police.pk)
    Organisation.objects.filter(pk=police.pk).update(parent=world.organisations["council"])
    move(world, item, "closed", "secretary")
    assert ActionItem.objects.get(previous=item).verifier_organisation_id is None


def test_the_same_again_changes_nothing_of_who_verifies(world: World) -> None:
    council, police = world.organisations["council"], world.organisations["police"]
    item = an_item_in(world, "done", verifier_organisation_id=police.pk)
    Organisation.objects.filter(pk=police.pk).update(parent=council)
    sames: list[dict[str, Any]] = [{"owner_organisation_id": council.pk}, {"coowners": []}]
    for same in sames:
        assert edit(world, item, **same).verifier_organisation_id == police.pk


def test_those_who_are_told_to_verify_are_found_together_as_each_alone(world: World) -> None:
    school, police = world.organisations["school"].pk, world.organisations["police"].pk
    seated(world, "unit", parent=world.organisations["council"])
    stand_in(world, "officer", colleague(world, "police"), later(hours=-1), later(hours=1))
    items = [an_item_in(world, state) for state in PATHS]
    items += [an_item(world, coowners=[school]), an_item(world, verifier_organisation_id=police)]
    for item in map(fresh, items):
        people = list_participant_ids(
            world.group.pk, organisation_id=item.verifier_organisation_id, roles=SPEAKING_ROLES
        )
        stances = {pk: ActorItemAccess.of(Actor.for_person(pk)) for pk in people}
        each = [pk for pk in people if stances[pk].seats_for_verifier(item)]
        assert [one.person_id for one in list_verifiers(item)] == each
        assert each
        assert world.people["councillor"].pk not in each
        assert world.people["unit"].pk not in each


def test_they_are_found_in_as_many_queries_however_many_they_are(world: World) -> None:
    item = fresh(an_item_in(world, "done"))

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = list_verifiers(item)
        return len(queries), len(found)

    few, before = asked()
    for number in range(5):
        seated(world, f"another{number}")
    assert asked() == (few, before + 5)
    assert few <= 6
