"""Every cell of the permission matrix as a request: who may is let in, who sees it and may not gets 403, who
does not see it 404, a token that lacks the scope 403 in any case, and whoever is not signed in 401.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pytest
from django.db import transaction

from tests.architecture.furnished import Furnished
from tests.architecture.matrix.people import (
    ADMINISTRATOR,
    COORDINATOR,
    GUESTS,
    LEADER,
    NOBODY,
    OUTSIDE,
    READERS,
    RECORDERS,
    ROLES,
    TEACHER,
    TOKENS,
    people,
)
from tests.architecture.matrix_at_rest import AT_REST, may_in, sees_in
from tests.architecture.permission_matrix import MAY, SEES
from tests.architecture.questions import ASKS
from tests.architecture.questions.request import Asked, Line
from tests.architecture.questions.thread import heard
from tests.architecture.read_memo import remember_reads
from tests.architecture.roles import reaches
from tests.architecture.stages import MAKERS
from tests.architecture.stages.stage import Stage
from tests.architecture.unnamed import UNNAMED
from tests.standing import Below, stands
from tests.tasks.helpers import prove
from viche.kernel.policy import list_policies

# What programs are told of these is the same whatever there is: to sign in.
# What no token does: by its policy, or by the endpoint that is asked here.
BY_BROWSER = {
    *(str(one) for policy in list_policies() for one in policy.every if policy.needs_browser(one)),
    "office.end",
    "organisation.set_administrators",
    "territory.give_office",
}
# What is over is not ended again, and no letter sent again that waits to be.
OVER = {
    ("invitation.send", "any"): LEADER | COORDINATOR,
    ("personal_invitation.send", "any"): COORDINATOR,
    ("office.end", "ended"): ADMINISTRATOR,
    ("mandate.end_deputyship", "ended"): people("officer coordinator appointer"),
    # The owner of the matrix has an account.
    **{("action.make_link", one): LEADER for one, who in MAY["action.make_link"].items() if who},
    # It is the officer's message, who need not acknowledge it.
    **{("thread.acknowledge", one): people("officer") for one in MAY["thread.acknowledge"]},
    # Nor reports it to others.
    **{("thread.report", one): people("officer") for one in MAY["thread.report"]},
    ("person.invite", "inactive"): ADMINISTRATOR,
    # Nobody monitors yet; of an unannounced control nobody is notified.
    **{("public_control.conduct", one): TEACHER for one in ("planned", "sealed")},
    ("public_control.notify", "sealed"): TEACHER,
    # The days for remarks are not over.
    ("minutes.send_for_signature", "remarks"): RECORDERS,
    # Nobody entered the ballots yet, and the group has no public page.
    ("decision.close", "paper"): LEADER,
    **{("decision.publish", one): LEADER for one in ("adopted", "rejected", "superseded")},
    ("minutes.publish", "signed"): LEADER,
    ("person.make_administrator", "inactive"): ADMINISTRATOR,
}
# Whoever leads the group reads a draft of somebody else's only while it is meant for the group.
TO_NOBODY = {("thread.set_audience", "draft"): LEADER}
# The group in the address is not theirs, though the thread is.
GUESTS_OUTSIDE = ("thread.make_action",)
# Whoever reads the group knows that an announced thread is there; of what is in it not even that.
KNOWN = {("thread.read", "announced"): READERS}
# A draft has no message yet, and one request opens and reopens.
NOT_ASKED = {("thread.open", state) for state in ("summarising", "closed")} | {
    (f"thread.{one}", "draft")
    for one in ("support", "acknowledge", "make_must_read", "reopen", "report", "moderate")
}

CASES = [(kind, state) for kind, states in SEES.items() for state in states]


@dataclass(slots=True)
class Doors:
    """The stage with everybody at their door."""

    stage: Stage
    furnished: Furnished
    lines: dict[str, Line]


@stands(on="furnished")
def doors(below: Below) -> Doors:
    furnished: Furnished = below["furnished"]
    lines = {role: Line(furnished.stage, role) for role in sorted(ROLES)}
    return Doors(furnished.stage, furnished, lines)


def brought(doors: Doors, kind: str, state: str) -> Any:
    """The object, with what the requests about it need."""
    obj, stage = doors.furnished.bring(kind, state), doors.stage
    if kind == "thread":
        return heard(stage, obj)
    if kind == "action" and state == "in_progress":
        prove(stage.here, obj)
    if kind in ("action", "person"):
        obj.refresh_from_db(fields=["version"])
    return obj


def expected(state: str, action: str, role: str, asked: Asked, *, group: str = "active") -> str:
    kind = action.partition(".")[0]
    if role in OUTSIDE:
        return "401"
    if role in TOKENS and action in BY_BROWSER:
        return "403"
    if not reaches(role, action):
        return "403"  # whatever there is
    sees = role in sees_in(group, kind, state)
    outside = sees and role in GUESTS and action in GUESTS_OUTSIDE
    if not sees and role in KNOWN.get((action, state), NOBODY):
        return "403"
    if outside or not sees:
        return "422" if asked.names_it and not outside else "404"
    may = role in may_in(group, action, state)
    if may and role in TO_NOBODY.get((action, state), NOBODY):
        return "422"
    if role in OVER.get((action, state), NOBODY) and (may or group == "active"):
        return "409"
    return "let in" if may else "403"


def asked_of(kind: str, state: str) -> list[str]:
    own = (one for one in MAY if one.partition(".")[0] == kind and one in ASKS)
    return [one for one in own if (one, state) not in NOT_ASKED]


def is_asked(kind: str, state: str, action: str, role: str) -> bool:
    """Whoever may do it asks. Of the others one in two asks to see it or may in another state, one in five
    who sees it, one in ten who does not: others for each action and state, the same in every run. What each
    cell decides is asked of the policies; here it is whether the answer comes through.
    """
    if role in MAY[action][state]:
        return True
    elsewhere = action.endswith(".read") or any(role in who for who in MAY[action].values())
    one_in = 2 if elsewhere else 5 if role in SEES[kind][state] else 10
    return crc32(f"{action} {state} {role}".encode()) % one_in == 0


def answered(line: Line, asked: Sequence[Asked], obj: Any) -> str:
    """What came back, the first of several that lets in; nothing of what it did stays."""
    for one in asked:
        with transaction.atomic():
            found = line.ask(one, getattr(obj, "version", None))
            transaction.set_rollback(True)
        if found < 300:
            return "let in"
    return str(found)


def test_every_action_is_asked_for_here_or_where_it_names_nothing() -> None:
    assert set(ASKS) & UNNAMED == set()
    assert set(ASKS) | UNNAMED == set(MAY)


Asking = Callable[[str, str], bool]


def answered_wrongly(doors: Doors, obj: Any, case: tuple[str, str], asks: Asking, group: str) -> list[str]:
    """What roles are told that they should not be, of those that ask for an action."""
    (kind, state), wrong = case, []
    with remember_reads():
        for action in asked_of(kind, state):
            asked = [ask(doors.stage, obj) for ask in ASKS[action]]
            for role in (one for one in doors.lines if asks(action, one)):
                found = answered(doors.lines[role], asked, obj)
                wanted = expected(state, action, role, asked[0], group=group)
                if found != wanted:
                    wrong.append(f"{action} as {role}: {found}, not {wanted}")
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "state"), CASES)
def test_every_cell_is_answered_so(doors: Doors, kind: str, state: str, long: bool) -> None:
    obj = brought(doors, kind, state)

    def asks(action: str, role: str) -> bool:
        return long or is_asked(kind, state, action, role)

    wrong = answered_wrongly(doors, obj, (kind, state), asks, "active")
    assert wrong == [], "\n".join(wrong)


# Where most is open while the group works.
BUSY = [("thread", "open"), ("thread", "closed"), ("thread", "draft"), ("action", "accepted")]
BUSY += [
    ("action", "done"),
    ("evidence", "fresh"),
    ("evidence", "hidden"),
    ("recommendation", "implemented"),
    ("invitation", "any"),
    ("join_request", "pending"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("group_state", AT_REST)
@pytest.mark.parametrize(("kind", "state"), BUSY)
def test_a_group_that_rests_or_is_over_is_read_alone(
    doors: Doors, kind: str, state: str, group_state: str, long: bool
) -> None:
    obj = brought(doors, kind, state)
    MAKERS["group"](doors.stage, group_state)

    def asks(action: str, role: str) -> bool:
        seen = role in SEES[kind][state]
        return seen and (long or crc32(f"{action} {state} {role} {group_state}".encode()) % 5 == 0)

    wrong = answered_wrongly(doors, obj, (kind, state), asks, group_state)
    assert wrong == [], "\n".join(wrong)
