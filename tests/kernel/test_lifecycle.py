"""A lifecycle is checked when it is declared."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest

from viche.kernel.lifecycle import Deadline, Lifecycle, Phase, Requirement, State, Transition


class Step(StrEnum):
    NOTIFY = "visit.notify"
    CONDUCT = "visit.conduct"
    RETURN = "visit.return"
    CLOSE = "visit.close"


class Who(StrEnum):
    LEAD = "lead"
    AUTHORITY = "authority"


LEAD = frozenset({Who.LEAD})
REPLY = Deadline("reply", frozenset({Who.AUTHORITY}), due=30, label="Reply")
STATES = (
    State("planned", "Planned", Phase.PREPARATION),
    State("notified", "Notified", Phase.PREPARATION),
    State("conducted", "Conducted", Phase.FOLLOW_UP),
    State("closed", "Closed", Phase.CLOSED),
)
NOTIFY = Transition(Step.NOTIFY, sources={"planned"}, target="notified", roles=LEAD)
CONDUCT = Transition(Step.CONDUCT, sources={"planned", "notified"}, target="conducted", roles=LEAD)
CLOSE = Transition(Step.CLOSE, sources={"conducted"}, target="closed", roles=LEAD)
REOPEN = Transition(Step.RETURN, sources={"closed"}, target="conducted", roles=LEAD, to="reopened")
TRANSITIONS = (NOTIFY, CONDUCT, CLOSE, REOPEN)


def test_transitions_are_found_by_name_and_tell_what_ends() -> None:
    visit = Lifecycle(STATES, TRANSITIONS)
    assert visit.transitions_by_name == {
        "notified": NOTIFY,
        "conducted": CONDUCT,
        "closed": CLOSE,
        "reopened": REOPEN,
    }
    assert [one.name for one in TRANSITIONS if visit.ends(one)] == ["closed"]
    assert [one.name for one in TRANSITIONS if visit.resumes(one)] == ["reopened"]


def test_the_reference_says_what_each_transition_leads_from_and_requires() -> None:
    close = replace(CLOSE, requires={Requirement.SIGN_OFF, Requirement.REASON})
    visit = Lifecycle(STATES, (NOTIFY, CONDUCT, close, REOPEN))
    assert visit.describe_transitions() == (
        "`notified`: from `planned`. `conducted`: from `planned`, `notified`. "
        "`closed`: from `conducted`; requires reason; requires sign_off. `reopened`: from `closed`."
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"sources": {"planned", "draft"}}, "Transition 'conducted' names the unknown state 'draft'."),
        ({"target": "done"}, "Transition 'done' names the unknown state 'done'."),
        ({"sources": frozenset()}, "Transition 'conducted' is possible in no state."),
        ({"roles": frozenset()}, "Nobody may take the transition 'conducted'."),
        ({"to": "notified"}, "2 transitions are named 'notified'."),
        ({"action": Step.NOTIFY}, "2 transitions have the action 'visit.notify'."),
        ({"target": "planned"}, "State 'conducted' cannot be reached."),
        ({"sources": {"planned"}}, "State 'notified' is a dead end, but is not in the phase CLOSED."),
        ({"deadlines": (replace(REPLY, roles=frozenset()),)}, "Nobody is bound by the deadline 'reply'."),
        ({"deadlines": (replace(REPLY, due=0),)}, "The deadline 'reply' is over when it begins."),
        ({"deadlines": (REPLY, replace(REPLY, due=10))}, "2 deadlines are named 'reply'."),
    ],
)
def test_a_wrong_transition_is_refused(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        Lifecycle(STATES, (NOTIFY, replace(CONDUCT, **change), CLOSE, REOPEN))


def test_wrong_states_are_refused_and_every_fault_is_named() -> None:
    with pytest.raises(ValueError, match=r"^There are no states\.$"):
        Lifecycle[Step, Who]((), ())
    island = State("lost", "Lost", Phase.REVIEW)
    faults = (
        "2 states are named 'planned'. State 'lost' cannot be reached. "
        "State 'lost' is a dead end, but is not in the phase CLOSED."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(faults)}$"):
        Lifecycle((*STATES, island, STATES[0]), TRANSITIONS)


def test_a_final_state_reached_only_in_a_loop_of_its_own_is_unreachable() -> None:
    there = Transition(Step.CLOSE, sources={"conducted"}, target="closed", roles=LEAD)
    with pytest.raises(ValueError, match=r"^State 'conducted' cannot be reached\. State 'closed' cannot"):
        Lifecycle(STATES, (NOTIFY, replace(CONDUCT, target="planned"), there, REOPEN))
