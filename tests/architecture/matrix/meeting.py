"""Who may do what with meetings, and with those of a group as a whole."""

from tests.architecture.matrix.group import GROUP_STATES
from tests.architecture.matrix.people import LEADER, READERS, RECORDERS, SPEAKERS, always, only

MEETING_STATES = ("planned", "convened", "running", "ended", "cancelled")
OPEN = "planned convened running"
# What was entered without a connection may arrive after the end.
HELD = "running ended"

SEES: dict[str, dict[str, frozenset[str]]] = {
    "meeting": always(READERS, MEETING_STATES),
    "meetings": always(READERS, GROUP_STATES),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "meetings.read": always(READERS, GROUP_STATES),
    "meetings.plan_meeting": only("proposed active", LEADER, GROUP_STATES),
    "meeting.read": always(READERS, MEETING_STATES),
    "meeting.edit": only(OPEN, LEADER, MEETING_STATES),
    "meeting.order_agenda": only(OPEN, LEADER, MEETING_STATES),
    "meeting.propose_item": only(OPEN, SPEAKERS, MEETING_STATES),
    "meeting.answer": only("convened", SPEAKERS, MEETING_STATES),
    "meeting.convene": only("planned", LEADER, MEETING_STATES),
    "meeting.cancel": only("planned convened", LEADER, MEETING_STATES),
    "meeting.start": only("convened", RECORDERS, MEETING_STATES),
    "meeting.end": only("running", RECORDERS, MEETING_STATES),
    "meeting.check_in": only("running", SPEAKERS, MEETING_STATES),
    "meeting.record_presence": only(HELD, RECORDERS, MEETING_STATES),
    "meeting.ask_floor": only("running", SPEAKERS, MEETING_STATES),
    "meeting.keep_floor": only("running", RECORDERS, MEETING_STATES),
    "meeting.write_note": only(HELD, RECORDERS, MEETING_STATES),
}
