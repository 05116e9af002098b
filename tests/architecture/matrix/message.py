"""Who may do what with messages."""

from tests.architecture.matrix.people import (
    CHAIR,
    GUEST,
    LEADER_READS,
    NAMED_READ,
    READERS,
    RESCUER,
    SPEAKING_GUEST,
    always,
    only,
    people,
)

MESSAGE_STATES = ("said", "withdrawn", "hidden", "closed", "restricted", "draft")
# Of a draft that the officer leads.
DRAFT_READ = LEADER_READS | people("officer")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The officer's, read with its thread.
    "message": {
        **dict.fromkeys(("said", "withdrawn", "hidden", "closed"), READERS | GUEST | SPEAKING_GUEST),
        "restricted": NAMED_READ | RESCUER,
        "draft": DRAFT_READ,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "message.read": SEES["message"],
    "message.edit": only("said restricted draft", people("officer"), MESSAGE_STATES),
    "message.withdraw": only("said hidden restricted draft", people("officer"), MESSAGE_STATES),
    "message.appeal": only("hidden", people("officer"), MESSAGE_STATES),
    # What is hidden is read by who wrote it and by who moderates.
    "message.read_hidden": {
        **always(people("officer secretary") | LEADER_READS | CHAIR, MESSAGE_STATES),
        "restricted": people("officer") | LEADER_READS | CHAIR,
        "draft": DRAFT_READ,
    },
}
