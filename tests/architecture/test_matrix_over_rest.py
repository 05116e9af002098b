"""Every cell of the permission matrix as a request: who may is let in, who sees it and may not gets 403, who
does not see it 404, and whoever is not signed in 401.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pytest
from django.db import transaction

from tests.architecture.asking import ASKS, Asked, Line, heard
from tests.architecture.permission_matrix import (
    ADMINISTRATOR,
    COORDINATOR,
    GUEST,
    LEADER,
    MAY,
    NOBODY,
    OUTSIDE,
    ROLES,
    SEES,
    TOKENS,
    people,
)
from tests.architecture.stages import MAKERS, Stage
from tests.standing import Below, stands
from tests.tasks.acts import prove

# What programs are told of these is the same whatever there is: to sign in.
BY_BROWSER = (
    "break_glass.read",
    "access_record.read",
    "token.revoke",
    "data_export.read",
    "data_export.download",
)
# What is over is not ended again; an invitation without an address has no letter.
OVER = {
    ("invitation.send", "any"): LEADER | COORDINATOR,
    ("office.end", "ended"): ADMINISTRATOR,
    ("mandate.end_deputyship", "ended"): people("officer coordinator"),
    ("person.invite", "inactive"): ADMINISTRATOR,
}
# The group in the address is not theirs, though the thread is.
GUESTS_OUTSIDE = ("thread.make_action",)
# A draft has no message yet, and one request opens and reopens.
NOT_ASKED = {("thread.support", "draft"), ("thread.reopen", "draft")} | {
    ("thread.open", state) for state in ("summarising", "closed")
}

CASES = [(kind, state) for kind, states in SEES.items() for state in states]


@dataclass(slots=True)
class Doors:
    """The stage with everybody at their door."""

    stage: Stage
    lines: dict[str, Line]


@stands(on="stage")
def doors(below: Below) -> Doors:
    stage: Stage = below["stage"]
    return Doors(stage, {role: Line(stage, role) for role in sorted(ROLES)})


def brought(stage: Stage, kind: str, state: str) -> Any:
    """The object, with what the requests about it need."""
    obj = MAKERS[kind](stage, state)
    if kind == "thread":
        return heard(stage, obj)
    if kind == "action" and state == "in_progress":
        prove(stage.here, obj)
    if kind in ("action", "person"):
        obj.refresh_from_db(fields=["version"])
    return obj


def expected(kind: str, state: str, action: str, role: str, asked: Asked) -> str:
    if role in OUTSIDE:
        return "401"
    if role in TOKENS and action in BY_BROWSER:
        return "403"
    if role not in SEES[kind][state] or (role in GUEST and action in GUESTS_OUTSIDE):
        return "422" if asked.names_it and role not in GUEST else "404"
    if role in OVER.get((action, state), NOBODY):
        return "409"
    return "let in" if role in MAY[action][state] else "403"


def asked_of(kind: str, state: str) -> list[str]:
    own = (one for one in MAY if one.partition(".")[0] == kind and one in ASKS)
    return [one for one in own if (one, state) not in NOT_ASKED]


def is_asked(kind: str, state: str, action: str, role: str) -> bool:
    """Whoever may do it in some state asks in every state, and everybody asks to see it. Of the others one in
    three asks who sees it, one in six who does not: others for each action and state, the same in every run.
    """
    if action.endswith(".read") or any(role in who for who in MAY[action].values()):
        return True
    one_in = 3 if role in SEES[kind][state] else 6
    return crc32(f"{action} {state} {role}".encode()) % one_in == 0


def answered(line: Line, asked: Sequence[Asked], obj: Any) -> str:
    """What came back, the best of several; nothing of what it did stays."""
    found = []
    for one in asked:
        with transaction.atomic():
            found.append(line.ask(one, getattr(obj, "version", None)))
            transaction.set_rollback(True)
    return "let in" if min(found) < 300 else str(min(found))


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), CASES)
def test_every_cell_is_answered_so(doors: Doors, kind: str, state: str, every_cell: bool) -> None:
    obj = brought(doors.stage, kind, state)
    wrong = []
    for action in asked_of(kind, state):
        asked = [ask(doors.stage, obj) for ask in ASKS[action]]
        for role in (one for one in doors.lines if every_cell or is_asked(kind, state, action, one)):
            found, wanted = (
                answered(doors.lines[role], asked, obj),
                expected(kind, state, action, role, asked[0]),
            )
            if found != wanted:
                wrong.append(f"{action} as {role}: {found}, not {wanted}")
    assert wrong == [], "\n".join(wrong)
