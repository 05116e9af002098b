"""Who may take which step of a public control. The teacher leads, the councillor monitors, the police answer.

The organisation of the facilitator reviews the report. Until that is sent the control is for its participants
alone; nobody replied before the silence was recorded.
"""

from tests.architecture.matrix.dossier import LED
from tests.architecture.matrix.people import (
    LEADER_READS,
    NOBODY,
    OFFICER,
    READERS,
    TEACHER,
    always,
    only,
    people,
)

CONTROL_STATES = (
    *("planned", "notified", "conducted", "report_sent", "replied", "follow_up", "closed", "cancelled"),
    "sealed",
)
DEPUTY = people("deputy")
TEAM = TEACHER | people("councillor")
BEFORE = "planned cancelled sealed"
SENT = "report_sent replied follow_up closed"

SEEN: dict[str, frozenset[str]] = {
    **dict.fromkeys(BEFORE.split(), TEACHER),
    "notified": TEAM,
    "conducted": TEAM | LEADER_READS,
    **dict.fromkeys(SENT.split(), READERS),
}
SEES: dict[str, dict[str, frozenset[str]]] = {"public_control": SEEN, "control": SEEN}


def list_team(states: str) -> dict[str, frozenset[str]]:
    """The team in these states, as far as it was named."""
    return {one: who & SEEN[one] for one, who in only(states, TEAM, CONTROL_STATES).items()}


MAY: dict[str, dict[str, frozenset[str]]] = {
    "public_control.notify": only("planned sealed", TEACHER, CONTROL_STATES),
    "public_control.conduct": list_team("planned sealed notified"),
    "public_control.send_report": only("conducted", LED, CONTROL_STATES),
    "public_control.reply": only("report_sent", OFFICER | DEPUTY, CONTROL_STATES),
    "public_control.record_letter": only("report_sent replied follow_up", LED, CONTROL_STATES),
    "public_control.record_silence": only("report_sent", LED, CONTROL_STATES),
    "public_control.follow_up": only("replied", LED, CONTROL_STATES),
    "public_control.close": only("replied follow_up", LED, CONTROL_STATES),
    "public_control.cancel": only("planned sealed notified", TEACHER, CONTROL_STATES),
    "control.edit_facts": only("planned sealed notified", TEACHER, CONTROL_STATES),
    "control.read_complaint": list_team(" ".join(CONTROL_STATES)),
    # Only an authority without an account gets one: tests/programmes/public_control/test_links.py.
    "control.make_link": always(NOBODY, CONTROL_STATES),
    "control.write_complaint": list_team("planned sealed notified conducted report_sent replied follow_up"),
}
