"""Every role of the permission matrix at an open socket: the topics that they may hear, and what they may do
there by command. What they may not know of is refused in the words in which something that is nowhere is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from groups.initiative_groups.services import dissolve_group, suspend_group
from tests.architecture import announced  # noqa: F401 - adds to the stages
from tests.architecture.matrix.action import ACTION_STATES
from tests.architecture.matrix.dossier import DOSSIER_STATES
from tests.architecture.matrix.people import OUTSIDE, ROLES, TOKENS
from tests.architecture.matrix.thread import THREAD_STATES
from tests.architecture.matrix_at_rest import may_in
from tests.architecture.permission_matrix import SEES
from tests.architecture.stages import MAKERS
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM, a_world
from tests.realtime.client import Client
from tests.realtime.conftest import Enter
from viche.accounts.services.tokens import issue_token
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7
from viche.realtime.tickets import issue_ticket

pytestmark = pytest.mark.django_db(transaction=True)

ANY_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What the rows of the matrix are called as commands of the socket.
COMMANDS = {"thread.post": "post_message", "thread.mark_read": "read"}


@dataclass(slots=True)
class Square:
    """Threads, action items and dossiers in every state, by state."""

    stage: Stage
    threads: dict[str, UUID]
    items: dict[str, UUID]
    dossiers: dict[str, UUID]

    def topics(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each topic with who hears it."""
        yield f"group:{self.stage.here.group.pk}", SEES["dialogue"]["active"]
        for state, pk in self.threads.items():
            yield f"thread:{pk}", SEES["thread"][state]
        for state, pk in self.items.items():
            yield f"action:{pk}", SEES["action"][state]
        for state, pk in self.dossiers.items():
            yield f"dossier:{pk}", SEES["dossier"][state]
        yield f"user:{self.stage.here.people['teacher'].pk}", frozenset({"teacher"})
        for kind in ("group", "thread", "action", "dossier", "user"):
            yield f"{kind}:{uuid7()}", frozenset()

    def some_topics(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Those that everybody hears on in a group that rests or is over."""
        yield f"group:{self.stage.here.group.pk}", SEES["dialogue"]["active"]
        for state in ("draft", "restricted"):
            yield f"thread:{self.threads[state]}", SEES["thread"][state]
        yield f"action:{self.items['restricted']}", SEES["action"]["restricted"]


@pytest.fixture
def square(transactional_db: None) -> Square:
    stage = Stage.built(a_world("Тут"), a_world("Деінде"))
    return Square(
        stage,
        {state: MAKERS["thread"](stage, state).pk for state in THREAD_STATES},
        {state: MAKERS["action"](stage, state).pk for state in ACTION_STATES},
        {state: MAKERS["dossier"](stage, state).pk for state in DOSSIER_STATES},
    )


def at_socket(enter: Enter, stage: Stage, role: str) -> Client:
    """A browser's socket, or that of a program with a ticket for its token."""
    if role in TOKENS:
        return enter(ticket=issue_ticket(actor=stage.actor(role))[0])
    return enter(stage.person(role))


def answered(client: Client, command: str, **facts: Any) -> int:
    """200, or the status of the refusal."""
    frame = client.ask(command, **facts)
    return int(frame["problem"]["status"]) if frame["type"] == "error" else 200


def refusals(client: Client) -> set[str]:
    """What a socket was told of things that are not there for it: all but the ids of this command."""
    refused = [one for one in client.frames if one["type"] == "error" and one["problem"]["status"] == 404]
    return {ANY_ID.sub("", json.dumps(one | {"id": 0})) for one in refused}


def heard_wrongly(client: Client, role: str, square: Square, group: str = "active") -> Iterator[str]:
    for topic, hearers in square.topics() if group == "active" else square.some_topics():
        found, wanted = answered(client, "subscribe", topic=topic), 200 if role in hearers else 404
        if role == "blind_token" and not topic.startswith("user:"):
            wanted = 403  # of whatever there is or is not
        if found != wanted:
            yield f"{role} at {topic}: {found}, not {wanted}"
        # Both answer only to refuse: who does not listen is told nothing of who is there.
        for command in ("presence", "typing") if wanted != 200 else ():
            if answered(client, command, topic=topic) != 404:
                yield f"{role} is let into {command} at {topic}"


def told_apart(client: Client, role: str) -> Iterator[str]:
    """Among all that was refused to a socket is something that is nowhere."""
    if len(words := refusals(client)) > 1:
        yield f"{role} can tell what is there from what is not: {words}"


def done_wrongly(client: Client, role: str, square: Square, group: str = "active") -> Iterator[str]:
    words = {"body": "Так", "on_behalf": False}
    lacks = role in TOKENS - {"token"}  # the scope for both, which is told before anything is looked up
    for action, command in COMMANDS.items():
        for state, pk in square.threads.items():
            posting = {"client_id": str(uuid7()), **words} if command == "post_message" else {"ranges": []}
            found = answered(client, command, thread_id=str(pk), **posting)
            sees, may = role in SEES["thread"][state] or lacks, role in may_in(group, action, state)
            if found != (200 if may else 403 if sees else 404):
                yield f"{role}: {command} in {state}, the group being {group}: {found}"
        if answered(client, command, thread_id=str(uuid7()), **posting) != (403 if lacks else 404):
            yield f"{role}: {command} in what is nowhere"


def test_everybody_hears_and_does_at_a_socket_what_the_matrix_says(enter: Enter, square: Square) -> None:
    wrong: list[str] = []
    for role in sorted(ROLES - OUTSIDE):
        client = at_socket(enter, square.stage, role)
        wrong += heard_wrongly(client, role, square)
        wrong += done_wrongly(client, role, square)
        wrong += told_apart(client, role)
        client.leave()
    for step, group in ((suspend_group, "suspended"), (dissolve_group, "dissolved")):
        step(actor=SYSTEM, group_id=square.stage.here.group.pk, reason="Перерва")
        for role in sorted(ROLES - OUTSIDE):
            client = at_socket(enter, square.stage, role)
            wrong += heard_wrongly(client, role, square, group)
            wrong += done_wrongly(client, role, square, group)
            wrong += told_apart(client, role)
            client.leave()
    assert wrong == []
    assert enter(key="a" * 40).closed() == 4401
    assert enter(square.stage.here.people["deactivated"]).closed() == 4401


def test_a_program_hears_a_topic_when_it_may_read_all_that_is_said_there(
    enter: Enter, square: Square
) -> None:
    """Everyone hears the same frames: those of a group hold words of its dialogue and titles of its work."""
    here = square.stage.here
    topic = f"group:{here.group.pk}"
    rooms = {"groups:read", "dialogue:read", "tasks:read", "programmes:read"}
    for missing in (None, *sorted(rooms)):
        token, _secret = issue_token(
            actor=SYSTEM, person_id=here.people["officer"].pk, name="звіт", scopes=sorted(rooms - {missing})
        )
        actor = Actor(person_id=token.person_id, token_id=token.pk, scopes=frozenset(token.scopes))
        client = enter(ticket=issue_ticket(actor=actor)[0])
        assert answered(client, "subscribe", topic=topic) == (200 if missing is None else 403), missing
        if missing is not None:
            hidden = answered(client, "subscribe", topic=f"group:{uuid7()}")
            assert hidden == 403, "what is not there is refused alike"
