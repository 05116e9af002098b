"""Whoever leaves an organisation stands in for nobody there any more."""

from __future__ import annotations

from functools import partial

import pytest

from groups.models import Deputyship, Mandate
from groups.services.deputyships import appoint_deputy
from groups.services.mandates import end_mandate, rest_mandate
from groups.services.successions import pass_on_mandate
from tests.cast import SYSTEM, World, a_mandate, a_world
from tests.groups.helpers import at_once, codenames, colleague, later, nothing_to_rebuild, stand_in
from tests.groups.test_notifications import titles
from tests.groups.test_races import first_then, refusals
from viche.accounts.models import User
from viche.kernel.clock import now
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
    return pass_on_mandate(
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
    rest_mandate(actor=SYSTEM, mandate_id=second.pk, reason="Перевірка")
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
