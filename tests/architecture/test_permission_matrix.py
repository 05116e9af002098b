"""The policies answer exactly what the hand-written matrix says, one by one and for whole lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.architecture.permission_matrix import ELSEWHERE, MAY, OUTSIDE, ROLES, SEES, TOKENS, usual
from tests.architecture.stages import MAKERS, POLICIES, Stage
from viche.accounts.scopes import all_scopes
from viche.kernel.ids import uuid7
from viche.kernel.policy import Policy
from viche.kernel.services import SERVICES, Reason

# What is seen through grants; the rest is known to everybody, or to whoever sits at the same table.
BY_GRANT = "group dialogue register thread action subject_request access_record break_glass".split()
CASES = [(kind, state) for kind, states in SEES.items() for state in states]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), CASES)
def test_everybody_may_do_what_the_matrix_says_and_nothing_else(stage: Stage, kind: str, state: str) -> None:
    obj, policy = MAKERS[kind](stage, state), POLICIES[kind]
    wrong = []
    for role in sorted(ROLES - OUTSIDE):
        actor = stage.actor(role)
        sees = policy.visible_to(actor).filter(pk=obj.pk).first()
        if (sees is not None) != (role in SEES[kind][state]):
            wrong.append(f"{role} {'sees' if sees else 'does not see'} it")
        for action in policy.every:
            expected = role in MAY[action][state]
            if policy.can(actor, action, sees or obj) != expected:
                wrong.append(f"{role}: {action} should be {'allowed' if expected else 'refused'}")
            assert not expected or role in SEES[kind][state], "nobody may do what they cannot see"
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), [case for case in CASES if case[0] in BY_GRANT])
def test_whoever_sees_a_thing_is_told_why_and_nobody_else(stage: Stage, kind: str, state: str) -> None:
    obj = MAKERS[kind](stage, state)
    people = ROLES - OUTSIDE - TOKENS
    told = {role for role in people if POLICIES[kind].explain(stage.actor(role), obj)}
    assert told == SEES[kind][state] & people


def every_action() -> Iterator[str]:
    for policy in Policy.__subclasses__():
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
    stage: Stage, kind: str, state: str
) -> None:
    obj, policy = MAKERS[kind](stage, state), POLICIES[kind]
    (read,) = (one for one in policy.every if one.endswith(".read"))
    wrong = []
    for role in sorted(ROLES - OUTSIDE - TOKENS):
        token = replace(stage.actor(role), token_id=uuid7(), scopes=frozenset(all_scopes()))
        sees = policy.visible_to(token).filter(pk=obj.pk).exists()
        allowed = {action for action in policy.every if policy.can(token, action, obj)}
        if sees != (read in allowed) or (sees and role not in SEES[kind][state]):
            wrong.append(f"{role} {'sees' if sees else 'does not see'} it")
        wrong += [f"{role}: {action}" for action in allowed if role not in MAY[action][state]]
    assert wrong == []


@pytest.mark.django_db
def test_a_token_reaches_no_further_than_its_scopes(stage: Stage) -> None:
    for kind, maker in MAKERS.items():
        policy = POLICIES[kind]
        obj = maker(stage, usual(kind))
        person = replace(stage.actor("facilitator"), token_id=uuid7())
        actor = replace(person, scopes=frozenset({f"{policy.domain}:read"}))
        granted = {action for action in policy.every if policy.can(actor, action, obj)}
        assert granted <= policy.reads, f"a reading token may {granted - policy.reads}"
        blind = replace(actor, scopes=frozenset())
        # One's own account is there: what is in it is refused.
        assert not policy.visible_to(blind).exclude(pk=str(actor.person_id)).exists()
