"""Requests for access that are asked and answered at the moment in which something else happens to the thread
or to who asks.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from dialogue.access_requests.services import withdraw_access_request
from dialogue.models import AccessRequest, AccessState, Thread, ThreadAudience, ThreadState
from groups.grants import rebuild_grants
from groups.memberships.services import change_role, end_membership
from groups.models import InitiativeGroup, Role
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.access_requests.helpers import an_announced_thread, announce, ask, grant, refuse
from tests.dialogue.helpers import at_once, step
from tests.dialogue.lifecycle.test_visibility import readers
from tests.groups.helpers import in_turn
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Act = Callable[[], Any]


@pytest.fixture
def here() -> World:
    return a_world("Тут")


def led_by_two(here: World) -> Thread:
    """The secretary leads the group, too, and reads it."""
    change_role(
        actor=SYSTEM,
        group_id=here.group.pk,
        membership_id=here.seats["secretary"].pk,
        role=Role.FACILITATOR,
    )
    thread = an_announced_thread(here)
    ThreadAudience.objects.create(thread=thread, person=here.people["secretary"])
    return announce(here, thread)


def unseat(here: World) -> Any:
    seat = here.seats["teacher"]
    return end_membership(actor=SYSTEM, group_id=here.group.pk, membership_id=seat.pk, reason="Інша робота")


def closings(request: AccessRequest) -> list[str]:
    rows = Event.objects.filter(kind="dialogue.access_request_closed", subject_id=request.pk)
    return [one.data["state"] for one in rows]


def settled(here: World, request: AccessRequest) -> AccessState:
    """What became of it, told once; and nobody reads the thread for any other reason."""
    request.refresh_from_db()
    assert closings(request) == [request.state]
    assert not rebuild_grants()
    return AccessState(request.state)


def shuffled(seed: int, *acts: Act) -> list[Any]:
    found = list(acts)
    random.Random(seed).shuffle(found)
    return at_once(*found)


@pytest.mark.parametrize("seed", range(3))
def test_granted_beside_the_close_of_the_thread(here: World, seed: int) -> None:
    thread = an_announced_thread(here)
    request = ask(here, thread)
    found = shuffled(seed, lambda: grant(here, request.pk), lambda: step(here, thread, ThreadState.CLOSED))
    state = settled(here, request)
    assert state in (AccessState.GRANTED, AccessState.OVER)
    assert ("teacher" in readers(here, thread)) == (state == AccessState.GRANTED)
    assert sum(isinstance(one, Forbidden) for one in found) == (state == AccessState.OVER)


@pytest.mark.parametrize("first", ["grant", "close"])
def test_whoever_comes_first_to_the_thread_decides(here: World, first: str) -> None:
    thread = an_announced_thread(here)
    request = ask(here, thread)
    acts: dict[str, Act] = {
        "grant": lambda: grant(here, request.pk),
        "close": lambda: step(here, thread, ThreadState.CLOSED),
    }
    begun, after = acts.pop(first), next(iter(acts.values()))
    in_turn(Thread.objects.filter(pk=thread.pk), begun, after)
    assert settled(here, request) == (AccessState.GRANTED if first == "grant" else AccessState.OVER)


@pytest.mark.parametrize("seed", range(3))
def test_granted_beside_the_end_of_the_seat(here: World, seed: int) -> None:
    thread = an_announced_thread(here)
    request = ask(here, thread)
    shuffled(seed, lambda: grant(here, request.pk), lambda: unseat(here))
    assert settled(here, request) in (AccessState.GRANTED, AccessState.OVER)
    assert readers(here, thread) == {"facilitator", "officer"}


@pytest.mark.parametrize("first", ["ask", "end"])
def test_asked_beside_the_end_of_the_seat(here: World, first: str) -> None:
    """Whichever is first, nobody waits there afterwards through a seat that is over."""
    thread = an_announced_thread(here)
    acts: dict[str, Act] = {"ask": lambda: ask(here, thread), "end": lambda: unseat(here)}
    begun, after = acts.pop(first), next(iter(acts.values()))
    asked, ended = in_turn(Thread.objects.filter(pk=thread.pk), begun, after)
    if first == "end":
        asked, ended = ended, asked
    assert not isinstance(ended, Exception), ended
    assert isinstance(asked, AccessRequest | Forbidden | NotFound), asked
    assert not AccessRequest.objects.filter(state=AccessState.PENDING).exists()
    assert isinstance(asked, AccessRequest) == (first == "ask")


@pytest.mark.parametrize("seed", range(3))
def test_two_who_lead_answer_at_once(here: World, seed: int) -> None:
    thread = led_by_two(here)
    request = ask(here, thread)
    found = shuffled(seed, lambda: grant(here, request.pk), lambda: refuse(here, request.pk, by="secretary"))
    assert sorted(type(one).__name__ for one in found) == ["AccessRequest", "Forbidden"]
    state = settled(here, request)
    assert ("teacher" in readers(here, thread)) == (state == AccessState.GRANTED)


@pytest.mark.parametrize("seed", range(3))
def test_answered_and_taken_back_at_once(here: World, seed: int) -> None:
    thread = an_announced_thread(here)
    request = ask(here, thread)
    back = lambda: withdraw_access_request(actor=here.actor("teacher"), request_id=request.pk)  # noqa: E731
    found = shuffled(seed, lambda: grant(here, request.pk), back)
    assert sum(isinstance(one, AccessRequest) for one in found) == 1
    state = settled(here, request)
    assert ("teacher" in readers(here, thread)) == (state == AccessState.GRANTED)


def test_asked_twice_at_once_waits_once(here: World) -> None:
    thread = an_announced_thread(here)
    found = at_once(*[lambda: ask(here, thread)] * 4)
    assert sum(isinstance(one, AccessRequest) for one in found) == 1
    assert {one.reason for one in found if isinstance(one, Conflict)} == {"already_asked"}
    assert AccessRequest.objects.count() == 1
    assert Event.objects.filter(kind="dialogue.access_asked_for").count() == 1


def test_two_in_different_threads_who_lose_their_seats_at_once(here: World) -> None:
    first, second = an_announced_thread(here), an_announced_thread(here)
    requests = [ask(here, first), ask(here, second), ask(here, first, by="councillor")]
    other = here.seats["councillor"]
    held = InitiativeGroup.objects.filter(pk=here.group.pk)
    found = in_turn(
        held,
        lambda: unseat(here),
        lambda: end_membership(
            actor=SYSTEM, group_id=here.group.pk, membership_id=other.pk, reason="Інша робота"
        ),
    )
    assert not [one for one in found if isinstance(one, Exception)], found
    assert {settled(here, one) for one in requests} == {AccessState.OVER}
