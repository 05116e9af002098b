"""The lifecycle of a meeting, and who may do what in which state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import pgettext_lazy

from dialogue.meetings.models import MeetingState
from groups.policies import FACILITATE, READ, RECORD, SPEAK
from viche.kernel.lifecycle import Lifecycle, Phase, Requirement, State, Transition

PLANNED, CONVENED, RUNNING = MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.RUNNING
ENDED, CANCELLED = MeetingState.ENDED, MeetingState.CANCELLED


class MeetingRole(StrEnum):
    """The right in the group on which an action depends."""

    READER = READ
    SPEAKER = SPEAK
    RECORDER = RECORD
    FACILITATOR = FACILITATE


class MeetingAction(StrEnum):
    """Actions on a meeting."""

    READ = "meeting.read"
    EDIT = "meeting.edit"
    ORDER_AGENDA = "meeting.order_agenda"
    PROPOSE_ITEM = "meeting.propose_item"
    ANSWER = "meeting.answer"
    CONVENE = "meeting.convene"
    CANCEL = "meeting.cancel"
    START = "meeting.start"
    END = "meeting.end"
    CHECK_IN = "meeting.check_in"
    RECORD_PRESENCE = "meeting.record_presence"
    ASK_FLOOR = "meeting.ask_floor"
    KEEP_FLOOR = "meeting.keep_floor"
    WRITE_NOTE = "meeting.write_note"
    MAKE_MINUTES = "meeting.make_minutes"


LIFECYCLE: Lifecycle[MeetingAction, MeetingRole] = Lifecycle(
    states=(
        State(PLANNED, PLANNED.label, Phase.PREPARATION),
        State(CONVENED, CONVENED.label, Phase.PREPARATION),
        State(RUNNING, RUNNING.label, Phase.FIELDWORK),
        State(ENDED, ENDED.label, Phase.CLOSED),
        State(CANCELLED, CANCELLED.label, Phase.CLOSED),
    ),
    transitions=(
        Transition(
            MeetingAction.CONVENE,
            {PLANNED},
            CONVENED,
            {MeetingRole.FACILITATOR},
            label=pgettext_lazy("meeting", "Convene"),
        ),
        Transition(
            MeetingAction.START,
            {CONVENED},
            RUNNING,
            {MeetingRole.RECORDER},
            label=pgettext_lazy("meeting", "Start"),
        ),
        Transition(
            MeetingAction.END,
            {RUNNING},
            ENDED,
            {MeetingRole.RECORDER},
            label=pgettext_lazy("meeting", "End"),
        ),
        Transition(
            MeetingAction.CANCEL,
            {PLANNED, CONVENED},
            CANCELLED,
            {MeetingRole.FACILITATOR},
            label=pgettext_lazy("meeting", "Cancel"),
            requires={Requirement.REASON},
        ),
    ),
)
STEPS = {one.action: one for one in LIFECYCLE.transitions}


@dataclass(frozen=True, slots=True)
class Rule:
    """The role that may take an action, and the states in which it is possible."""

    role: MeetingRole
    states: frozenset[str]


ALL_STATES = frozenset(MeetingState)
OPEN_STATES = frozenset({PLANNED, CONVENED, RUNNING})
# A note or a presence that was entered without a connection may arrive after the end.
HELD_STATES = frozenset({RUNNING, ENDED})

RULES: dict[MeetingAction, Rule] = {
    MeetingAction.READ: Rule(MeetingRole.READER, ALL_STATES),
    MeetingAction.EDIT: Rule(MeetingRole.FACILITATOR, OPEN_STATES),
    MeetingAction.ORDER_AGENDA: Rule(MeetingRole.FACILITATOR, OPEN_STATES),
    MeetingAction.PROPOSE_ITEM: Rule(MeetingRole.SPEAKER, OPEN_STATES),
    MeetingAction.ANSWER: Rule(MeetingRole.SPEAKER, frozenset({CONVENED})),
    MeetingAction.CHECK_IN: Rule(MeetingRole.SPEAKER, frozenset({RUNNING})),
    MeetingAction.RECORD_PRESENCE: Rule(MeetingRole.RECORDER, HELD_STATES),
    MeetingAction.ASK_FLOOR: Rule(MeetingRole.SPEAKER, frozenset({RUNNING})),
    MeetingAction.KEEP_FLOOR: Rule(MeetingRole.RECORDER, frozenset({RUNNING})),
    MeetingAction.WRITE_NOTE: Rule(MeetingRole.RECORDER, HELD_STATES),
    MeetingAction.MAKE_MINUTES: Rule(MeetingRole.RECORDER, frozenset({ENDED})),
    **{
        action: Rule(next(iter(step.roles)), frozenset(map(str, step.sources)))
        for action, step in STEPS.items()
    },
}
