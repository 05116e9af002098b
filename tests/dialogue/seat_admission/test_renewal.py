"""A declined late seat is asked about again, and what waits for a seat ends with the seat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.models import Thread
from groups.grants import sync_grants
from groups.mandates.services import end_mandate
from groups.models import Mandate, Membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread
from tests.dialogue.lifecycle.test_visibility import readers
from tests.dialogue.seat_admission.test_late_seats import seat_inspector, waiting
from tests.groups.helpers import at, fire_due, later
from tests.privacy.conftest import Browser
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import confirm_approval, decline_approval
from viche.kernel.clock import today
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(world: World) -> Thread:
    """Between the police and the facilitator."""
    return a_restricted_thread(world, organisations=("police",))


def declined(world: World) -> Approval:
    return decline_approval(actor=world.actor("facilitator"), approval_id=waiting().pk, note="Ще рано")


@pytest.mark.parametrize("name", ["inspector", "facilitator"])
def test_who_has_the_seat_or_declined_it_asks_again(world: World, thread: Thread, name: str) -> None:
    seat_inspector(world)
    page, first = Browser(world.people[name]), declined(world)
    assert "renew" in page.get(f"approvals/{first.pk}")["allowed"]
    answer = page.ask("POST", f"approvals/{first.pk}/renewal")
    assert answer.status_code == 201, answer.content
    assert answer.headers["Location"].endswith(f"approvals/{answer.json()['id']}")
    assert page.problem("POST", f"approvals/{first.pk}/renewal") == (403, "forbidden")
    confirm_approval(actor=world.actor("facilitator"), approval_id=waiting().pk)
    assert "inspector" in readers(world, thread)


def test_nobody_else_sees_it_or_asks_again(world: World, thread: Thread) -> None:
    seat_inspector(world)
    first = declined(world)
    for name in ("officer", "teacher"):
        page = Browser(world.people[name])
        assert page.problem("POST", f"approvals/{first.pk}/renewal") == (404, "not_found")


def test_who_has_the_seat_sees_that_it_waits_and_decides_nothing(world: World, thread: Thread) -> None:
    seat_inspector(world)
    page = Browser(world.people["inspector"])
    (shown,) = page.get("approvals")["items"]
    assert (shown["state"], shown["allowed"]) == ("pending", ["read"])
    assert thread.title_uk not in str(shown)


def test_of_a_seat_that_is_over_nobody_asks_again(world: World, thread: Thread) -> None:
    seat = seat_inspector(world)
    first = declined(world)
    end_mandate(actor=SYSTEM, mandate_id=seat.mandate_id, reason="Звільнення")
    page = Browser(world.people["facilitator"])
    assert page.problem("POST", f"approvals/{first.pk}/renewal") == (403, "forbidden")


@pytest.mark.parametrize("what", ["mandate", "seat"])
def test_what_waits_for_a_seat_ends_as_its_term_is_over(world: World, thread: Thread, what: str) -> None:
    seat = seat_inspector(world)
    if what == "mandate":
        last = today("Europe/Kyiv") + timedelta(days=1)
        Mandate.objects.filter(pk=seat.mandate_id).update(ends_on=last)
    else:
        Membership.objects.filter(pk=seat.pk).update(until=later(days=1))
    sync_grants(world.group, reason="test")
    with at(later(days=3)):
        fire_due()
        drain_outbox()
    assert not Approval.objects.filter(state=ApprovalState.PENDING).exists()
