"""Seats: who gets one, how it changes, and that somebody always leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from groups.mandates.services import resume_mandate, suspend_mandate
from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import Membership, OfficeKind, Role
from groups.selectors import list_facilitator_ids
from tests.cast import SYSTEM, World, a_mandate, person
from tests.groups.helpers import (
    a_coordinator,
    an_office,
    codenames,
    kinds_after,
    last_access_change,
    last_event,
    later,
    seat,
    second_mandate,
    told_since,
)
from tests.groups.initiative_groups.test_api import browser
from tests.groups.mandates.test_notifications import titles
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale

pytestmark = pytest.mark.django_db


def end(world: World, name: str, by: str = "facilitator") -> Membership:
    return end_membership(
        actor=world.actor(by) if by else SYSTEM,
        group_id=world.group.pk,
        membership_id=world.seats[name].pk,
        reason="Досить",
    )


def change(world: World, name: str, role: Role, by: str = "facilitator") -> Membership:
    return change_role(
        actor=world.actor(by), group_id=world.group.pk, membership_id=world.seats[name].pk, role=role
    )


@pytest.mark.parametrize(
    ("role", "held"),
    [
        (Role.OBSERVER, {"read"}),
        (Role.MEMBER, {"read", "speak"}),
        (Role.SECRETARY, {"read", "speak", "record"}),
        (Role.FACILITATOR, {"read", "speak", "record", "facilitate"}),
    ],
)
def test_a_seat_gives_what_its_role_permits(world: World, role: Role, held: set[str]) -> None:
    before, access = last_event(), last_access_change()
    seat(world, "outsider", role)
    assert codenames(world, "outsider") == held
    assert kinds_after(before) == ["groups.membership_started"]
    assert told_since(access) == {world.people["outsider"].pk: {"membership_started"}}


def test_ending_a_seat_ends_what_it_gave_in_the_same_second(world: World) -> None:
    before, access = last_event(), last_access_change()
    ended = end(world, "officer")
    assert ended.until is not None
    assert ended.until <= now()
    assert codenames(world, "officer") == set()
    assert kinds_after(before) == ["groups.membership_ended"]
    assert told_since(access) == {world.people["officer"].pk: {"membership_ended"}}


def test_a_seat_ends_once_and_for_a_reason(world: World) -> None:
    with pytest.raises(Invalid):
        end_membership(
            actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason=" "
        )
    end(world, "officer")
    with pytest.raises(Conflict) as refusal:
        end(world, "officer")
    assert refusal.value.reason == "already_ended"
    assert Membership.objects.get(pk=world.seats["officer"].pk).end_reason == "Досить"


def test_a_past_seat_is_never_deleted(world: World) -> None:
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        Membership.objects.filter(pk=world.seats["former"].pk).delete()


def test_a_role_changes_what_is_held(world: World) -> None:
    before, access = last_event(), last_access_change()
    changed = change(world, "officer", Role.OBSERVER)
    assert codenames(world, "officer") == {"read"}
    assert changed.version == world.seats["officer"].version + 1
    assert kinds_after(before) == ["groups.role_changed"]
    assert set(told_since(access)) == {world.people["officer"].pk}


def test_a_mandate_that_rests_takes_no_seat_until_it_is_resumed(world: World) -> None:
    mandate_id = world.mandates["outsider"].pk
    suspend_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Службова перевірка")
    with pytest.raises(Conflict) as refusal:
        seat(world, "outsider")
    assert refusal.value.reason == "mandate_rests"
    resume_mandate(actor=SYSTEM, mandate_id=mandate_id)
    seat(world, "outsider")
    assert codenames(world, "outsider") == {"read", "speak"}


def test_the_same_role_is_no_change(world: World) -> None:
    before = last_event()
    assert change(world, "officer", Role.MEMBER).version == world.seats["officer"].version
    assert kinds_after(before) == []


def test_a_role_needs_the_version_that_was_read(world: World) -> None:
    change(world, "officer", Role.OBSERVER)
    with pytest.raises(Stale):
        change_role(
            actor=SYSTEM,
            group_id=world.group.pk,
            membership_id=world.seats["officer"].pk,
            role=Role.SECRETARY,
            expected_version=world.seats["officer"].version,
        )


def test_somebody_always_leads(world: World) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: end(world, "facilitator", by=""),
        lambda: change(world, "facilitator", Role.MEMBER),
    )
    for step in steps:
        with pytest.raises(Conflict) as refusal:
            step()
        assert refusal.value.reason == "last_facilitator"
    change(world, "secretary", Role.FACILITATOR)
    end(world, "facilitator")
    assert list_facilitator_ids(world.group.pk) == [world.people["secretary"].pk]


def test_nobody_is_kept_at_the_table_who_leads_it_alone(world: World) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    end(world, "facilitator", by="facilitator")
    assert codenames(world, "facilitator") == set()
    assert list_facilitator_ids(world.group.pk) == []
    assert "Група «Група Тут» лишилася без фасилітатора" in titles(coordinator)


def test_a_facilitator_to_come_does_not_count(world: World) -> None:
    seat(world, "outsider", Role.FACILITATOR, since=later(days=1))
    with pytest.raises(Conflict):
        end(world, "facilitator", by="")


def test_a_mandate_sits_once_at_a_time(world: World) -> None:
    with pytest.raises(Conflict) as refusal:
        seat(world, "officer", Role.SECRETARY)
    assert refusal.value.reason == "already_seated"
    end(world, "officer")
    assert seat(world, "officer", Role.SECRETARY).role == Role.SECRETARY
    with pytest.raises(Conflict):
        seat(world, "officer", since=later(days=3))


def test_the_database_refuses_two_seats_at_a_time(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            group=world.group, mandate=world.mandates["officer"], role=Role.MEMBER, since=later(days=9)
        )


def test_seats_follow_each_other(world: World) -> None:
    first = seat(world, "outsider", until=later(days=1))
    second = seat(world, "outsider", Role.OBSERVER, since=later(days=1, seconds=1))
    assert first.pk != second.pk


def test_nobody_is_seated_for_the_past(world: World) -> None:
    page, path = browser(world, "facilitator"), f"groups/{world.group.pk}/members"
    body = {"mandate": str(world.mandates["outsider"].pk), "role": "member"}
    status, problem = page.ask("POST", path, {**body, "since": "2001-01-01T00:00:00Z"})
    assert (status, problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == (422, "/since", "past")
    before = now()
    status, seated = page.ask("POST", path, {**body, "since": later(hours=-1).isoformat()})
    assert status == 201, "clocks differ, and days begin elsewhere at another hour"
    assert datetime.fromisoformat(seated["since"]) >= before, "they saw nothing before that"


@pytest.mark.parametrize(("since", "until"), [(1, 0), (1, 1)])
def test_an_end_before_the_start_is_refused(world: World, since: int, until: int) -> None:
    at = now()
    with pytest.raises(Invalid) as refusal:
        seat(world, "outsider", since=at + timedelta(since), until=at + timedelta(until))
    assert refusal.value.errors[0].pointer == "/until"


def test_two_mandates_of_one_person_come_and_go_alone(world: World) -> None:
    extra = second_mandate(world, "officer", "council")
    added = start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=extra.pk, role=Role.SECRETARY)
    assert codenames(world, "officer") == {"read", "speak", "record"}
    end(world, "officer")
    assert codenames(world, "officer") == {"read", "speak", "record"}
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=added.pk, reason="Досить")
    assert codenames(world, "officer") == set()


@pytest.mark.parametrize("name", ["secretary", "officer", "observer"])
def test_other_roles_see_and_may_not(world: World, name: str) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: end(world, "teacher", by=name),
        lambda: change(world, "teacher", Role.OBSERVER, by=name),
        lambda: start_membership(
            actor=world.actor(name),
            group_id=world.group.pk,
            mandate_id=world.mandates["outsider"].pk,
            role=Role.MEMBER,
        ),
    )
    for step in steps:
        with pytest.raises(Forbidden):
            step()


@pytest.mark.parametrize("name", ["outsider", "former", "administrator"])
def test_strangers_find_no_group(world: World, name: str) -> None:
    with pytest.raises(NotFound):
        end(world, "teacher", by=name)


def test_a_seat_of_another_group_is_not_found(world: World, elsewhere: World) -> None:
    with pytest.raises(NotFound):
        end_membership(
            actor=world.actor("facilitator"),
            group_id=world.group.pk,
            membership_id=elsewhere.seats["officer"].pk,
            reason="Досить",
        )


def test_another_worlds_mandate_looks_as_if_there_were_none(world: World, elsewhere: World) -> None:
    def refused(mandate_id: object) -> Invalid:
        with pytest.raises(Invalid) as refusal:
            start_membership(
                actor=world.actor("facilitator"),
                group_id=world.group.pk,
                mandate_id=mandate_id,  # type: ignore[arg-type]
                role=Role.MEMBER,
            )
        return refusal.value

    assert refused(elsewhere.mandates["outsider"].pk).errors == refused(world.group.pk).errors


def test_a_facilitator_seats_the_organisations_of_the_place(world: World) -> None:
    added = start_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        mandate_id=world.mandates["outsider"].pk,
        role=Role.MEMBER,
    )
    assert added.mandate.person == world.people["outsider"]


def test_a_coordinator_seats_and_unseats(world: World, elsewhere: World) -> None:
    coordinator = a_coordinator(world)
    added = start_membership(
        actor=coordinator, group_id=world.group.pk, mandate_id=world.mandates["outsider"].pk, role=Role.MEMBER
    )
    end_membership(actor=coordinator, group_id=world.group.pk, membership_id=added.pk, reason="Помилка")
    with pytest.raises(NotFound):
        end_membership(
            actor=coordinator,
            group_id=elsewhere.group.pk,
            membership_id=elsewhere.seats["officer"].pk,
            reason="Помилка",
        )


def test_a_mandate_that_is_over_gets_no_seat(world: World) -> None:
    mandate = a_mandate(person("late"), world.organisations["police"])
    type(mandate).objects.filter(pk=mandate.pk).update(ends_on="2020-02-01")
    with pytest.raises(Invalid) as refusal:
        start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=mandate.pk, role=Role.MEMBER)
    assert refusal.value.errors[0].code == "over"
