"""Whoever leaves an organisation stands in for nobody there any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from groups.common.periods import COUNTRY_ZONE, get_day_end
from groups.mandates.deputies import appoint_deputy
from groups.mandates.services import (
    appoint_mandate,
    edit_mandate,
    end_mandate,
    resume_mandate,
    suspend_mandate,
)
from groups.mandates.succession import transfer_mandate
from groups.models import Deputyship, Mandate
from groups.policies import MandatePolicy
from groups.selectors import list_mandates_held_by, list_participant_ids, list_seats_of
from tests.cast import SYSTEM, World, a_mandate, a_world
from tests.groups.grants.test_races import first_then, refusals
from tests.groups.helpers import (
    at,
    at_once,
    codenames,
    colleague,
    ends,
    fire_due,
    kinds_after,
    last_access_change,
    last_event,
    later,
    nothing_to_rebuild,
    stand_in,
    told_since,
)
from tests.groups.mandates.test_notifications import titles
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world("Тут")


@pytest.fixture
def deputy(world: World) -> User:
    """Of the police, without a seat of their own."""
    return colleague(world, "police")


def own(deputy: User) -> Mandate:
    return deputy.mandates.get()


def leave(mandate: Mandate) -> object:
    return end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Звільнення")


def acts(world: World, deputy: User) -> Deputyship:
    return stand_in(world, "officer", deputy, now(), later(days=10))


def pass_on(mandate: Mandate, who: User) -> object:
    return transfer_mandate(
        actor=SYSTEM, mandate_id=mandate.pk, person_id=who.pk, document="Наказ № 9", reason="Ротація"
    )


@pytest.mark.parametrize("way", ["ended", "passed on"])
def test_the_last_mandate_takes_the_deputyships_along(world: World, deputy: User, way: str) -> None:
    window = acts(world, deputy)
    assert codenames(world, deputy) == {"read", "speak"}
    if way == "ended":
        leave(own(deputy))
    else:
        pass_on(own(deputy), world.people["outsider"])
    window.refresh_from_db()
    assert window.ended_at is not None
    assert codenames(world, deputy) == set()
    assert codenames(world, "officer") == {"read", "speak"}
    assert any("заступництво завершено" in one for one in titles(world.people["officer"]))
    assert nothing_to_rebuild()


def test_who_still_acts_there_stands_in_as_before(world: World, deputy: User) -> None:
    first, window = own(deputy), acts(world, deputy)
    second = a_mandate(deputy, world.organisations["police"])
    leave(first)
    window.refresh_from_db()
    assert window.ended_at is None
    assert codenames(world, deputy) == {"read", "speak"}
    suspend_mandate(actor=SYSTEM, mandate_id=second.pk, reason="Перевірка")
    third = a_mandate(deputy, world.organisations["police"])
    leave(third)
    assert codenames(world, deputy) == set(), "a mandate that rests is not enough to stand in"


def test_what_somebody_does_for_another_organisation_stays(world: World, deputy: User) -> None:
    elsewhere, window = a_mandate(deputy, world.organisations["school"]), acts(world, deputy)
    leave(elsewhere)
    window.refresh_from_db()
    assert window.ended_at is None


@pytest.mark.parametrize("leaving_first", [True, False])
def test_nobody_is_made_deputy_while_they_leave(world: World, deputy: User, leaving_first: bool) -> None:
    steps = (partial(leave, own(deputy)), partial(acts, world, deputy))
    refused = refusals(first_then(*(steps if leaving_first else reversed(steps))))
    assert [type(one) for one in refused] == ([Invalid] if leaving_first else [])
    assert codenames(world, deputy) == set()
    assert not Deputyship.objects.filter(deputy=deputy, ended_at=None).exists()
    assert nothing_to_rebuild()


def test_two_who_stand_in_for_each_other_leave_at_once(world: World, deputy: User) -> None:
    acts(world, deputy)
    appoint_deputy(
        actor=SYSTEM,
        mandate_id=own(deputy).pk,
        deputy_id=world.people["officer"].pk,
        starts_at=now(),
        ends_at=later(days=1),
    )
    results = at_once(partial(leave, own(deputy)), partial(leave, world.mandates["officer"]))
    assert refusals(results) == []
    assert codenames(world, deputy) == codenames(world, "officer") == set()
    assert nothing_to_rebuild()


def until(mandate: Mandate, days: int) -> datetime:
    """Let a mandate be over in so many days; the moment at which it is."""
    last = today(COUNTRY_ZONE) + timedelta(days=days)
    edit_mandate(actor=SYSTEM, mandate_id=mandate.pk, changes={"ends_on": last})
    return get_day_end(last, COUNTRY_ZONE)


def stands_in(world: World, deputy: User) -> bool:
    """What grants say, who sits at the table and what the deputy knows agree."""
    granted = codenames(world, deputy) == {"read", "speak"}
    assert granted or codenames(world, deputy) == set()
    assert bool(list_seats_of(deputy.pk, world.group.pk)) == granted
    assert (deputy.pk in list_participant_ids(world.group.pk)) == granted
    actor = Actor.for_person(deputy.pk)
    assert {one.mandate.pk for one in list_mandates_held_by(actor) if one.acting} == (
        {world.mandates["officer"].pk} if granted else set()
    )
    known = MandatePolicy().visible_to(actor)
    assert known.filter(pk=world.mandates["officer"].pk).exists() == granted
    return granted


@pytest.mark.parametrize("shortened", ["before", "after"])
def test_who_leaves_on_a_day_stands_in_no_longer(world: World, deputy: User, shortened: str) -> None:
    if shortened == "before":
        end = until(own(deputy), 4)
    acts(world, deputy)
    if shortened == "after":
        end = until(own(deputy), 4)
    assert ends(world, deputy) == {end}
    with at(end - timedelta(seconds=1)):
        assert stands_in(world, deputy)
    with at(end):
        assert not stands_in(world, deputy)
        fire_due()
        assert nothing_to_rebuild()
        assert codenames(world, "officer") == {"read", "speak"}


def test_who_is_suspended_stands_in_no_longer_until_that_is_over(world: World, deputy: User) -> None:
    acts(world, deputy)
    mandate, before = own(deputy), last_access_change()
    suspend_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Службове розслідування")
    assert not stands_in(world, deputy)
    assert told_since(before)[deputy.pk] == {"mandate_rested"}
    assert nothing_to_rebuild()
    resume_mandate(actor=SYSTEM, mandate_id=mandate.pk)
    assert stands_in(world, deputy)
    assert nothing_to_rebuild()


@pytest.mark.parametrize("given", ["appointed", "passed on"])
def test_whoever_comes_back_stands_in_for_the_rest_of_the_time(
    world: World, deputy: User, given: str
) -> None:
    acts(world, deputy)
    end = until(own(deputy), 2)
    with at(end):
        fire_due()
        assert not stands_in(world, deputy)
    with at(end + timedelta(hours=1)):
        if given == "appointed":
            a_mandate(deputy, world.organisations["police"])
        else:
            pass_on(own(colleague(world, "police")), deputy)
        fire_due()
        assert stands_in(world, deputy)
        assert nothing_to_rebuild()


def test_a_mandate_that_follows_another_leaves_no_gap(world: World, deputy: User) -> None:
    window, end = acts(world, deputy), until(own(deputy), 2)
    appoint_mandate(
        actor=SYSTEM,
        person_id=deputy.pk,
        organisation_id=world.organisations["police"].pk,
        position_uk="старша",
        document="Наказ № 5",
        starts_on=today(COUNTRY_ZONE) + timedelta(days=3),
    )
    fire_due()
    assert ends(world, deputy) == {window.ends_at}
    with at(end):
        assert stands_in(world, deputy)


@pytest.mark.parametrize("way", ["ended", "passed on"])
def test_who_goes_on_by_a_shorter_mandate_stands_in_as_long_as_that(
    world: World, deputy: User, way: str
) -> None:
    first = own(deputy)
    acts(world, deputy)
    end = until(a_mandate(deputy, world.organisations["police"]), 2)
    if way == "ended":
        leave(first)
    else:
        pass_on(first, world.people["outsider"])
    assert ends(world, deputy) == {end}
    assert nothing_to_rebuild()


def test_a_usual_deputy_from_elsewhere_stands_in_until_they_come_and_go(world: World) -> None:
    guest = world.people["outsider"]
    Mandate.objects.filter(pk=world.mandates["officer"].pk).update(deputy=guest)
    acts(world, guest)
    assert stands_in(world, guest)
    mandate = a_mandate(guest, world.organisations["police"])
    fire_due()
    assert stands_in(world, guest)
    suspend_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Перевірка")
    assert not stands_in(world, guest)
    leave(mandate)
    with pytest.raises(Invalid):
        acts(world, guest)
    assert nothing_to_rebuild()


@pytest.mark.parametrize("way", ["ended", "passed on"])
def test_a_table_hears_that_its_deputy_does_not_act_until_their_other_mandate_begins(
    world: World, deputy: User, way: str
) -> None:
    acts(world, deputy)
    first = own(deputy)
    second = a_mandate(deputy, world.organisations["police"])
    Mandate.objects.filter(pk=second.pk).update(starts_on=today(COUNTRY_ZONE) + timedelta(days=3))
    before = last_event()
    if way == "ended":
        leave(first)
    else:
        pass_on(first, world.people["outsider"])
    assert "groups.seat_changed" in kinds_after(before)
    assert codenames(world, deputy) == set()
    assert nothing_to_rebuild()
