"""Steps on a mandate belong to its organisation, and to who coordinates everywhere where that works."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from groups.mandates.services import appoint_mandate, end_mandate, resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import end_membership
from groups.models import Mandate, OfficeKind
from groups.offices.services import give_office
from groups.organisations.services import edit_organisation
from groups.policies import MandateAction, MandatePolicy
from tests.cast import SYSTEM, World, person, the_country
from tests.groups.helpers import a_coordinator, an_office, codenames, colleague, later, nothing_to_rebuild
from tests.groups.initiative_groups.test_api import Browser
from tests.groups.mandates.test_api import post_of, versioned
from tests.groups.mandates.test_notifications import titles
from tests.groups.organisations.test_organisations import administrator
from tests.tasks.helpers import an_item
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db
STEPS = {
    MandateAction.EDIT,
    MandateAction.REST,
    MandateAction.PASS_ON,
    MandateAction.END,
    MandateAction.APPOINT_DEPUTY,
}


@pytest.fixture
def both(world: World, elsewhere: World) -> list[Actor]:
    """The coordinators of two hromadas in which the police work."""
    edit_organisation(
        actor=SYSTEM,
        organisation_id=world.organisations["police"].pk,
        changes={"territory_ids": [world.territory.pk, elsewhere.territory.pk]},
    )
    return [a_coordinator(world), a_coordinator(elsewhere)]


@pytest.fixture
def own(world: World) -> User:
    """The administrator of the police."""
    return administrator(world.organisations["police"])


def open_to(actor: Actor, mandate: Mandate) -> set[str]:
    policy = MandatePolicy()
    (listed,) = policy.allowed_in(actor, [mandate])
    assert listed == policy.allowed(actor, mandate)
    return {one for one in STEPS if policy.can(actor, one, mandate)}


def test_who_coordinates_one_of_two_hromadas_gives_mandates_and_takes_none_back(
    world: World, both: list[Actor]
) -> None:
    for coordinator in both:
        assert open_to(coordinator, world.mandates["officer"]) == set()
        mandate = appoint_mandate(
            actor=coordinator,
            organisation_id=world.organisations["police"].pk,
            person_id=person("new").pk,
            position_uk="інспектор",
            document="Наказ № 7",
            starts_on=date(2020, 1, 1),
        )
        assert open_to(coordinator, mandate) == set()
    here, there = (Browser(User.objects.get(pk=one.person_id or "")) for one in both)
    body: dict[str, Any] = {"to": "ended", "reason": "Чужа група"}
    for page in (here, there):
        assert page.ask("POST", post_of(world, "officer", "/transitions"), body, **versioned())[0] == 403
        assert page.ask("GET", post_of(world, "officer", "/succession"))[0] == 403
    end_membership(
        actor=both[0], group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Досить"
    )
    assert codenames(world, "officer") == set()


def test_who_coordinates_all_of_it_takes_every_step(world: World, both: list[Actor]) -> None:
    country = give_office(
        actor=SYSTEM,
        person_id=person("country").pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=the_country().pk,
        document="Розпорядження № 1",
    )
    assert open_to(Actor.for_person(country.person_id), world.mandates["officer"]) == STEPS
    assert open_to(both[0], world.mandates["teacher"]) == STEPS, "the school works here alone"


def test_its_administrator_dismisses_an_officer_on_a_friday_evening(world: World, own: User) -> None:
    actor, mandate = Actor.for_person(own.pk), world.mandates["officer"]
    assert open_to(actor, mandate) == STEPS
    assert not any(MandatePolicy().can(actor, one, world.mandates["teacher"]) for one in MandateAction)
    suspend_mandate(actor=actor, mandate_id=mandate.pk, reason="Службове розслідування")
    assert codenames(world, "officer") == set()
    page = Browser(own)
    (shown,) = [
        one
        for one in page.get(f"organisations/{mandate.organisation_id}/mandates")["items"]
        if one["id"] == str(mandate.pk)
    ]
    assert shown["reason"] == "Службове розслідування"
    resume_mandate(actor=actor, mandate_id=mandate.pk)
    end_mandate(actor=actor, mandate_id=mandate.pk, reason="Звільнення")
    assert codenames(world, "officer") == set()
    assert nothing_to_rebuild()


def test_its_administrator_sends_a_deputy_for_who_fell_ill_and_calls_them_back(
    world: World, own: User, elsewhere: World
) -> None:
    deputy, page, path = colleague(world, "police"), Browser(own), post_of(world, "officer", "/deputyships")
    (named,) = page.get(post_of(world, "officer", "/colleagues"))["items"]
    body = {"deputy": named["id"], "starts_at": now().isoformat(), "ends_at": later(days=3).isoformat()}
    assert page.ask("POST", post_of(world, "teacher", "/deputyships"), body)[0] == 404, "of the school"
    assert page.ask("POST", post_of(elsewhere, "officer", "/deputyships"), body)[0] == 404
    status, window = page.ask("POST", path, body)
    assert (status, window["deputy"]["id"]) == (201, str(deputy.pk))
    assert codenames(world, deputy) == codenames(world, "officer") == {"read", "speak"}
    assert any(deputy.name_uk in one for one in titles(world.people["officer"])), "the holder hears of it"
    assert page.ask("DELETE", f"deputyships/{window['id']}") == (204, None)
    assert codenames(world, deputy) == set()
    assert nothing_to_rebuild()


def test_a_post_that_its_administrator_passes_on_shows_nothing_of_groups_they_do_not_read(
    world: World, own: User
) -> None:
    an_item(world, owner="police", owner_id=world.mandates["officer"].pk)
    preview = Browser(own).get(post_of(world, "officer", "/succession"))
    assert {one["count"] for one in preview["heritage"]} == {0}
    assert preview["seats"] == []
    coordinator = Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))
    preview = coordinator.get(post_of(world, "officer", "/succession"))
    assert {one["kind"]: one["count"] for one in preview["heritage"]}["actions"] == 1


def test_who_leads_where_a_mandate_sits_hears_what_became_of_it(world: World, own: User) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    leaders = [world.people["facilitator"], coordinator]
    actor, mandate = Actor.for_person(own.pk), world.mandates["officer"]
    who = f"{world.people['officer'].name_uk}, {world.organisations['police'].name_uk}"
    suspend_mandate(actor=actor, mandate_id=mandate.pk, reason="Перевірка")
    for leader in leaders:
        assert f"Повноваження призупинено: {who}" in titles(leader)
    assert f"Повноваження призупинено: {who}" not in titles(world.people["teacher"])
    resume_mandate(actor=actor, mandate_id=mandate.pk)
    assert f"Повноваження поновлено: {who}" in titles(leaders[0])
    after = colleague(world, "police")
    transfer_mandate(
        actor=actor, mandate_id=mandate.pk, person_id=after.pk, document="Наказ № 9", reason="Ротація"
    )
    now_held = f"{after.name_uk}, {world.organisations['police'].name_uk}"
    for leader in leaders:
        assert f"Посаду передано: {now_held}" in titles(leader)
    held = Mandate.objects.get(person=after, ended_at=None, predecessor=mandate)
    end_mandate(actor=actor, mandate_id=held.pk, reason="Звільнення")
    for leader in leaders:
        assert f"Повноваження завершено: {now_held}" in titles(leader)
