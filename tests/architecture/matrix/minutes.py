"""Who may do what with minutes of a meeting that the facilitator chaired and the secretary recorded."""

from tests.architecture.matrix.meeting import MEETING_STATES
from tests.architecture.matrix.people import LEADER, READERS, RECORDERS, always, only, people

MINUTES_STATES = ("draft", "remarks", "signing", "signed")
# Who was at the meeting, and the program of one of them.
ATTENDED = people("facilitator token secretary officer")

SEES: dict[str, dict[str, frozenset[str]]] = {"minutes": always(READERS, MINUTES_STATES)}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "meeting.make_minutes": only("ended", RECORDERS, MEETING_STATES),
    "minutes.read": always(READERS, MINUTES_STATES),
    "minutes.edit": only("draft", RECORDERS, MINUTES_STATES),
    "minutes.ask_remarks": only("draft", RECORDERS, MINUTES_STATES),
    "minutes.remark": only("remarks", ATTENDED, MINUTES_STATES),
    "minutes.decide_remark": only("draft remarks", RECORDERS, MINUTES_STATES),
    "minutes.send_for_signature": only("remarks", RECORDERS, MINUTES_STATES),
    "minutes.reopen": only("remarks signing", RECORDERS, MINUTES_STATES),
    "minutes.replace_signer": only("draft remarks signing", RECORDERS, MINUTES_STATES),
    "minutes.sign": only("signing", RECORDERS, MINUTES_STATES),
    "minutes.publish": only("signed", LEADER, MINUTES_STATES),
    "minutes.correct": only("signed", RECORDERS, MINUTES_STATES),
}
