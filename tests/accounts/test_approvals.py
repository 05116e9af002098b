"""A step that takes two people: nothing happens before another person confirms it with a fresh proof."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.cast import SYSTEM, World
from tests.privacy.conftest import Browser
from viche.accounts.approvals.kinds import KINDS, ApprovalKind
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import (
    TERM,
    cancel_approvals,
    confirm_approval,
    decline_approval,
    lapse_approvals,
    request_approval,
    withdraw_approval,
)
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import TopicEntry
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, world: World) -> list[UUID]:
    """What was carried out of steps that the officer and the teacher may decide."""
    carried: list[UUID] = []
    deciders = {world.people["officer"].pk, world.people["teacher"].pk}
    kind = ApprovalKind(
        name="tests.step",
        deciders=lambda approvals: {one.pk: deciders for one in approvals},
        carry_out=lambda _actor, approval: carried.append(approval.pk),
        describe=lambda approvals: {one.pk: "Відчинити двері" for one in approvals},
        second_person=lambda: "officer",
    )
    monkeypatch.setitem(KINDS, kind.name, kind)
    return carried


def request_step(world: World, by: str = "officer", subject_id: UUID | None = None) -> Approval:
    return request_approval(
        actor=world.actor(by), kind="tests.step", payload={"door": "1"}, subject_id=subject_id
    )


def test_it_is_done_once_another_person_confirms_it(world: World, done: list[UUID]) -> None:
    approval = request_step(world)
    with pytest.raises(Forbidden) as refusal:
        confirm_approval(actor=world.actor("officer"), approval_id=approval.pk)
    assert refusal.value.reason == "own_request"
    assert done == []
    mine, theirs = Browser(world.people["officer"]), Browser(world.people["teacher"])
    (shown,) = theirs.get("approvals?state=pending")["items"]
    assert (shown["summary"]["uk"], shown["allowed"]) == ("Відчинити двері", ["read", "confirm", "decline"])
    assert shown["missing"] is None
    answer = theirs.ask("POST", f"approvals/{approval.pk}/confirmation")
    assert answer.status_code == 200, answer.content
    assert done == [approval.pk]
    assert mine.get(f"approvals/{approval.pk}")["decided_by"]["id"] == str(world.people["teacher"].pk)
    assert theirs.problem("POST", f"approvals/{approval.pk}/confirmation") == (403, "decided_already")


def test_a_confirmation_needs_a_fresh_proof(world: World, done: list[UUID]) -> None:
    approval = request_step(world)
    world.people["teacher"].set_password("довгий пароль для доказу")
    world.people["teacher"].save()
    theirs = Browser(world.people["teacher"])
    assert theirs.problem("POST", f"approvals/{approval.pk}/confirmation") == (403, "proof_required")
    assert done == []


def test_declining_says_why_and_who_requested_it_is_told(world: World, done: list[UUID]) -> None:
    approval = request_step(world)
    theirs = Browser(world.people["teacher"])
    refused = theirs.ask("POST", f"approvals/{approval.pk}/refusal", {"note": " "})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/note")
    assert theirs.ask("POST", f"approvals/{approval.pk}/refusal", {"note": "Не треба"}).status_code == 200
    drain_outbox()
    told = Notification.objects.filter(event__kind="accounts.approval_declined")
    assert [one.person_id for one in told] == [world.people["officer"].pk]
    assert "Не треба" in str(Browser(world.people["officer"]).get("notifications")["items"])
    assert done == []


def test_who_requested_it_withdraws_it_and_nobody_else_sees_it(world: World, done: list[UUID]) -> None:
    approval = request_step(world)
    assert Browser(world.people["secretary"]).problem("GET", f"approvals/{approval.pk}") == (404, "not_found")
    mine = Browser(world.people["officer"])
    assert mine.ask("DELETE", f"approvals/{approval.pk}").status_code == 204
    assert Browser(world.people["teacher"]).get("approvals")["items"] == []
    assert done == []


Decide = Callable[[World, Approval], object]
DECISIONS: list[tuple[str, Decide]] = [
    (
        "confirmed",
        lambda world, one: confirm_approval(actor=world.actor("officer"), approval_id=one.pk),
    ),
    (
        "declined",
        lambda world, one: decline_approval(actor=world.actor("officer"), approval_id=one.pk, note="Ні"),
    ),
    (
        "withdrawn",
        lambda world, one: withdraw_approval(actor=world.actor("secretary"), approval_id=one.pk),
    ),
    (
        "withdrawn",
        lambda _world, one: cancel_approvals(actor=SYSTEM, kind=one.kind, payload=one.payload),
    ),
    (
        "decided_on_server",
        lambda _world, one: call_command("decide_approval", str(one.pk), "decline", "Другої людини немає"),
    ),
]


@pytest.mark.parametrize(("kind", "decide"), DECISIONS)
def test_everybody_who_could_have_decided_hears_of_the_decision_at_once(
    world: World, done: list[UUID], kind: str, decide: Decide
) -> None:
    approval = request_step(world, by="secretary")
    decide(world, approval)
    heard = TopicEntry.objects.filter(event__kind=f"accounts.approval_{kind}", event__subject_id=approval.pk)
    topics = {f"user:{world.people[one].pk}" for one in ("secretary", "officer", "teacher")}
    assert set(heard.values_list("topic_id", flat=True)) == topics


def test_one_request_waits_for_one_subject(world: World, done: list[UUID]) -> None:
    subject = world.group.pk
    request_step(world, subject_id=subject)
    with pytest.raises(Conflict) as refusal:
        request_step(world, by="teacher", subject_id=subject)
    assert refusal.value.reason == "requested_already"


def test_the_database_refuses_a_confirmation_by_who_requested_it(world: World, done: list[UUID]) -> None:
    approval = request_step(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(
            state=ApprovalState.CONFIRMED, decided_by=approval.requested_by_id, decided_at=now()
        )


def test_on_the_server_with_a_reason_that_every_office_reads(
    world: World, done: list[UUID], caplog: pytest.LogCaptureFixture
) -> None:
    approval = request_step(world)
    with pytest.raises(CommandError):
        call_command("decide_approval", str(approval.pk), "confirm", "  ")
    call_command("decide_approval", str(approval.pk), "confirm", "Другої людини в громаді немає")
    assert done == [approval.pk]
    (line,) = [one for one in caplog.records if one.name == "viche.security"]
    assert (vars(line)["step"], vars(line)["subject"]) == ("tests.step", str(approval.pk))
    drain_outbox()
    told = Notification.objects.filter(event__kind="accounts.approval_decided_on_server")
    assert world.people["administrator"].pk in {one.person_id for one in told}


def test_a_request_that_nobody_decides_lapses_after_its_term_and_its_requester_is_told(
    world: World, done: list[UUID]
) -> None:
    approval = request_step(world)
    lately = request_step(world, by="teacher")
    Approval.objects.filter(pk=approval.pk).update(requested_at=now() - TERM)
    lapse_approvals(actor=SYSTEM)
    drain_outbox()
    told = Notification.objects.filter(event__kind="accounts.approval_lapsed")
    assert [one.person_id for one in told] == [world.people["officer"].pk]
    assert "тридцять днів" in str(Browser(world.people["officer"]).get("notifications")["items"])
    theirs = Browser(world.people["teacher"])
    assert theirs.problem("POST", f"approvals/{approval.pk}/confirmation") == (404, "not_found")
    assert (done, Approval.objects.get(pk=lately.pk).state) == ([], ApprovalState.PENDING)


def test_what_the_product_itself_asks_waits_on(world: World, done: list[UUID]) -> None:
    approval = request_approval(actor=SYSTEM, kind="tests.step", payload={"door": "1"})
    Approval.objects.filter(pk=approval.pk).update(requested_at=now() - 2 * TERM)
    lapse_approvals(actor=SYSTEM)
    assert Approval.objects.get(pk=approval.pk).state == ApprovalState.PENDING
