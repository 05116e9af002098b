"""Who may do what with who saw whose data, and who sees what."""

from tests.architecture.matrix.people import TEACHER, people

SEES: dict[str, dict[str, frozenset[str]]] = {
    # Of the teacher's data.
    "access_record": {"any": TEACHER | people("dpo")},
    # What the teacher sees: for who leads where they sit, too.
    "sight": {"any": TEACHER | people("dpo facilitator acting coordinator")},
    # Who sees the group: told also to who reads nothing of it.
    "group_sight": {"any": people("dpo")},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "access_record.read": SEES["access_record"],
    "sight.read": SEES["sight"],
    "group_sight.read": SEES["group_sight"],
}
