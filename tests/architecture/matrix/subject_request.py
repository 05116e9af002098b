"""Who may do what with subject requests."""

from tests.architecture.matrix.people import NOBODY, TEACHER, always, only, people

# The teacher's requests; `erasure` was asked for here and happens by itself.
REQUEST_STATES = tuple(
    "received identity_checked in_progress answered refused appealed withdrawn erasure".split()
)
HANDLED = "received identity_checked in_progress appealed"

SEES: dict[str, dict[str, frozenset[str]]] = {
    "subject_request": dict.fromkeys(REQUEST_STATES, people("teacher dpo")),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "subject_request.read": SEES["subject_request"],
    "subject_request.file": always(people("teacher"), REQUEST_STATES),
    "subject_request.register": always(NOBODY, REQUEST_STATES),  # it has no object yet: tests/privacy
    "subject_request.withdraw": only(f"{HANDLED} erasure", TEACHER, REQUEST_STATES),
    "subject_request.handle": only(HANDLED, people("dpo"), REQUEST_STATES),
    "subject_request.appeal": only("answered refused", people("teacher"), REQUEST_STATES),
}
