"""Guests hear what is said in the one thing they were let into, and nothing of who else is there."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from dialogue.models import Thread
from groups.guest_shares.services import share_with_guest
from groups.memberships.services import end_membership
from groups.models import Role, ShareAccess
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.helpers import a_thread, say
from tests.groups.helpers import seat
from tests.realtime.client import Client
from tests.realtime.conftest import Enter, token_actor
from tests.tasks.helpers import an_item
from viche.accounts.scopes import list_scopes
from viche.kernel.clock import now
from viche.realtime.tickets import issue_ticket

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = {"presence", "typing", "read"}


@pytest.fixture
def bounds() -> dict[str, float]:
    return {"presence": 0.5, "look": 0.2}


@pytest.fixture
def hromada(transactional_db: None) -> World:
    return a_world("Тут")


def let_in(hromada: World, kind: str, pk: UUID) -> None:
    """The outsider, to read one thing."""
    share_with_guest(
        actor=hromada.actor("facilitator"),
        container_type=kind,
        container_id=pk,
        person_id=hromada.people["outsider"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Порада",
    )


def looking(enter: Enter, hromada: World, name: str, topic: str) -> Client:
    client = enter(hromada.people[name])
    assert client.ask("subscribe", topic=topic)["type"] == "subscribed"
    client.ask("presence", topic=topic)
    return client


def shows(client: Client, hromada: World, *names: str) -> None:
    """Wait until exactly these are shown as present."""
    expected = {str(hromada.people[name].pk) for name in names}
    client.until(
        lambda frame: (
            frame["type"] == "presence" and {one["person_id"] for one in frame["people"]} == expected
        )
    )


def said(thread: Thread) -> str:
    return f"thread:{thread.pk}"


def test_a_guest_hears_what_is_said_and_not_who_else_is_there(enter: Enter, hromada: World) -> None:
    thread = a_thread(hromada)
    message = say(hromada, "officer", thread)
    let_in(hromada, "thread", thread.pk)
    topic = said(thread)
    guest = looking(enter, hromada, "outsider", topic)
    officer, teacher = (looking(enter, hromada, name, topic) for name in ("officer", "teacher"))
    shows(officer, hromada, "outsider", "officer", "teacher")
    teacher.ask("typing", topic=topic)
    teacher.ask("read", thread_id=str(thread.pk), ranges=[[message.number, message.number]])
    officer.until(lambda frame: frame["type"] == "typing")
    officer.until(lambda frame: frame["type"] == "read")
    say(hromada, "teacher", thread)
    last = guest.until(lambda frame: frame["type"] in ("event", "events"))
    assert "message_posted" in str(last)
    assert [frame for frame in (*guest.frames, *guest.drain(0.8)) if frame["type"] in TOLD] == []


def test_who_may_not_write_does_not_type(enter: Enter, hromada: World) -> None:
    topic = said(a_thread(hromada))
    officer = looking(enter, hromada, "officer", topic)

    def type_as(client: Client) -> str | None:
        assert client.ask("subscribe", topic=topic)["type"] == "subscribed"
        answer = client.ask("typing", topic=topic)
        return answer["problem"]["code"] if answer["type"] == "error" else None

    assert type_as(enter(hromada.people["observer"])) == "forbidden"
    reads = {one for one in list_scopes() if one.endswith(":read")}
    for scopes, code in ((reads, "needs_scope"), (reads | {"dialogue:write"}, None)):
        token = token_actor(hromada.people["teacher"], scopes)
        assert type_as(enter(ticket=issue_ticket(actor=token)[0])) == code
    told = officer.until(lambda frame: frame["type"] == "typing")
    assert told["person_id"] == str(hromada.people["teacher"].pk)
    assert str(hromada.people["observer"].pk) not in str(
        [one for one in (*officer.frames, *officer.drain(0.3)) if one["type"] == "typing"]
    )


def test_nor_does_a_guest_of_an_action_item(enter: Enter, hromada: World) -> None:
    item = an_item(hromada)
    let_in(hromada, "action", item.pk)
    topic = f"action:{item.pk}"
    guest = looking(enter, hromada, "outsider", topic)
    officer = looking(enter, hromada, "officer", topic)
    shows(officer, hromada, "outsider", "officer")
    assert [frame for frame in (*guest.frames, *guest.drain(0.8)) if frame["type"] in TOLD] == []


def test_who_comes_to_the_table_meets_the_others_and_who_leaves_it_is_shown_nobody(
    enter: Enter, hromada: World
) -> None:
    thread = a_thread(hromada)
    let_in(hromada, "thread", thread.pk)
    topic = said(thread)
    looking(enter, hromada, "officer", topic)
    guest = looking(enter, hromada, "outsider", topic)
    taken = seat(hromada, "outsider", Role.MEMBER)
    shows(guest, hromada, "outsider", "officer")
    end_membership(actor=SYSTEM, group_id=hromada.group.pk, membership_id=taken.pk, reason="Лише порада")
    shows(guest, hromada)
    teacher = looking(enter, hromada, "teacher", topic)
    shows(teacher, hromada, "outsider", "officer", "teacher")
    assert [frame for frame in guest.drain(0.8) if frame["type"] in TOLD] == []
