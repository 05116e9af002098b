"""Whoever's account is closed sits at no table, unless somebody stands in for them."""

from __future__ import annotations

import pytest

from groups.initiative_groups.services import activate_group, suspend_group
from groups.joining.join_requests import request_seat
from groups.memberships.services import change_role, end_membership
from groups.milestones.selectors import list_milestones_of
from groups.models import OfficeKind, RequestState, Role, SeatState
from groups.selectors import (
    count_members_of,
    list_facilitator_ids,
    list_members_of,
    list_participant_ids,
    list_seat_records_of,
)
from tests.cast import SYSTEM, World
from tests.groups.helpers import (
    an_office,
    colleague,
    kinds_after,
    last_event,
    later,
    nothing_to_rebuild,
    seat,
    stand_in,
)
from tests.groups.initiative_groups.test_api import browser
from tests.groups.mandates.test_notifications import titles, told
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db


def closed(world: World, name: str) -> User:
    return deactivate_person(actor=SYSTEM, person_id=world.people[name].pk, reason="Звільнення")


def at_the_table(world: World) -> set[str]:
    names = {row.pk: name for name, row in world.people.items()}
    return {names[one.membership.mandate.person_id] for one in list_members_of(world.group.pk)}


def test_a_closed_account_is_not_at_the_table_and_comes_back_to_its_seat(world: World) -> None:
    before = count_members_of([world.group.pk])[world.group.pk]
    officer = closed(world, "officer")
    assert "officer" not in at_the_table(world)
    assert officer.pk not in list_participant_ids(world.group.pk)
    figures = count_members_of([world.group.pk])[world.group.pk]
    assert (figures.members, figures.seated.get("police", 0)) == (before.members - 1, 0)
    steps = {one.check: one.reached for one in list_milestones_of(world.group.pk)}
    assert not steps["sectors_present"]
    kept = list_seat_records_of(world.group.pk).get(pk=world.seats["officer"].pk)
    assert kept.state(now(), world.group.time_zone) == SeatState.INACTIVE
    reactivate_person(actor=SYSTEM, person_id=officer.pk)
    assert "officer" in at_the_table(world)
    assert nothing_to_rebuild()


def test_who_stands_in_keeps_the_seat_at_the_table(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    closed(world, "officer")
    assert "officer" in at_the_table(world)
    assert list_participant_ids(world.group.pk, organisation_id=world.organisations["police"].pk) == [
        deputy.pk
    ]
    deactivate_person(actor=SYSTEM, person_id=deputy.pk)
    assert "officer" not in at_the_table(world)


def test_a_group_does_not_become_active_on_a_closed_account(world: World) -> None:
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    closed(world, "officer")
    with pytest.raises(Conflict) as refusal:
        activate_group(actor=SYSTEM, group_id=world.group.pk)
    assert refusal.value.reason == "sectors_missing"


def test_whose_account_is_closed_leads_nobody(world: World) -> None:
    change_role(
        actor=SYSTEM,
        group_id=world.group.pk,
        membership_id=world.seats["secretary"].pk,
        role=Role.FACILITATOR,
    )
    closed(world, "secretary")
    with pytest.raises(Conflict) as refusal:
        end_membership(
            actor=SYSTEM,
            group_id=world.group.pk,
            membership_id=world.seats["facilitator"].pk,
            reason="Досить",
        )
    assert refusal.value.reason == "last_facilitator"
    assert list_facilitator_ids(world.group.pk) == [world.people["facilitator"].pk]


def test_a_closed_account_takes_no_new_seat(world: World) -> None:
    closed(world, "outsider")
    with pytest.raises(Invalid) as refusal:
        seat(world, "outsider")
    assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/mandate", "deactivated")]


def test_a_closed_account_asks_for_no_seat_any_more(world: World) -> None:
    outsider, leader = world.actor("outsider"), browser(world, "facilitator")
    asked = request_seat(
        actor=outsider,
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="директорка",
    )
    path, before = f"groups/{world.group.pk}/join-requests?state=pending", last_event()
    assert [one["id"] for one in leader.get(path)["items"]] == [str(asked.pk)]
    closed(world, "outsider")
    drain_outbox()
    assert leader.get(path)["items"] == []
    assert "groups.join_request_closed" in kinds_after(before)
    reactivate_person(actor=SYSTEM, person_id=world.people["outsider"].pk)
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN, "it does not come back by itself"


def test_the_coordinator_hears_that_nobody_leads_a_group_any_more(world: World) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    left = "Група «Група Тут» лишилася без фасилітатора"
    closed(world, "officer")
    assert left not in titles(coordinator)
    closed(world, "facilitator")
    (words,) = [one for one in told(coordinator) if one.title["uk"] == left]
    assert world.people["facilitator"].name_uk in words.body["uk"]
    assert words.url == f"/groups/{world.group.pk}"
    seat(world, "outsider", Role.FACILITATOR)
    assert left not in titles(coordinator), "somebody leads it again"
