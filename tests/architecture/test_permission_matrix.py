"""The policies answer exactly what the hand-written matrix says, one by one and for whole lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID
from zlib import crc32

import pytest

from tasks.items.policies import list_allowed_actions
from tests.architecture.furnished import Furnished
from tests.architecture.matrix.people import OUTSIDE, ROLES, TOKENS
from tests.architecture.matrix_at_rest import AT_REST, may_in, sees_in
from tests.architecture.permission_matrix import ELSEWHERE, MAY, SEES, usual
from tests.architecture.read_memo import remember_reads
from tests.architecture.stages import MAKERS, POLICIES
from tests.architecture.stages.stage import Stage
from viche.accounts.scopes import list_scopes
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.ids import uuid7
from viche.kernel.policy import list_policies
from viche.kernel.services import SERVICES, Reason

CASES = [(kind, state) for kind, states in SEES.items() for state in states]
# What hangs on the state of its group, in every state of its own.
IN_GROUP = [case for case in CASES if case[0] in ("thread", "message", "action", "evidence", "dossier")]
IN_GROUP += [case for case in CASES if case[0] in ("recommendation", "dossier_evidence")]
IN_GROUP += [("invitation", "any"), ("join_request", "pending")]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), CASES)
def test_everybody_may_do_what_the_matrix_says_and_nothing_else(
    furnished: Furnished, kind: str, state: str
) -> None:
    obj = furnished.bring(kind, state)
    with remember_reads():
        wrong = [
            fault
            for role in sorted(ROLES - OUTSIDE)
            for fault in decided_wrongly(furnished.stage.actor(role), role, obj, kind, state)
        ]
    assert wrong == []


def decided_wrongly(actor: Actor, role: str, obj: Any, kind: str, state: str) -> Iterator[str]:
    policy = POLICIES[kind]
    sees = policy.visible_to(actor).filter(pk=obj.pk).first()
    if (sees is not None) != (role in SEES[kind][state]):
        yield f"{role} {'sees' if sees else 'does not see'} it"
    for action in policy.every:
        expected = role in MAY[action][state]
        if policy.can(actor, action, sees or obj) != expected:
            yield f"{role}: {action} should be {'allowed' if expected else 'refused'}"
        assert not expected or role in SEES[kind][state], "nobody may do what they cannot see"


def shown_as_allowed(kind: str, actor: Actor, obj: Any) -> set[str]:
    """What is said to be open beside a thing, by the way that pages and lists go."""
    policy: Any = POLICIES[kind]
    if hasattr(policy, "allowed_in"):
        return set(policy.allowed_in(actor, [obj])[0])
    parts = policy.roles_for(actor, obj) if kind == "action" else frozenset()
    return set(list_allowed_actions(actor, obj, parts) if kind == "action" else policy.allowed(actor, obj))


SHOWN = ("group", "thread", "decision", "action", "dossier")
LISTED = [case for case in CASES if hasattr(POLICIES[case[0]], "allowed_in") or case[0] in SHOWN]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), LISTED)
def test_what_lists_say_is_allowed_is_what_the_matrix_says(
    furnished: Furnished, kind: str, state: str
) -> None:
    obj, policy = furnished.bring(kind, state), POLICIES[kind]
    for role in sorted(SEES[kind][state] - OUTSIDE):
        actor = furnished.stage.actor(role)
        told = shown_as_allowed(kind, actor, policy.visible_to(actor).get(pk=obj.pk))
        expected = {action.partition(".")[2] for action in policy.every if role in MAY[action][state]}
        assert told == expected, role


@pytest.mark.django_db
@pytest.mark.parametrize(
    "group_state",
    ["proposed", *AT_REST],
    ids="{}-thread-message-action-evidence-dossier-invitation-join_request".format,
)
def test_a_group_that_talks_or_rests_leaves_what_the_matrix_says(
    furnished: Furnished, group_state: str
) -> None:
    stage = furnished.stage
    things = {case: furnished.bring(*case).pk for case in IN_GROUP}
    MAKERS["group"](stage, group_state)
    wrong = []
    with remember_reads():
        for role in sorted(ROLES - OUTSIDE):
            shown = shown_to(stage.actor(role), things)
            wrong += [f"{role} at {fault}" for fault in shown_wrongly(role, shown, group_state)]
    assert wrong == []


def shown_to(actor: Actor, things: dict[tuple[str, str], UUID]) -> dict[tuple[str, str], set[str]]:
    """What is said to be open beside each of these things that the actor sees, asked by kind."""
    shown = {}
    for kind in {kind for kind, _state in things}:
        states = {pk: state for (one, state), pk in things.items() if one == kind}
        for obj in POLICIES[kind].visible_to(actor).filter(pk__in=states):
            shown[kind, states[obj.pk]] = shown_as_allowed(kind, actor, obj)
    return shown


def shown_wrongly(role: str, shown: dict[tuple[str, str], set[str]], group_state: str) -> Iterator[str]:
    for kind, state in IN_GROUP:
        every, told = POLICIES[kind].every, shown.get((kind, state))
        expected = {str(one) for one in every if role in may_in(group_state, one, state)}
        if (told is not None) != (role in sees_in(group_state, kind, state)):
            yield f"{kind} {state}: {'missing' if told is None else 'seen'}"
        elif (told or set()) != {one.partition(".")[2] for one in expected}:
            yield f"{kind} {state}: {sorted(told or set())}, not {sorted(expected)}"


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), CASES)
def test_whoever_sees_a_thing_is_told_why_and_nobody_else(
    furnished: Furnished, kind: str, state: str
) -> None:
    obj, stage = furnished.bring(kind, state), furnished.stage
    people = ROLES - OUTSIDE - TOKENS
    with remember_reads():
        told = {role for role in people if POLICIES[kind].explain(stage.actor(role), obj)}
    assert told == SEES[kind][state] & people


def every_action() -> Iterator[str]:
    for policy in list_policies():
        yield from policy.every
    for one in SERVICES.values():
        yield from (action for action in one.actions if not isinstance(action, Reason))


def test_every_action_of_every_policy_and_service_has_its_row() -> None:
    known = set(MAY)
    missing = {str(action) for action in every_action()} - known
    assert {action for action in missing if action.partition(".")[0] not in ELSEWHERE} == set()


def test_every_row_is_complete() -> None:
    for action, row in MAY.items():
        assert set(row) == set(SEES[action.partition(".")[0]]), action


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), CASES)
def test_a_program_does_no_more_than_who_it_is_of_and_sees_what_it_may_read(
    furnished: Furnished, kind: str, state: str
) -> None:
    obj, policy = furnished.bring(kind, state), POLICIES[kind]
    # What can be done by state alone is read by another policy of the same thing.
    read = next((one for one in policy.every if one.endswith(".read")), None)
    wrong = []
    seen = SEES[kind][state]
    for role in sorted(ROLES - OUTSIDE - TOKENS):
        if role not in seen and crc32(f"{kind} {state} {role}".encode()) % 4:
            continue  # one in four of those who would have to see it first: others for each state
        token = replace(furnished.stage.actor(role), token_id=uuid7(), scopes=frozenset(list_scopes()))
        with remember_reads():
            sees = policy.visible_to(token).filter(pk=obj.pk).exists()
            allowed = {action for action in policy.every if policy.can(token, action, obj)}
        if (read is not None and sees != (read in allowed)) or (sees and role not in seen):
            wrong.append(f"{role} {'sees' if sees else 'does not see'} it")
        wrong += [f"{role}: {action}" for action in allowed if role not in MAY[action][state]]
    assert wrong == []


@pytest.mark.django_db
def test_nobody_sees_and_may_nothing(stage: Stage) -> None:
    for kind, maker in MAKERS.items():
        maker(stage, usual(kind))
        policy, there = POLICIES[kind], POLICIES[kind].model._default_manager.all()
        assert not policy.visible_to(ANONYMOUS).exists(), kind
        may = [action for obj in there for action in policy.every if policy.can(ANONYMOUS, action, obj)]
        assert (bool(there), may) == (True, []), kind


@pytest.mark.django_db
def test_a_token_reaches_no_further_than_its_scopes(stage: Stage) -> None:
    for kind, maker in MAKERS.items():
        policy = POLICIES[kind]
        obj, sees = maker(stage, usual(kind)), SEES[kind][usual(kind)]
        role = "facilitator" if "facilitator" in sees else min(sees)
        person = replace(stage.actor(role), token_id=uuid7())
        actor = replace(person, scopes=frozenset({f"{policy.domain}:read"}))
        granted = {action for action in policy.every if policy.can(actor, action, obj)}
        assert granted <= policy.reads, f"a reading token may {granted - policy.reads}"
        blind = replace(actor, scopes=frozenset())
        # One's own account is there: what is in it is refused.
        assert not policy.visible_to(blind).exclude(pk=str(actor.person_id)).exists()
