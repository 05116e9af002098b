"""What was called done or verified too early: who takes it back, until when, and who hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.memberships.services import change_role, end_membership
from groups.models import Role
from tasks.items.workflow import UNDO_TIME
from tasks.lifecycle.services.transition import transition_action_item
from tasks.lifecycle.services.unproved import UnprovedCriterion
from tasks.models import ActionItem, State
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api, pointers
from tests.groups.helpers import at
from tests.tasks.dependencies.test_dependencies import wait
from tests.tasks.evidence.helpers import hide
from tests.tasks.helpers import an_item, an_item_in, drain_settled, fresh, kinds_of, move, prove, tag
from tests.tasks.lifecycle.test_notifications import LEADER, OWNERS, VERIFIERS, told
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Delivery, Notification

pytestmark = pytest.mark.usefixtures("quiet")

SECOND = timedelta(seconds=1)


def withdraw(world: World, item: ActionItem, what: str, by: str, reason: str = "") -> ActionItem:
    return move(world, item, f"{what}_withdrawn", by, reason=reason)


def told_of(world: World, kind: str) -> dict[str, str]:
    """Who was told of this kind, with the code of why."""
    names = {person.pk: name for name, person in world.people.items()}
    rows = Notification.objects.filter(kind=f"tasks.{kind}")
    return {names[one.person_id]: one.reason for one in rows}


# ---- a verification ----------------------------------------------------------------------------------------


def test_who_verified_withdraws_it_for_ten_minutes(world: World) -> None:
    done = an_item_in(world, "done")
    item = move(world, done, "verified", "officer", reason="")
    verified_at = item.verified_at
    assert verified_at is not None
    with at(verified_at + UNDO_TIME - SECOND):
        item = withdraw(world, item, "verification", "officer")
    assert (item.state, item.done_at, item.state_since) == (State.DONE, done.done_at, done.done_at)
    assert (item.verified_at, item.verified_by, item.verified_through, item.verified_for) == (None,) * 4
    assert kinds_of(item)[-2:] == ["action_verified", "verification_withdrawn"]
    assert move(world, item, "verified", "teacher").verified_by_id == world.people["teacher"].pk


def test_after_ten_minutes_it_stands(world: World) -> None:
    item = an_item_in(world, "verified")
    assert item.verified_at is not None
    with at(item.verified_at + UNDO_TIME):
        shown = api(world, "officer").get(f"action-items/{item.pk}").json()
        assert "withdraw_verification" not in shown["allowed"]
        with pytest.raises(Forbidden) as refused:
            withdraw(world, item, "verification", "officer")
    assert refused.value.reason == "undo_expired"
    assert fresh(item).state == State.VERIFIED


def test_whoever_lost_the_seat_through_which_they_verified_withdraws_nothing(world: World) -> None:
    item = an_item_in(world, "verified")
    seat = world.seats["officer"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Звільнення")
    answer = api(world, "officer").post(
        f"action-items/{item.pk}/transitions", {"to": "verification_withdrawn"}, **tag(item.version)
    )
    assert (answer.status_code, fresh(item).state) == (404, State.VERIFIED)


def test_what_was_filed_or_changed_since_is_not_taken_back_unseen(world: World) -> None:
    item = an_item_in(world, "verified")
    path, officer = f"action-items/{item.pk}/transitions", api(world, "officer")
    assert officer.post(path, {"to": "verification_withdrawn"}).status_code == 428
    move(world, item, "closed", "secretary")
    stale = officer.post(path, {"to": "verification_withdrawn"}, **tag(item.version))
    closed = officer.post(path, {"to": "verification_withdrawn"}, **tag(item.version + 1))
    assert (stale.status_code, closed.status_code, fresh(item).state) == (412, 403, State.CLOSED)


# ---- a completion ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["councillor", "secretary"])
def test_the_owner_withdraws_done_as_long_as_nobody_verified_it(world: World, by: str) -> None:
    item = an_item_in(world, "done")
    with at(now() + timedelta(days=9)):
        item = withdraw(world, item, "completion", by, "Ще не пофарбовано")
    assert (item.state, item.done_at) == (State.IN_PROGRESS, None)
    assert item.state_remark is not None
    assert item.state_remark.text == "Ще не пофарбовано"
    assert not item.reminders.filter(rule="unverified", fired_at=None).exists()
    assert item.reminders.filter(rule="on_due", fired_at=None).exists()


def test_what_was_said_before_a_slip_is_there_again(world: World) -> None:
    item = an_item_in(world, "done")
    move(world, item, "returned", "officer", reason="Бракує підпису")
    item = move(world, item, "done", reason="")
    assert item.state_remark is None
    item = withdraw(world, item, "completion", "councillor")
    assert str(item.state_remark) == "Бракує підпису"
    move(world, item, "done", reason="Підписано")
    move(world, item, "verified", "officer", reason="")
    assert str(withdraw(world, item, "verification", "officer").state_remark) == "Підписано"


def log_by_phone(world: World) -> ActionItem:
    item = an_item_in(world, "in_progress")
    prove(world, item)
    return move(world, item, "done", "facilitator", logged=True)


def test_who_logged_done_withdraws_it_for_ten_minutes(world: World) -> None:
    item = log_by_phone(world)
    assert item.done_at is not None
    with at(item.done_at + UNDO_TIME - SECOND):
        assert (
            "withdraw_completion"
            in api(world, "facilitator").get(f"action-items/{item.pk}").json()["allowed"]
        )
        item = withdraw(world, item, "completion", "facilitator")
    assert (item.state, item.done_at) == (State.IN_PROGRESS, None)
    entry = api(world, "observer").get(f"action-items/{item.pk}/history").json()["items"][0]
    assert entry["data"]["mandate_id"] == str(world.mandates["facilitator"].pk)
    prove(world, item)
    move(world, item, "done")
    with pytest.raises(Forbidden):
        withdraw(world, item, "completion", "facilitator")


def test_after_ten_minutes_only_the_owner_withdraws_what_was_logged(world: World) -> None:
    item = log_by_phone(world)
    assert item.done_at is not None
    with at(item.done_at + UNDO_TIME):
        with pytest.raises(Forbidden) as refused:
            withdraw(world, item, "completion", "facilitator")
        assert withdraw(world, item, "completion", "councillor").state == State.IN_PROGRESS
    assert refused.value.reason == "undo_expired"


def test_another_facilitator_does_not_withdraw_what_was_logged(world: World) -> None:
    item = log_by_phone(world)
    for name, role in (("teacher", Role.FACILITATOR), ("facilitator", Role.MEMBER)):
        seat = world.seats[name].pk
        change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, role=role)
    for name in ("teacher", "facilitator"):
        with pytest.raises(Forbidden):
            withdraw(world, item, "completion", name)


def test_the_reason_of_the_last_withdrawal_is_there_again_not_an_older_one(world: World) -> None:
    item = an_item_in(world, "done")
    move(world, item, "returned", "officer", reason="Бракує підпису")
    move(world, item, "done", reason="")
    withdraw(world, item, "completion", "councillor", "Ще не пофарбовано")
    for _slip in range(2):
        move(world, item, "done", reason="")
        item = withdraw(world, item, "completion", "councillor")
        assert (str(item.state_remark), item.returned_at) == ("Ще не пофарбовано", None)


def test_what_was_returned_waits_again_after_a_slip(world: World) -> None:
    item = an_item_in(world, "done")
    move(world, item, "returned", "officer", reason="Бракує підпису")
    move(world, item, "done", reason="")
    item = withdraw(world, item, "completion", "councillor")
    assert item.returned_at is not None
    (shown,) = api(world, "councillor").get("today").json()["duties"]
    assert (shown["kind"], shown["note"]["uk"]) == ("tasks.returned", "Бракує підпису")
    move(world, item, "done", reason="")
    assert withdraw(world, item, "completion", "councillor", "Ще не пофарбовано").returned_at is None


# ---- who hears of it ---------------------------------------------------------------------------------------

CASES = [
    ("in_progress done completion councillor", VERIFIERS),
    ("done verified verification officer", {**OWNERS, **LEADER}),
]
KINDS = {"done": "action_completed", "verified": "action_verified"}


@pytest.mark.parametrize(("step", "people"), CASES)
def test_a_step_and_its_withdrawal_within_a_minute_cancel_out(
    world: World, step: str, people: dict[str, str]
) -> None:
    state, to, what, by = step.split()
    item = an_item_in(world, state)
    prove(world, item)
    drain_settled()
    Notification.objects.all().delete()
    move(world, item, to, by)
    drain_outbox()
    assert not Notification.objects.exists()
    withdraw(world, item, what, by)
    drain_settled()
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()
    move(world, item, to, by)
    drain_settled()
    assert told_of(world, KINDS[to]) == people


@pytest.mark.parametrize(("step", "people"), CASES)
def test_who_was_told_of_a_step_is_told_of_its_withdrawal(
    world: World, step: str, people: dict[str, str]
) -> None:
    state, to, what, by = step.split()
    item = an_item_in(world, state)
    prove(world, item)
    move(world, item, to, by)
    drain_settled()
    withdraw(world, item, what, by, "Помилка")
    drain_settled()
    assert told_of(world, KINDS[to]) == told_of(world, f"{what}_withdrawn") == people


def test_what_waits_for_it_waits_again(world: World) -> None:
    item, blocker = an_item(world), an_item_in(world, "done")
    wait(world, item, blocker)
    drain_settled()
    Notification.objects.all().delete()
    move(world, blocker, "verified", "officer")
    withdraw(world, blocker, "verification", "officer")
    assert kinds_of(item)[-2:] == ["action_freed", "action_waits_again"]
    assert told(world) == {}
    move(world, blocker, "verified", "officer")
    drain_settled()
    assert told_of(world, "action_freed") == OWNERS
    withdraw(world, blocker, "verification", "officer")
    drain_settled()
    assert told_of(world, "action_waits_again") == OWNERS


# ---- what is not proved ------------------------------------------------------------------------------------


def test_why_a_criterion_has_no_evidence_stands_beside_it(world: World) -> None:
    item = an_item_in(world, "in_progress", criteria=["Акт підписано", "Світло є"])
    signed, lit = item.criteria.order_by("position")
    prove(world, item, criterion_id=signed.pk)
    path = f"action-items/{item.pk}"
    body = {"to": "done", "unproved": [{"criterion": str(lit.pk), "reason": "Увімкнуть у грудні"}]}
    done = api(world, "councillor").post(f"{path}/transitions", body, **tag(fresh(item).version)).json()
    assert [one["unproved_reason"] for one in done["criteria"]] == [None, "Увімкнуть у грудні"]
    other = UnprovedCriterion(lit.pk, "Перевірено ввечері")
    move(world, item, "verified", "officer", unproved=[other])
    shown = api(world, "observer").get(path).json()["criteria"]
    assert [one["unproved_reason"] for one in shown] == [None, "Перевірено ввечері"]


def list_refusals(world: World, item: ActionItem, to: str, by: str, **facts: Any) -> list[tuple[str, str]]:
    """Where a step is refused, and with which codes."""
    with pytest.raises(Invalid) as refused:
        move(world, item, to, by, **facts)
    return [(one.pointer, one.code) for one in refused.value.errors]


def test_each_criterion_without_evidence_needs_a_reason(world: World) -> None:
    item = an_item_in(world, "in_progress", criteria=["Акт підписано", "Світло є"])
    signed, lit = item.criteria.order_by("position")
    piece = prove(world, item, criterion_id=signed.pk)
    assert list_refusals(world, item, "done", "councillor") == [("/unproved", "required")]
    done = move(world, item, "done", unproved=[UnprovedCriterion(lit.pk, "Увімкнуть у грудні")])
    hide(world, piece)
    prove(world, done)
    assert list_refusals(world, item, "verified", "officer") == [("/unproved", "required")]
    seen = [UnprovedCriterion(signed.pk, "Акт на місці, підпис є")]
    assert move(world, item, "verified", "officer", unproved=seen).state == State.VERIFIED


def test_a_criterion_with_evidence_takes_no_reason_and_loses_an_old_one(world: World) -> None:
    item = an_item_in(world, "in_progress", criteria=["Світло є"])
    lit = item.criteria.get()
    prove(world, item)
    move(world, item, "done", unproved=[UnprovedCriterion(lit.pk, "Увімкнуть у грудні")])
    move(world, item, "returned", "officer")
    piece = prove(world, item, criterion_id=lit.pk)
    named = [UnprovedCriterion(lit.pk, "Увімкнуть у січні")]
    assert list_refusals(world, item, "done", "councillor", unproved=named) == [
        ("/unproved/0/criterion", "proved")
    ]
    move(world, item, "done")
    hide(world, piece)
    assert list_refusals(world, item, "verified", "officer") == [("/unproved", "required")]


@pytest.mark.parametrize("reason", ["", "  ", "я" * 1001])
def test_a_reason_says_something_and_no_more_than_fits(world: World, reason: str) -> None:
    item = an_item_in(world, "in_progress", criteria=["Світло є"])
    prove(world, item)
    named = [UnprovedCriterion(item.criteria.get().pk, reason)]
    ((pointer, _code),) = list_refusals(world, item, "done", "councillor", unproved=named)
    assert pointer == "/unproved/0/reason"


def test_what_was_told_by_phone_needs_no_reasons(world: World) -> None:
    item = an_item_in(world, "in_progress", criteria=["Світло є"])
    prove(world, item)
    assert move(world, item, "done", "facilitator", logged=True).state == State.DONE


@pytest.mark.parametrize("which", ["twice", "foreign"])
def test_only_its_own_criteria_are_named_each_once(world: World, which: str) -> None:
    item = an_item_in(world, "in_progress", criteria=["Світло є"])
    prove(world, item)
    named: list[dict[str, Any]] = [{"criterion": str(item.criteria.get().pk), "reason": "Ще ні"}]
    foreign = an_item(world, criteria=["Інше"]).criteria.get()
    named += named if which == "twice" else [{"criterion": str(foreign.pk), "reason": "Ще ні"}]
    answer = api(world, "councillor").post(
        f"action-items/{item.pk}/transitions", {"to": "done", "unproved": named}, **tag(fresh(item).version)
    )
    assert (answer.status_code, pointers(answer)) == (422, [("/unproved/1/criterion", "unknown")])
    assert fresh(item).state == State.IN_PROGRESS


def test_a_verification_is_withdrawn_through_the_mandate_that_made_it(world: World) -> None:
    item = an_item_in(world, "verified")
    moved = transition_action_item(
        actor=world.actor("officer"),
        action_id=item.pk,
        to="verification_withdrawn",
        expected_version=item.version,
    )
    entry = api(world, "observer").get(f"action-items/{moved.pk}/history").json()["items"][0]
    assert entry["data"]["mandate_id"] == str(world.mandates["officer"].pk)
