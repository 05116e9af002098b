"""Mandates and deputies: terms, rotation, and for whom somebody speaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.mandates.services import appoint_mandate, end_mandate
from groups.memberships.services import start_membership
from groups.models import Deputyship, Mandate, OfficeKind, Role
from groups.organisations.administrators import name_administrator
from groups.selectors import (
    get_mandate_in_group,
    get_roles_of,
    is_representative,
    list_facilitator_ids,
    list_mandates_held_by,
    list_members_of,
    list_participant_ids,
    list_seats_of,
    load_people_with_mandates,
)
from tests.cast import SYSTEM, World, a_seat, person
from tests.groups.helpers import (
    a_coordinator,
    an_office,
    at,
    codenames,
    colleague,
    ends,
    fire_due,
    kinds_after,
    last_event,
    later,
    nothing_to_rebuild,
    seat,
    second_mandate,
    stand_in,
)
from tests.groups.mandates.test_notifications import titles, told
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale

pytestmark = pytest.mark.django_db


def appoint(world: World, **changes: Any) -> Mandate:
    facts: dict[str, Any] = {
        "actor": SYSTEM,
        "person_id": person("new").pk,
        "organisation_id": world.organisations["police"].pk,
        "position_uk": "інспектор",
        "document": "Наказ № 7",
        "starts_on": date(2020, 1, 1),
    }
    return appoint_mandate(**facts | changes)


def test_an_appointment_is_checked(world: World) -> None:
    somebody = person("self").pk
    for changes, pointer in (
        ({"ends_on": date(2019, 1, 1)}, "/ends_on"),
        ({"person_id": world.group.pk}, "/person"),
        ({"person_id": somebody, "deputy_id": somebody}, "/deputy"),
    ):
        with pytest.raises(Invalid) as refusal:
            appoint(world, **changes)
        assert refusal.value.errors[0].pointer == pointer


def test_coordinators_appoint_in_their_territory(world: World, elsewhere: World) -> None:
    coordinator = a_coordinator(world)
    assert appoint(world, actor=coordinator).organisation == world.organisations["police"]
    with pytest.raises(Forbidden):
        appoint(elsewhere, actor=coordinator)
    with pytest.raises(Forbidden):
        appoint(world, actor=world.actor("facilitator"))


def test_ending_a_mandate_ends_every_seat_and_deputy(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    before = last_event()
    ended = end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
    assert ended.ended_at is not None
    assert codenames(world, "officer") == codenames(world, deputy) == set()
    assert kinds_after(before) == ["groups.membership_ended", "groups.mandate_ended"]
    assert Deputyship.objects.get(deputy=deputy).ended_at == ended.ended_at
    with pytest.raises(Forbidden):
        end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Знову")


def test_a_mandate_to_come_never_begins_once_ended(world: World) -> None:
    added = seat(world, "outsider", since=later(days=1))
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Скасовано")
    added.refresh_from_db()
    assert added.until == added.since
    with at(later(days=2)):
        fire_due()
        assert codenames(world, "outsider") == set()


def test_an_organisation_withdraws_the_only_facilitator_at_once(world: World) -> None:
    coordinator, appoints = an_office(world, OfficeKind.COORDINATOR).person, person("appoints")
    name_administrator(
        actor=SYSTEM,
        organisation_id=world.organisations["ngo"].pk,
        person_id=appoints.pk,
        document="Наказ № 3",
    )
    end_mandate(
        actor=Actor.for_person(appoints.pk), mandate_id=world.mandates["facilitator"].pk, reason="Звільнення"
    )
    assert codenames(world, "facilitator") == set()
    assert list_facilitator_ids(world.group.pk) == []
    left = "Група «Група Тут» лишилася без фасилітатора"
    (words,) = [one for one in told(coordinator) if one.title["uk"] == left]
    assert world.people["facilitator"].name_uk in words.body["uk"]
    assert words.url == f"/groups/{world.group.pk}"
    assert left not in titles(world.people["secretary"])
    start_membership(
        actor=Actor.for_person(coordinator.pk),
        group_id=world.group.pk,
        mandate_id=world.mandates["outsider"].pk,
        role=Role.FACILITATOR,
    )
    assert list_facilitator_ids(world.group.pk) == [world.people["outsider"].pk]
    assert left not in titles(coordinator), "somebody leads it again"
    assert nothing_to_rebuild()


def test_where_somebody_else_leads_the_coordinator_is_not_troubled(world: World) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    seat(world, "outsider", Role.FACILITATOR)
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["facilitator"].pk, reason="Ротація")
    assert not [one for one in titles(coordinator) if "без фасилітатора" in one]


def test_who_may_end_a_mandate(world: World) -> None:
    mandate_id = world.mandates["officer"].pk
    for name in ("officer", "facilitator", "secretary"):
        with pytest.raises(Forbidden):
            end_mandate(actor=world.actor(name), mandate_id=mandate_id, reason="Так")
    for name in ("outsider", "administrator"):
        with pytest.raises(NotFound):
            end_mandate(actor=world.actor(name), mandate_id=mandate_id, reason="Так")
    coordinator = a_coordinator(world)
    with pytest.raises(Invalid):
        end_mandate(actor=coordinator, mandate_id=mandate_id, reason=" ")
    with pytest.raises(Stale):
        end_mandate(actor=coordinator, mandate_id=mandate_id, reason="Так", expected_version=9)
    assert end_mandate(actor=coordinator, mandate_id=mandate_id, reason="Так").end_reason == "Так"


# ---- terms -------------------------------------------------------------------------------------------------


def test_the_last_day_of_a_mandate_is_counted_where_the_group_is(world: World) -> None:
    last = date(2031, 3, 30)  # the clocks change on this day
    mandate = appoint(world, ends_on=last)
    a_seat(world.group, mandate, Role.MEMBER)
    end = mandate.term(world.group.time_zone).end
    assert end is not None
    assert end.isoformat() == "2031-03-30T21:00:00+00:00"
    assert ends(world, mandate.person) == {end}
    with at(end - timedelta(seconds=1)):
        assert codenames(world, mandate.person) == {"read", "speak"}
        assert list_seats_of(mandate.person_id, world.group.pk)
    with at(end):
        assert codenames(world, mandate.person) == set()
        assert list_seats_of(mandate.person_id, world.group.pk) == []


def test_a_mandate_that_has_not_begun_gives_nothing_until_it_does(world: World) -> None:
    mandate = appoint(world, starts_on=(now() + timedelta(days=5)).date())
    a_seat(world.group, mandate, Role.MEMBER)
    assert codenames(world, mandate.person) == set()
    assert list_seats_of(mandate.person_id, world.group.pk) == []
    with at(later(days=6)):
        fire_due()
        assert codenames(world, mandate.person) == {"read", "speak"}


# ---- deputies ----------------------------------------------------------------------------------------------


def test_a_deputy_acts_in_the_window_and_no_longer(world: World) -> None:
    deputy = colleague(world, "police")
    start, end = later(hours=1), later(hours=3)
    stand_in(world, "officer", deputy, start, end)
    assert codenames(world, deputy) == set()
    with at(start):
        fire_due()
        assert codenames(world, deputy) == {"read", "speak"}
        assert codenames(world, "officer") == {"read", "speak"}
        assert ends(world, deputy) == {end}
        (taken,) = list_seats_of(deputy.pk, world.group.pk)
        assert taken.acting
        assert taken.mandate == world.mandates["officer"]
    with at(end):
        assert codenames(world, deputy) == set()


def test_a_deputyship_ends_early_without_touching_the_holder(world: World) -> None:
    deputy = colleague(world, "police")
    window = stand_in(world, "officer", deputy, now(), later(days=1))
    before = last_event()
    end_deputyship(actor=world.actor("officer"), deputyship_id=window.pk)
    assert codenames(world, deputy) == set()
    assert codenames(world, "officer") == {"read", "speak"}
    assert kinds_after(before) == ["groups.deputyship_ended", "groups.seat_changed"]
    with pytest.raises(Conflict):
        end_deputyship(actor=world.actor("officer"), deputyship_id=window.pk)
    with pytest.raises(NotFound):
        end_deputyship(actor=world.actor("officer"), deputyship_id=world.group.pk)


def test_a_deputy_with_a_seat_of_their_own_keeps_it(world: World) -> None:
    second_mandate(world, "observer", "police")
    stand_in(world, "officer", world.people["observer"], now(), later(days=1))
    assert codenames(world, "observer") == {"read", "speak"}
    with at(later(days=1)):
        fire_due()
        assert codenames(world, "observer") == {"read"}


def test_a_deputy_is_a_colleague_or_named(world: World) -> None:
    def appointed(deputy_id: Any, **terms: Any) -> Deputyship:
        window = {"starts_at": now(), "ends_at": later(days=1)} | terms
        mandate_id = world.mandates["officer"].pk
        return appoint_deputy(
            actor=world.actor("officer"), mandate_id=mandate_id, deputy_id=deputy_id, **window
        )

    peer = colleague(world, "police")
    for deputy_id, code in (
        (world.people["teacher"].pk, "not_a_colleague"),
        (world.people["officer"].pk, "same_person"),
        (world.group.pk, "not_found"),
    ):
        with pytest.raises(Invalid) as refusal:
            appointed(deputy_id)
        assert refusal.value.errors[0].code == code
    with pytest.raises(Invalid):
        appointed(peer.pk, ends_at=later(days=-1))
    assert appointed(peer.pk).deputy == peer
    with pytest.raises(Conflict):
        appointed(peer.pk, ends_at=later(hours=1))
    Mandate.objects.filter(pk=world.mandates["officer"].pk).update(deputy=world.people["teacher"])
    assert appointed(world.people["teacher"].pk).deputy == world.people["teacher"]


def test_who_may_send_a_deputy(world: World) -> None:
    deputy = colleague(world, "police")
    facts = {"deputy_id": deputy.pk, "starts_at": now(), "ends_at": later(days=1)}
    mandate_id = world.mandates["officer"].pk
    for name in ("facilitator", "teacher"):
        with pytest.raises(Forbidden):
            appoint_deputy(actor=world.actor(name), mandate_id=mandate_id, **facts)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        appoint_deputy(actor=world.actor("administrator"), mandate_id=mandate_id, **facts)  # type: ignore[arg-type]
    window = appoint_deputy(actor=a_coordinator(world), mandate_id=mandate_id, **facts)  # type: ignore[arg-type]
    assert window.deputy == deputy


# ---- for whom somebody speaks ------------------------------------------------------------------------------


def test_a_person_speaks_through_their_strongest_seat_or_the_chosen_one(world: World) -> None:
    extra = second_mandate(world, "officer", "council")
    a_seat(world.group, extra, Role.SECRETARY)
    actor, own = world.actor("officer"), world.mandates["officer"]
    assert get_mandate_in_group(actor, world.group.pk) == extra
    assert get_mandate_in_group(actor, world.group.pk, own.pk) == own
    assert get_roles_of(actor, [world.group.pk]) == {world.group.pk: Role.SECRETARY}
    assert is_representative(world.people["officer"].pk, extra.organisation_id, world.group.pk)


def test_nobody_speaks_through_another_or_an_old_mandate(world: World, elsewhere: World) -> None:
    for actor, mandate_id in (
        (world.actor("officer"), world.mandates["teacher"].pk),
        (world.actor("officer"), elsewhere.mandates["officer"].pk),
        (world.actor("former"), world.mandates["former"].pk),
    ):
        with pytest.raises(Invalid) as refusal:
            get_mandate_in_group(actor, world.group.pk, mandate_id)
        assert refusal.value.errors[0].pointer == "/mandate_id"
    assert get_mandate_in_group(world.actor("former"), world.group.pk) is None
    assert get_mandate_in_group(world.actor("anonymous"), world.group.pk) is None


def test_the_people_of_a_group_and_of_an_organisation_in_it(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    police = list_participant_ids(world.group.pk, organisation_id=world.organisations["police"].pk)
    assert police == sorted([world.people["officer"].pk, deputy.pk])
    assert world.people["former"].pk not in list_participant_ids(world.group.pk)
    spoken = {
        who.pk: mandate
        for who, mandate in load_people_with_mandates(world.group.pk, [deputy.pk, world.people["former"].pk])
    }
    assert spoken == {deputy.pk: world.mandates["officer"], world.people["former"].pk: None}


def test_members_stand_by_role_and_name_with_their_deputies(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    rows = list_members_of(world.group.pk)
    assert [row.membership.role for row in rows] == ["facilitator", "secretary", *["member"] * 3, "observer"]
    assert {row.deputy for row in rows} == {None, deputy}


def test_ones_own_mandates_and_those_one_stands_in_for(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    own, lent = list_mandates_held_by(world.actor("officer").for_person(deputy.pk))
    assert {own.acting, lent.acting} == {False, True}
    acting = lent if lent.acting else own
    assert [row.group for row in acting.seats] == [world.group]
    assert list_mandates_held_by(world.actor("anonymous")) == []
