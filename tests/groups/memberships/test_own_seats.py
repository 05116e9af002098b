"""Nobody who coordinates comes to a table that somebody leads by their own word alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from groups.joining.join_requests import admit_request, request_seat
from groups.mandates.deputies import appoint_deputy, set_usual_deputy
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import Mandate, Membership, OfficeKind, Organisation, Role
from groups.offices.services import give_office
from groups.policies import JoinRequestPolicy
from tests.cast import SYSTEM, World, a_mandate, person
from tests.groups.helpers import a_coordinator, an_office, at, later, seat, stand_in
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden

pytestmark = pytest.mark.django_db


def a_seated_coordinator(world: World) -> tuple[Actor, Mandate]:
    """A coordinator who also represents an organisation, without a seat."""
    actor = a_coordinator(world)
    return actor, a_mandate(User.objects.get(pk=str(actor.person_id)), world.organisations["police"])


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.OBSERVER])
def test_a_coordinator_comes_to_a_table_by_the_word_of_who_leads_it(world: World, role: Role) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    with pytest.raises(Conflict) as refusal:
        start_membership(actor=coordinator, group_id=world.group.pk, mandate_id=mandate.pk, role=role)
    assert refusal.value.reason == "own_seat"
    own = start_membership(
        actor=world.actor("facilitator"), group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER
    )
    with pytest.raises(Conflict) as refusal:
        change_role(actor=coordinator, group_id=world.group.pk, membership_id=own.pk, role=Role.FACILITATOR)
    assert refusal.value.reason == "own_seat"


@pytest.mark.parametrize("begins", [0, 7])
def test_a_coordinator_gives_no_seat_in_which_they_stand_in(world: World, begins: int) -> None:
    """Also where that time is yet to come: they would sit there then."""
    coordinator, mandate = a_seated_coordinator(world)
    deputy = User.objects.get(pk=mandate.person_id)
    a_mandate(deputy, world.organisations["market"])
    for name in ("officer", "outsider"):
        stand_in(world, name, deputy, later(days=begins), later(days=begins + 7))
    given: dict[str, Any] = {"actor": coordinator, "group_id": world.group.pk, "role": Role.FACILITATOR}
    for step in (
        partial(change_role, membership_id=world.seats["officer"].pk, **given),
        partial(start_membership, mandate_id=world.mandates["outsider"].pk, **given),
    ):
        with pytest.raises(Conflict) as refusal:
            step()
        assert refusal.value.reason == "own_seat"


def test_a_coordinator_gives_seats_to_others_and_where_their_time_is_over(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    start = now()
    stand_in(world, "officer", User.objects.get(pk=mandate.person_id), start, later(days=1))
    given: dict[str, Any] = {"actor": coordinator, "group_id": world.group.pk, "role": Role.SECRETARY}
    assert change_role(membership_id=world.seats["teacher"].pk, **given).role == Role.SECRETARY
    with at(start + timedelta(days=2)):
        assert change_role(membership_id=world.seats["officer"].pk, **given).role == Role.SECRETARY


def test_a_coordinator_does_not_answer_their_own_request(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    request = request_seat(
        actor=coordinator,
        group_id=world.group.pk,
        organisation_id=mandate.organisation_id,
        position_uk="Посада",
    )
    assert JoinRequestPolicy().allowed_in(coordinator, [request]) == [["read", "withdraw"]]
    with pytest.raises(Forbidden):
        admit_request(actor=coordinator, request_id=request.pk)
    assert admit_request(actor=world.actor("facilitator"), request_id=request.pk).membership is not None


def test_a_coordinator_neither_deputises_nor_succeeds_by_their_own_word(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    steps = (
        lambda: appoint_deputy(
            actor=coordinator,
            mandate_id=world.mandates["officer"].pk,
            deputy_id=mandate.person_id,
            starts_at=now(),
            ends_at=now() + timedelta(days=1),
        ),
        lambda: transfer_mandate(
            actor=coordinator,
            mandate_id=world.mandates["officer"].pk,
            person_id=mandate.person_id,
            document="Наказ",
            reason="Так",
        ),
    )
    for step in steps:
        with pytest.raises(Conflict) as refusal:
            step()
        assert refusal.value.reason == "own_seat"


def test_a_coordinator_begins_a_table_that_nobody_leads(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    Membership.objects.filter(group=world.group).update(role=Role.MEMBER)
    seat = start_membership(
        actor=coordinator, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.FACILITATOR
    )
    assert seat.role == Role.FACILITATOR


# ---- the week after a facilitator was unseated ------------------------------------------------------------


def pass_on_lead(world: World, coordinator: Actor) -> Actor:
    """A coordinator passes the facilitator's post on to an account of their own; return its actor."""
    puppet = person("puppet")
    transfer_mandate(
        actor=coordinator,
        mandate_id=world.mandates["facilitator"].pk,
        person_id=puppet.pk,
        document="Наказ",
        reason="Ротація",
    )
    return Actor.for_person(puppet.pk)


def replace_lead(world: World, coordinator: Actor) -> Actor:
    """A coordinator gives the lead to the member `teacher` and demotes who led; return the new leader."""
    given: dict[str, Any] = {"actor": coordinator, "group_id": world.group.pk}
    for name, role in (("teacher", Role.FACILITATOR), ("facilitator", Role.OBSERVER)):
        change_role(membership_id=world.seats[name].pk, role=role, **given)
    return world.actor("teacher")


@pytest.mark.parametrize("replace", [pass_on_lead, replace_lead])
def test_who_took_the_lead_from_somebody_gets_no_seat_from_the_new_leader_for_a_week(
    world: World, replace: Callable[[World, Actor], Actor]
) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    leader = replace(world, coordinator)
    give: dict[str, Any] = {"actor": leader, "group_id": world.group.pk, "role": Role.MEMBER}
    with pytest.raises(Conflict) as refusal:
        start_membership(mandate_id=mandate.pk, **give)
    assert refusal.value.reason == "own_seat"
    with at(later(days=8)):
        start_membership(mandate_id=mandate.pk, **give)


def test_a_lead_passed_on_to_an_account_that_leaves_is_no_way_to_the_table(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    leader = pass_on_lead(world, coordinator)
    own = Membership.objects.get(mandate__person=leader.person_id)
    end_membership(actor=leader, group_id=world.group.pk, membership_id=own.pk, reason="Досить")
    with pytest.raises(Conflict) as refusal:
        start_membership(actor=coordinator, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER)
    assert refusal.value.reason == "own_seat"


def test_a_facilitator_who_coordinates_and_left_their_own_post_is_seated_at_once(world: World) -> None:
    give_office(
        actor=SYSTEM,
        person_id=world.people["facilitator"].pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження",
    )
    seat(world, "outsider", Role.FACILITATOR)
    given: dict[str, Any] = {"group_id": world.group.pk}
    end_membership(
        actor=world.actor("facilitator"),
        membership_id=world.seats["facilitator"].pk,
        reason="Відпустка",
        **given,
    )
    start_membership(
        actor=world.actor("outsider"),
        mandate_id=world.mandates["facilitator"].pk,
        role=Role.MEMBER,
        **given,
    )


# ---- a facilitator whom the coordinator made ---------------------------------------------------------------


def seat_leader(world: World, coordinator: Actor) -> Actor:
    start_membership(
        actor=coordinator,
        group_id=world.group.pk,
        mandate_id=world.mandates["outsider"].pk,
        role=Role.FACILITATOR,
    )
    return world.actor("outsider")


def promote_leader(world: World, coordinator: Actor) -> Actor:
    change_role(
        actor=coordinator,
        group_id=world.group.pk,
        membership_id=world.seats["teacher"].pk,
        role=Role.FACILITATOR,
    )
    return world.actor("teacher")


def deputise_leader(world: World, actor: Actor, name: str = "facilitator") -> Actor:
    puppet = person("puppet")
    a_mandate(puppet, Organisation.objects.get(pk=world.mandates[name].organisation_id))
    appoint_deputy(
        actor=actor,
        mandate_id=world.mandates[name].pk,
        deputy_id=puppet.pk,
        starts_at=now(),
        ends_at=later(days=30),
    )
    return Actor.for_person(puppet.pk)


def promote_leader_through_another(world: World, coordinator: Actor) -> Actor:
    return promote_leader(world, seat_leader(world, coordinator))


def deputise_leader_through_another(world: World, coordinator: Actor) -> Actor:
    return deputise_leader(world, seat_leader(world, coordinator), "outsider")


@pytest.mark.parametrize(
    "make",
    [
        seat_leader,
        promote_leader,
        deputise_leader,
        promote_leader_through_another,
        deputise_leader_through_another,
    ],
)
def test_a_facilitator_whom_the_coordinator_made_seats_them_only_after_a_week(
    world: World, make: Callable[[World, Actor], Actor]
) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    give: dict[str, Any] = {"group_id": world.group.pk, "mandate_id": mandate.pk, "role": Role.MEMBER}
    leader = make(world, coordinator)
    with pytest.raises(Conflict) as refusal:
        start_membership(actor=leader, **give)
    assert refusal.value.reason == "own_seat"
    with at(later(days=8)):
        start_membership(actor=leader, **give)


def test_another_facilitator_than_the_one_whom_the_coordinator_made_seats_them_at_once(world: World) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    promote_leader(world, coordinator)
    start_membership(
        actor=world.actor("facilitator"), group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER
    )


def test_a_facilitator_whom_another_made_before_the_coordinator_gave_them_a_post_seats_at_once(
    world: World,
) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    earlier = promote_leader(world, world.actor("facilitator"))
    set_usual_deputy(
        actor=coordinator,
        mandate_id=world.mandates["teacher"].pk,
        person_id=world.people["facilitator"].pk,
    )
    give: dict[str, Any] = {"group_id": world.group.pk, "mandate_id": mandate.pk, "role": Role.MEMBER}
    with pytest.raises(Conflict):
        start_membership(actor=world.actor("facilitator"), **give)
    start_membership(actor=earlier, **give)


def test_another_coordinator_gives_no_coordinator_the_lead_of_a_led_group(world: World) -> None:
    _coordinator, mandate = a_seated_coordinator(world)
    colleague = Actor.for_person(an_office(world, OfficeKind.COORDINATOR).person_id)
    given: dict[str, Any] = {"actor": colleague, "group_id": world.group.pk}
    with pytest.raises(Conflict) as refusal:
        start_membership(mandate_id=mandate.pk, role=Role.FACILITATOR, **given)
    assert refusal.value.reason == "own_seat"
    own = start_membership(mandate_id=mandate.pk, role=Role.MEMBER, **given)
    with pytest.raises(Conflict) as refusal:
        change_role(membership_id=own.pk, role=Role.FACILITATOR, **given)
    assert refusal.value.reason == "own_seat"


def test_another_coordinator_passes_no_lead_on_to_a_coordinator(world: World) -> None:
    _coordinator, mandate = a_seated_coordinator(world)
    with pytest.raises(Conflict) as refusal:
        transfer_mandate(
            actor=Actor.for_person(an_office(world, OfficeKind.COORDINATOR).person_id),
            mandate_id=world.mandates["facilitator"].pk,
            person_id=mandate.person_id,
            document="Наказ",
            reason="Ротація",
        )
    assert refusal.value.reason == "own_seat"
