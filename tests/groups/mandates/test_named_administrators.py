"""What an administrator of an organisation does for the coordinator who named them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from groups.mandates.own_posts import appoint_or_request_approval
from groups.mandates.services import edit_mandate, end_mandate, suspend_mandate
from groups.organisations.administrators import name_administrator
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import a_coordinator, at
from tests.groups.mandates.test_own_posts import describe, name_to_administer, own_mandates, seat_oneself
from tests.groups.memberships.test_own_seats import a_seated_coordinator
from viche.accounts.approvals.models import Approval
from viche.accounts.approvals.services import confirm_approval
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, NotFound

pytestmark = pytest.mark.django_db


def puppet_of(coordinator: Actor, organisation_id: UUID) -> Actor:
    """An administrator of an organisation whom a coordinator named."""
    puppet = person("puppet")
    name_to_administer(coordinator, organisation_id, puppet.pk)
    return Actor.for_person(puppet.pk)


def test_nobody_names_themselves_administrator_of_an_organisation(world: World) -> None:
    coordinator = a_coordinator(world)
    with pytest.raises(Conflict) as refusal:
        name_administrator(
            actor=coordinator,
            organisation_id=world.organisations["police"].pk,
            person_id=coordinator.person_id,
            document="Лист № 3",
        )
    assert refusal.value.reason == "own_administrator"


def test_an_administrator_whom_one_named_appoints_one_only_with_a_second_person(world: World) -> None:
    coordinator = a_coordinator(world)
    puppet = puppet_of(coordinator, world.organisations["police"].pk)
    made = appoint_or_request_approval(
        actor=puppet,
        step="appoint",
        organisation_id=world.organisations["police"].pk,
        person_id=coordinator.person_id,
        position_uk="Інспектор",
        document="Наказ № 7",
        starts_on=today("Europe/Kyiv"),
    )
    assert isinstance(made, Approval)
    assert describe(made).startswith(User.objects.get(pk=str(coordinator.person_id)).name_uk)
    with pytest.raises(NotFound):
        confirm_approval(actor=coordinator, approval_id=made.pk)
    confirm_approval(actor=world.actor("administrator"), approval_id=made.pk)
    assert own_mandates(coordinator).exists()


@pytest.mark.parametrize("name", ["facilitator", "officer"])
def test_an_administrator_whom_a_coordinator_named_passes_no_seat_on_to_them(world: World, name: str) -> None:
    """Nor is a second coordinator asked: a facilitator of the group decides on it."""
    coordinator = a_coordinator(world)
    led = world.mandates[name]
    puppet = puppet_of(coordinator, led.organisation_id)
    with pytest.raises(Conflict) as refusal:
        appoint_or_request_approval(
            actor=puppet,
            step="pass_on",
            mandate_id=led.pk,
            person_id=coordinator.person_id,
            document="Наказ № 7",
            reason="Ротація",
        )
    assert refusal.value.reason == "own_seat"


def test_a_facilitator_whom_a_coordinator_named_may_pass_their_own_post_on_to_them(world: World) -> None:
    """They decide on seats of the group anyhow; the post itself takes a second person."""
    coordinator, led = a_coordinator(world), world.mandates["facilitator"]
    name_to_administer(coordinator, led.organisation_id, led.person_id)
    made = appoint_or_request_approval(
        actor=world.actor("facilitator"),
        step="pass_on",
        mandate_id=led.pk,
        person_id=coordinator.person_id,
        document="Наказ № 7",
        reason="Ротація",
    )
    assert isinstance(made, Approval)


@pytest.mark.parametrize("way", ["rest", "shorten"])
def test_what_an_administrator_whom_one_named_did_to_the_lead_is_ones_own_doing(
    world: World, way: str
) -> None:
    coordinator, mandate = a_seated_coordinator(world)
    led = world.mandates["facilitator"]
    puppet = puppet_of(coordinator, led.organisation_id)
    if way == "rest":
        suspend_mandate(actor=puppet, mandate_id=led.pk, reason="Перевірка")
        end_mandate(actor=SYSTEM, mandate_id=led.pk, reason="Звільнення")
    else:
        edit_mandate(actor=puppet, mandate_id=led.pk, changes={"ends_on": today("Europe/Kyiv")})
    with at(now() + timedelta(days=2)), pytest.raises(Conflict) as refusal:
        seat_oneself(coordinator, mandate, world)
    assert refusal.value.reason == "own_seat"
