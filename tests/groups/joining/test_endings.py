"""What becomes of those who are on their way to a table that is given up, and who comes first."""

from __future__ import annotations

from functools import partial
from threading import Event
from time import sleep

import pytest

from groups.initiative_groups.services import dissolve_group
from groups.joining.invitations import invite, use_invitation
from groups.joining.join_requests import erase_joining_of, request_seat
from groups.mandates.services import end_mandates_of
from groups.models import Invitation, JoinRequest, Membership, RequestState, Role
from tests.cast import SYSTEM, World, a_world
from tests.groups.grants.test_races import first_then, refusals
from tests.groups.helpers import at_once, later, nothing_to_rebuild
from tests.groups.mandates.test_notifications import titles
from viche.kernel.clock import now
from viche.kernel.events import open_unit_of_work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world("Тут")


def asking(world: World) -> JoinRequest:
    return request_seat(
        actor=world.actor("outsider"),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="директорка",
    )


def a_link(world: World, email: str = "") -> str:
    _made, secret = invite(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        role=Role.MEMBER,
        expires_at=later(days=7),
        email=email,
    )
    return secret


def dissolve(world: World) -> object:
    return dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Мету досягнуто")


def test_a_group_that_is_dissolved_leaves_nobody_waiting(world: World) -> None:
    asked = asking(world)
    a_link(world)
    dissolve(world)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (RequestState.DECLINED, "Мету досягнуто")
    assert not Invitation.objects.get().opens(now())
    assert "Ваше прохання про місце відхилено: «Група Тут»" in titles(world.people["outsider"])


def test_nobody_asks_into_a_group_while_it_is_dissolved(world: World) -> None:
    (refusal,) = refusals(first_then(partial(dissolve, world), partial(asking, world)))
    assert refusal.reason == "group_not_working"
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("leaving_first", [True, False])
def test_a_link_is_used_while_its_group_is_dissolved(world: World, leaving_first: bool) -> None:
    secret = a_link(world)
    coming = partial(use_invitation, actor=world.actor("outsider"), secret=secret)
    acts = (partial(dissolve, world), coming)
    refused = refusals(first_then(*(acts if leaving_first else reversed(acts))))
    assert len(refused) == (1 if leaving_first else 0)
    assert Membership.objects.filter(mandate=world.mandates["outsider"]).exists() != leaving_first
    assert Invitation.objects.get().used == (0 if leaving_first else 1)
    assert nothing_to_rebuild()


def test_who_is_erased_while_they_come_by_a_link_waits_for_nobody_in_a_circle(world: World) -> None:
    who, begun = world.people["outsider"], Event()
    secret = a_link(world, email=who.email)

    def leave() -> None:
        with open_unit_of_work():
            end_mandates_of(actor=SYSTEM, person_id=who.pk, reason="erased")
            begun.set()
            sleep(0.4)
            erase_joining_of(actor=SYSTEM, person_id=who.pk)

    def come() -> object:
        begun.wait()
        return use_invitation(actor=world.actor("outsider"), secret=secret)

    left, came = at_once(leave, come)
    assert not isinstance(left, Exception)
    refusals([came])
    assert not Membership.objects.filter(mandate=world.mandates["outsider"]).exists()
