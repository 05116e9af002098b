"""The states of decisions and the steps between them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import pgettext, pgettext_lazy

from dialogue.decisions.models import Decision, DecisionState as State
from viche.kernel.lifecycle import Lifecycle, Phase, Requirement, State as LifecycleState, Transition


class DecisionRole(StrEnum):
    """What an actor is to a decision.

    LEADER facilitates the thread or the group, HEAD the group in whose name the decision was made. COUNT is
    the count itself, which sets the result.
    """

    READER = "reader"
    SPEAKER = "speaker"
    VOTER = "voter"
    RECORDER = "recorder"
    LEADER = "leader"
    HEAD = "head"
    COUNT = "count"


class Step(StrEnum):
    """A step between states."""

    OPEN = "open"
    ADOPT = "adopt"
    REJECT = "reject"
    MISS_QUORUM = "miss_quorum"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


LEADER, COUNT = frozenset({DecisionRole.LEADER}), frozenset({DecisionRole.COUNT})
PHASES = {State.DRAFT: Phase.PREPARATION, State.OPEN: Phase.FIELDWORK, State.ADOPTED: Phase.FOLLOW_UP}
OPEN = frozenset({State.OPEN})

LIFECYCLE = Lifecycle(
    tuple(LifecycleState(one.value, one.label, PHASES.get(one, Phase.CLOSED)) for one in State),
    (
        Transition(Step.OPEN, frozenset({State.DRAFT}), State.OPEN, LEADER),
        Transition(Step.ADOPT, OPEN, State.ADOPTED, COUNT),
        Transition(Step.REJECT, OPEN, State.REJECTED, COUNT),
        Transition(Step.MISS_QUORUM, OPEN, State.NO_QUORUM, COUNT),
        Transition(
            Step.WITHDRAW,
            frozenset({State.DRAFT, State.OPEN}),
            State.WITHDRAWN,
            LEADER,
            requires=frozenset({Requirement.REASON}),
            label=pgettext_lazy("decision", "Withdraw"),
        ),
        Transition(Step.SUPERSEDE, frozenset({State.ADOPTED}), State.SUPERSEDED, COUNT),
    ),
)
STEPS = {one.action: one for one in LIFECYCLE.transitions}
COUNTED = frozenset({State.ADOPTED, State.REJECTED, State.NO_QUORUM, State.SUPERSEDED})
EVERY_STATE = frozenset(State)


def get_result_label(row: Decision) -> str:
    """Return what the state of a decision is called: what binds nobody is given as advice, not adopted."""
    if row.state == State.ADOPTED and not row.binds:
        return pgettext("decision", "Advice given")
    return str(State(row.state).label)
