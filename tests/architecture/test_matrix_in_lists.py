"""Lists, searches and whatever else is read without naming a thing: they hold what the matrix says somebody
sees, and of the rest neither its id nor its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from dialogue.models import Thread
from groups.initiative_groups.services import dissolve_group, suspend_group
from programmes.models import Dossier
from tasks.models import ActionItem
from tests.architecture.matrix.action import ACTION_STATES
from tests.architecture.matrix.dossier import DOSSIER_STATES
from tests.architecture.matrix.people import (
    ADMINISTRATOR,
    GUESTS,
    NOBODY,
    OUTSIDE,
    READERS,
    READING_TOKEN,
    ROLES,
    people,
)
from tests.architecture.matrix.thread import THREAD_STATES
from tests.architecture.permission_matrix import SEES
from tests.architecture.questions.request import Asked, Line
from tests.architecture.stages import MAKERS
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM
from tests.standing import Below, stands
from viche.search.jobs import index_missing_things

# Every address that lists something without saying of what.
EVERYWHERE = (
    "me",
    "me/mandates",
    "me/join-requests",
    "me/data",
    "me/data/requests",
    "me/data/exports",
    "me/access-record",
    "me/identities",
    "today",
    "threads",
    "action-items",
    "action-items?waiting=me",
    "action-items/dependencies",
    "dossiers",
    "dossiers?mine=me",
    "dossiers?waiting=me",
    "groups",
    "groups/directory",
    "recommendations",
    "recommendations?waiting=me",
    "recommendations/board",
    "recommendations/scorecard?group={group}",
    "notifications",
    "me/notification-preferences",
    "me/push-subscriptions",
    "me/push-subscriptions/key",
    "me/deliveries",
    "personal-invitations",
    "break-glass",
    "subject-requests",
    "approvals",
    "offices",
    "territories",
    "organisations",
    "people?q=",
    "search?q=слово",
    "search?q=представник",
    "tokens",
)
IN_GROUP = (
    "threads",
    "announced-threads",
    "known-dossiers",
    "members",
    "seats",
    "role-history",
    "invitations",
    "join-requests",
    "access",
    "access/mine",
    "balance",
    "readiness",
    "transitions",
    "candidates?q=",
)
# Where a kind is listed, and who of those that see one does not find it there, each with the reason.
LISTED: dict[str, dict[str, frozenset[str]]] = {
    "thread": {
        "threads": NOBODY,
        "groups/{group}/threads": GUESTS,  # a guest sees no group
        "search?q=слово": NOBODY,
    },
    "action": {
        "action-items": NOBODY,
        "action-items?group={group}": NOBODY,
        "search?q=слово&kind=action": NOBODY,
    },
    # What is sealed is in no index: tests/programmes/kit/test_sealed.py.
    "dossier": {"dossiers": NOBODY, "dossiers?group={group}": NOBODY},
    "group": {"groups": NOBODY},
    "recommendation": {
        "recommendations": NOBODY,
        "recommendations?mine=me": ROLES - people("officer deputy"),
    },
    # These lists are for who may answer.
    "invitation": {"groups/{group}/invitations": READING_TOKEN},
    "personal_invitation": {"personal-invitations": NOBODY},
    "join_request": {
        "groups/{group}/join-requests": people("outsider") | READING_TOKEN,
        "me/join-requests": ROLES - people("outsider"),
    },
    "break_glass": {"break-glass": NOBODY},
    "approval": {"approvals": NOBODY},
    "subject_request": {"subject-requests": people("teacher"), "me/data/requests": ROLES - people("teacher")},
    "notification": {"notifications": NOBODY},
    "person": {"people?q=Особа": ROLES - ADMINISTRATOR},
    "office": {"offices": NOBODY},
    "mandate": {"organisations/{police}/mandates": NOBODY, "search?q=представник": NOBODY},
}
ONE_STATE = {
    "group": "active",
    "invitation": "any",
    "personal_invitation": "any",
    "join_request": "pending",
    "break_glass": "active",
    "approval": "pending",
    "subject_request": "in_progress",
    "recommendation": "restricted",
    "notification": "any",
    "person": "active",
    "office": "held",
    "mandate": "active",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a state, and the words by which one would know it."""

    kind: str
    state: str
    pk: UUID
    words: str = ""

    def is_in(self, text: str, *, by_id: bool) -> bool:
        return (by_id and str(self.pk) in text) or bool(self.words and self.words in text)


# What was answered in a hall (by the key of its first thing) to a role at an address: tests only read there.
ANSWERS: dict[tuple[UUID, str, str], str] = {}
WITHOUT_PAGES: set[str] = set()  # addresses that know no `limit`


@dataclass(slots=True)
class Hall:
    """Something of everything, and everybody who might look."""

    stage: Stage
    things: list[Thing]
    lines: dict[str, Line]

    def said(self, role: str, path: str) -> str:
        """Everything that an address answers to somebody, asked once; nothing where it is refused."""
        key = self.things[0].pk, role, path
        if key not in ANSWERS:
            ANSWERS[key] = self.said_now(role, path)
        return ANSWERS[key]

    def said_now(self, role: str, path: str) -> str:
        ids = {"group": self.stage.here.group.pk, "police": self.stage.here.organisations["police"].pk}
        page = "&limit=100" if "?" in path else "?limit=100"
        for address in (path + page, path)[path in WITHOUT_PAGES :]:
            status, body = self.lines[role].read(Asked("GET", address.format(**ids)))
            if status != 400:
                break
            WITHOUT_PAGES.add(path)
        assert (status == 401) == (role in OUTSIDE), (role, path, status)
        assert status in (200, 401, 403, 404), (role, path, status)
        return body if status == 200 else ""


@stands(on="stage")
def hall(below: Below) -> Hall:
    stage: Stage = below["stage"]
    things = [_thing(stage, "thread", state, Thread) for state in THREAD_STATES]
    things += [_thing(stage, "action", state, ActionItem) for state in ACTION_STATES]
    things += [_thing(stage, "dossier", state, Dossier) for state in DOSSIER_STATES]
    for kind, state in ONE_STATE.items():
        things.append(Thing(kind, state, MAKERS[kind](stage, state).pk))
    index_missing_things()  # the index: titles were put there by no service
    return Hall(stage, things, {role: Line(stage, role) for role in sorted(ROLES)})


def _thing(stage: Stage, kind: str, state: str, model: Any) -> Thing:
    pk, words = MAKERS[kind](stage, state).pk, f"Слово про {kind} {state}"
    model.objects.filter(pk=pk).update(title_uk=words)
    return Thing(kind, state, pk, words)


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(ROLES))
def test_nothing_shows_anywhere_to_who_does_not_see_it(hall: Hall, role: str) -> None:
    hidden = [one for one in hall.things if role not in SEES[one.kind][one.state] and one.kind not in KNOWN]
    told = []
    for path in (*EVERYWHERE, *(f"groups/{{group}}/{one}" for one in IN_GROUP)):
        text = hall.said(role, path)
        # A request for emergency access says which thing it is about, and not what that is called.
        found = [one for one in hidden if one.is_in(text, by_id=path != "break-glass")]
        if path.endswith("announced-threads") and role in READERS:
            found = [one for one in found if (one.kind, one.state) != ("thread", "announced")]
        if path.endswith("known-dossiers") and role in READERS:
            found = [one for one in found if (one.kind, one.state) != ("dossier", "restricted")]
        told += [f"{path} tells of {one.kind} {one.state}" for one in found]
    assert told == []


# Who somebody is, and where they sit, is said wherever they act; that a group is there, to all who sign in.
KNOWN = ("person", "mandate", "group", "office", "notification")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", LISTED)
def test_a_list_holds_what_somebody_sees(hall: Hall, kind: str) -> None:
    wrong = []
    for path, elsewhere in LISTED[kind].items():
        for role in sorted(ROLES - OUTSIDE):
            text = hall.said(role, path)
            for one in (one for one in hall.things if one.kind == kind):
                wanted = role in SEES[kind][one.state] - elsewhere
                if (str(one.pk) in text) != wanted:
                    wrong.append(f"{path} as {role}: {one.state} is {'missing' if wanted else 'there'}")
    assert wrong == []


@pytest.mark.django_db
def test_of_an_announced_thread_the_group_is_told_and_nobody_who_reads_it(hall: Hall) -> None:
    (announced,) = (one for one in hall.things if (one.kind, one.state) == ("thread", "announced"))
    told = {
        role
        for role in ROLES - OUTSIDE
        if announced.is_in(hall.said(role, "groups/{group}/announced-threads"), by_id=True)
    }
    assert told == READERS - SEES["thread"]["announced"]


@pytest.mark.django_db
@pytest.mark.parametrize("stop", [suspend_group, dissolve_group])
def test_of_a_group_that_rests_or_is_over_everybody_finds_what_they_found(hall: Hall, stop: Any) -> None:
    """Drafts, too: they stay with those who could open them."""
    stop(actor=SYSTEM, group_id=hall.stage.here.group.pk, reason="Перерва")
    wrong = []
    for role in sorted(ROLES - OUTSIDE):
        text = "".join(hall.said_now(role, one) for one in ("threads", "action-items", "dossiers"))
        for one in (one for one in hall.things if one.kind in ("thread", "action", "dossier")):
            wanted = role in SEES[one.kind][one.state]
            if (str(one.pk) in text) != wanted:
                wrong.append(f"{role}: {one.kind} {one.state} is {'missing' if wanted else 'there'}")
    assert wrong == []


@pytest.mark.django_db
def test_what_a_socket_would_hear_is_read_over_rest_by_the_same(hall: Hall) -> None:
    topics = {f"group:{hall.stage.here.group.pk}": SEES["dialogue"]["active"]}
    topics[f"user:{hall.stage.here.people['teacher'].pk}"] = people("teacher")
    told = ("draft", "open", "restricted", "announced", "accepted", "sealed")
    kinds = ("thread", "action", "dossier")
    things = (one for one in hall.things if one.kind in kinds and one.state in told)
    topics |= {f"{one.kind}:{one.pk}": SEES[one.kind][one.state] for one in things}
    wrong = []
    for role, line in hall.lines.items():
        for topic, hearers in topics.items():
            found = line.ask(Asked("GET", f"events?topic={topic}&after=0"))
            wanted = 401 if role in OUTSIDE else 200 if role in hearers else 404
            if role == "blind_token" and not topic.startswith("user:"):
                wanted = 403  # of whatever there is or is not
            if found != wanted:
                wrong.append(f"{role} at {topic}: {found}, not {wanted}")
    assert wrong == []
