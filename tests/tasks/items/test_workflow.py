"""The workflow: who takes which step in which state, what a step needs, and who never may."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from groups.guest_shares.services import share_with_guest
from groups.models import Role, ShareAccess
from tasks.items.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.items.workflow import WORKFLOW, Action
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import ActionItem, State
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world
from tests.tasks.helpers import PATHS, an_item, an_item_in, edit, fresh, kinds_of, move, prove, token_of
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, SignedOut, Stale
from viche.kernel.models import Event

OWNERS = {"councillor", "secretary"}  # both act for the council
OTHERS = {"facilitator", "officer", "teacher"}  # speak in the group for another organisation
READERS = OWNERS | OTHERS | {"observer"}
STRANGERS = {"outsider", "former", "administrator", "anonymous"}

# The specification, by hand: step → (states, who).
MAY: dict[str, tuple[set[str], set[str]]] = {
    "accepted": ({"proposed"}, OWNERS),
    "declined": ({"proposed"}, OWNERS),
    "in_progress": ({"accepted", "blocked"}, OWNERS),
    "blocked": ({"in_progress"}, OWNERS),
    "done": ({"in_progress"}, OWNERS),
    "completion_withdrawn": ({"done"}, OWNERS),
    "verified": ({"done"}, OTHERS),
    "verification_withdrawn": ({"verified"}, {"officer"}),
    "returned": ({"done"}, OTHERS),
    "closed": ({"verified"}, {"facilitator", "secretary"}),
    "cancelled": (
        {"proposed", "accepted", "in_progress", "blocked", "done", "declined"},
        {"facilitator"},
    ),
}
LEADS_TO = {**{to: to for to in MAY}, "returned": "in_progress"}
LEADS_TO |= {"completion_withdrawn": "in_progress", "verification_withdrawn": "done"}


def refusal(world: World, role: str) -> type[DomainError]:
    if role == "anonymous":
        return SignedOut
    return Forbidden if role in READERS else NotFound


def attempt(act: Callable[[], ActionItem]) -> ActionItem | type[DomainError]:
    """What comes of an act, which is undone."""
    try:
        with transaction.atomic():
            result = act()
            transaction.set_rollback(True)
            return result
    except DomainError as error:
        return type(error)


def test_the_table_is_whole() -> None:
    assert set(MAY) == set(WORKFLOW.transitions_by_name)
    assert set(PATHS) == set(State.values)


@pytest.mark.parametrize("state", PATHS)
def test_every_step_is_taken_by_whom_and_when_the_table_says(world: World, state: str) -> None:
    item = an_item_in(world, state)
    if not item.evidence_count and state == "in_progress":
        prove(world, item)
    wrong = []
    for to, (states, who) in MAY.items():
        for role in ("secretary", "councillor", "facilitator", "officer", "observer", "outsider"):
            may = state in states and role in who
            result = attempt(lambda to=to, role=role: move(world, item, to, role))  # type: ignore[misc]
            expected = LEADS_TO[to] if may else refusal(world, role)
            found = result.state if isinstance(result, ActionItem) else result
            if found != expected:
                wrong.append((to, role, found, expected))
    assert wrong == []


def test_for_strangers_there_is_nothing(world: World) -> None:
    item = an_item(world)
    for role in STRANGERS:
        assert attempt(lambda role=role: move(world, item, "accepted", role)) is refusal(world, role)  # type: ignore[misc]


@pytest.mark.parametrize("to", ["declined", "blocked", "returned", "cancelled"])
def test_a_refusal_needs_its_reason(world: World, to: str) -> None:
    state = {"declined": "proposed", "blocked": "in_progress", "returned": "done", "cancelled": "accepted"}[
        to
    ]
    by = {"returned": "officer", "cancelled": "facilitator"}.get(to, "councillor")
    item = an_item_in(world, state)
    for nothing in ("", "   ", "\u200b"):
        with pytest.raises(Invalid) as refused:
            move(world, item, to, by, reason=nothing)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/reason", "blank")]
    moved = move(world, item, to, by, reason="Немає коштів")
    assert moved.state_remark is not None
    assert moved.state_remark.text == "Немає коштів"
    assert moved.state_remark.author_id == world.people[by].pk


def test_nothing_is_done_without_evidence(world: World) -> None:
    item = an_item_in(world, "in_progress")
    with pytest.raises(Conflict) as refused:
        move(world, item, "done")
    assert refused.value.reason == "evidence_required"
    assert fresh(item).state == State.IN_PROGRESS
    prove(world, item)
    assert move(world, item, "done").done_at is not None


def test_a_step_keeps_who_took_it_and_for_whom(world: World) -> None:
    item = an_item_in(world, "verified")
    assert item.verified_by_id == world.people["officer"].pk
    assert item.verified_through_id == world.mandates["officer"].pk
    assert item.verified_for_id == world.organisations["police"].pk
    steps = Event.objects.filter(subject_id=item.pk, kind="tasks.action_verified").get()
    assert steps.data["mandate_id"] == str(world.mandates["officer"].pk)
    assert (steps.data["before"], steps.data["after"]) == ("done", "verified")
    assert kinds_of(item) == [
        "action_made",
        "action_accepted",
        "action_started",
        "evidence_added",
        "action_completed",
        "action_verified",
    ]


# ---- nobody verifies their own ---------------------------------------------------------------------------


def test_the_owner_never_verifies(world: World) -> None:
    item = an_item_in(world, "done")
    for name in OWNERS:
        with pytest.raises(Forbidden) as refused:
            move(world, item, "verified", name)
        assert refused.value.reason == "not_another"


def test_who_added_the_last_evidence_does_not_verify(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item, "facilitator")
    move(world, item, "done")
    with pytest.raises(Forbidden) as refused:
        move(world, item, "verified", "facilitator")
    assert refused.value.reason == "not_another"
    assert move(world, item, "verified", "officer").state == State.VERIFIED


def test_who_could_make_items_hears_why_they_wait(world: World) -> None:
    def reason(name: str) -> str:
        return RegisterPolicy().refusal(world.actor(name), RegisterAction.MAKE, world.group).reason

    assert reason("teacher") == "forbidden"
    world.group.state = "proposed"
    assert (reason("facilitator"), reason("teacher")) == ("group_proposed", "forbidden")
    world.group.state = "suspended"
    assert reason("teacher") == "group_not_working"


def test_whoever_was_let_in_to_work_does_not_verify(world: World) -> None:
    item = an_item_in(world, "done")
    share_with_guest(
        actor=SYSTEM,
        container_type="action",
        container_id=item.pk,
        person_id=world.people["officer"].pk,
        access=ShareAccess.WORK,
        until=now() + timedelta(days=1),
        reason="Допомога",
    )
    assert not ActionItemPolicy().can(world.actor("officer"), Action.VERIFY, fresh(item))
    assert ActionItemPolicy().can(world.actor("teacher"), Action.VERIFY, fresh(item))


def test_a_second_mandate_for_the_owner_bars_from_verifying(world: World) -> None:
    """Whoever acts for the owner anywhere, even without a seat here, is not “another”."""
    item = an_item_in(world, "done")
    a_mandate(world.people["officer"], world.organisations["council"])
    with pytest.raises(Forbidden):
        move(world, item, "verified", "officer")
    assert move(world, item, "verified", "teacher").state == State.VERIFIED


def test_only_the_named_organisation_verifies(world: World) -> None:
    item = an_item_in(world, "done", verifier_organisation_id=world.organisations["school"].pk)
    with pytest.raises(Forbidden):
        move(world, item, "verified", "officer")
    assert move(world, item, "verified", "teacher").verified_for_id == world.organisations["school"].pk


def test_a_chosen_mandate_must_fit_the_step(world: World) -> None:
    second = a_mandate(world.people["officer"], world.organisations["market"])
    a_seat(world.group, second, Role.MEMBER)
    item = an_item_in(world, "done", verifier_organisation_id=world.organisations["market"].pk)
    with pytest.raises(Invalid) as refused:
        move(world, item, "verified", "officer", mandate_id=world.mandates["officer"].pk)
    assert refused.value.errors[0].pointer == "/on_behalf_of"
    moved = move(world, item, "verified", "officer", mandate_id=second.pk)
    assert moved.verified_for_id == world.organisations["market"].pk


def test_the_database_refuses_what_the_policy_refuses(world: World) -> None:
    item = an_item_in(world, "verified")
    rows = ActionItem.objects.filter(pk=item.pk)
    council, councillor = world.organisations["council"].pk, world.people["councillor"].pk
    for wrong in (
        {"verified_for": council},
        {"verified_by": councillor},  # added the last evidence
        {"verifier_organisation": council},
        {"evidence_count": 0},
        {"state": "filed"},
        {"state": "closed", "verified_for": None},
        {"state": "done"},  # but verified by somebody
        {"verified_by": None},
        {"state": "blocked", "verified_at": None, "verified_by": None, "verified_for": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_what_people_refer_to_never_changes(world: World) -> None:
    item = an_item(world)
    rows = ActionItem.objects.filter(pk=item.pk)
    for fixed in ({"number": 99}, {"year": 1999}, {"original_due_on": "2030-01-01"}):
        with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
            rows.update(**fixed)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.delete()


# ---- what is done instead ---------------------------------------------------------------------------------


def test_what_is_cancelled_names_what_is_done_instead(world: World, elsewhere: World) -> None:
    item, other, foreign = an_item(world), an_item(world), an_item(elsewhere)
    facts: dict[str, Any] = {"until": now() + timedelta(days=1), "access": ShareAccess.READ, "reason": "Так"}
    person_id = world.people["facilitator"].pk
    share_with_guest(
        actor=SYSTEM, container_type="action", container_id=foreign.pk, person_id=person_id, **facts
    )
    for wrong, code in ((item.pk, "unknown"), (an_item(elsewhere).pk, "unknown"), (foreign.pk, "elsewhere")):
        with pytest.raises(Invalid) as refused:
            move(world, item, "cancelled", "facilitator", superseded_by_id=wrong)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/superseded_by", code)]
    with pytest.raises(Invalid) as refused:
        move(world, item, "accepted", superseded_by_id=other.pk)
    assert refused.value.errors[0].code == "not_cancelled"
    move(world, item, "cancelled", "facilitator", superseded_by_id=other.pk)
    assert fresh(item).superseded_by == other
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.filter(pk=item.pk).update(superseded_by=item)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.filter(pk=other.pk).update(superseded_by=item)


# ---- two at once -----------------------------------------------------------------------------------------


def test_a_stale_version_is_refused(world: World) -> None:
    item = an_item(world)
    edit(world, item, title_uk="Інша назва")
    with pytest.raises(Stale):
        move(world, item, "accepted", expected_version=item.version)
    assert fresh(item).state == State.PROPOSED


@pytest.mark.django_db(transaction=True)
def test_of_two_verifiers_at_once_one_wins_and_the_other_learns_it() -> None:
    world = a_world("Тут")
    item = an_item_in(world, "done")

    def verify(name: str) -> str:
        try:
            transition_action_item(
                actor=world.actor(name), action_id=item.pk, to="verified", expected_version=item.version
            )
            return "verified"
        except DomainError as error:
            return error.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(verify, ["officer", "teacher"]))
    assert sorted(outcomes) == ["stale", "verified"]
    assert kinds_of(item).count("action_verified") == 1


@pytest.mark.django_db(transaction=True)
def test_evidence_and_verification_at_once_never_verify_the_unseen() -> None:
    """Either the verification came first or it was refused: it never covers what nobody had seen."""
    world = a_world("Тут")
    item = an_item_in(world, "done")

    def act(what: str) -> str:
        try:
            if what == "prove":
                prove(world, item, "secretary")
            else:
                transition_action_item(
                    actor=world.actor("officer"),
                    action_id=item.pk,
                    to="verified",
                    expected_version=item.version,
                )
            return "ok"
        except DomainError as error:
            return error.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        proved, verified = threads.map(act, ["prove", "verify"])
    assert (proved, verified) in {("ok", "stale"), ("action_state", "ok")}


# ---- tokens ----------------------------------------------------------------------------------------------


def test_a_token_reaches_what_its_scopes_say(world: World) -> None:
    item = an_item(world)
    policy = ActionItemPolicy()
    reading = token_of(world, "councillor", "tasks:read")
    writing = token_of(world, "councillor", "tasks:read", "tasks:write")
    other = token_of(world, "councillor", "dialogue:read")
    assert policy.visible_to(reading).filter(pk=item.pk).exists()
    assert not policy.visible_to(other).filter(pk=item.pk).exists()
    assert not policy.can(reading, Action.ACCEPT, item)
    assert policy.can(writing, Action.ACCEPT, item)
    with pytest.raises(Forbidden):
        transition_action_item(actor=reading, action_id=item.pk, to="accepted", expected_version=1)


def test_what_ends_an_item_waits_for_its_register() -> None:
    """Others wait for it no more, or it comes again: see `lock_register`."""
    ending = {one.name for one in WORKFLOW.transitions if WORKFLOW.ends(one)}
    assert ending == {"verified", "closed", "cancelled"}
    assert {one.name for one in WORKFLOW.transitions if WORKFLOW.resumes(one)} == {"verification_withdrawn"}
