"""The protocol with the real rules: a thread of a group, spoken in through the socket, until a seat ends."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose
from groups.memberships.services import end_membership
from tests.cast import World, a_world
from tests.realtime.client import Client
from tests.realtime.conftest import Enter
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hromada(transactional_db: None) -> World:
    return a_world("Тут")


def listening(enter: Enter, hromada: World, name: str, *topics: str) -> Client:
    client = enter(hromada.people[name])
    for topic in topics:
        assert client.ask("subscribe", topic=topic)["type"] == "subscribed"
    return client


def test_a_thread_from_the_first_message_to_the_end_of_a_seat(enter: Enter, hromada: World) -> None:
    thread_id = create_thread(
        actor=hromada.actor("facilitator"),
        group_id=hromada.group.pk,
        title_uk="Укриття",
        purpose=Purpose.CONSULT,
    ).pk
    thread, group = f"thread:{thread_id}", f"group:{hromada.group.pk}"
    officer, teacher, observer = (
        listening(enter, hromada, name, group, thread) for name in ("officer", "teacher", "observer")
    )
    outsider = enter(hromada.people["outsider"])
    assert {outsider.ask("subscribe", topic=topic)["problem"]["status"] for topic in (group, thread)} == {404}

    command = {"thread_id": str(thread_id), "body": "Пандусу **немає**", "on_behalf": False}
    client_id = str(uuid7())
    stored = officer.ask("post_message", client_id=client_id, **command)["data"]["message"]
    assert officer.ask("post_message", client_id=client_id, **command)["data"]["message"] == stored
    for client in (officer, teacher, observer):
        client.gather(thread, 1)
        client.gather(group, 1)
        assert client.events[thread][-1]["data"]["message"]["client_id"] == client_id
        assert "Пандусу" not in str(_without_excerpts(client.events[group][-1]["data"]))
    assert observer.ask("post_message", client_id=str(uuid7()), **command)["problem"]["status"] == 403
    assert outsider.ask("post_message", client_id=str(uuid7()), **command)["problem"]["status"] == 404

    seat = hromada.seats["teacher"]
    end_membership(
        actor=hromada.actor("facilitator"),
        group_id=hromada.group.pk,
        membership_id=seat.pk,
        reason="Вибуває",
    )
    assert teacher.closed() == 4403
    assert {frame["topic"] for frame in teacher.frames if frame["type"] == "revoked"} == {thread, group}
    officer.ask("post_message", client_id=str(uuid7()), **command)
    assert observer.gather(thread, 2)[-1] == officer.gather(thread, 2)[-1]
    assert len(teacher.events[thread]) == 1


def _without_excerpts(data: Any) -> Any:
    """What the group hears of a message, but for the words that its card shows."""
    if isinstance(data, dict):
        return {name: _without_excerpts(value) for name, value in data.items() if name != "excerpt"}
    return data
