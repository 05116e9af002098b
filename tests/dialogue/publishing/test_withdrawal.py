"""What anybody reads is taken back at any time: by who led the group that rests, and by who wrote it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Message, Thread, ThreadState
from dialogue.posting.editing import edit_message, withdraw_message
from groups.initiative_groups.services import change_group_state
from groups.models import GroupState
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread, api, say, step
from tests.dialogue.publishing.helpers import (
    KNOWING,
    a_public_thread,
    head,
    heard,
    listed,
    publish,
    take_back,
    tell,
)
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db
AT_REST = [GroupState.SUSPENDED, GroupState.DISSOLVED]


def rest(world: World, state: GroupState) -> None:
    world.group.refresh_from_db()
    change_group_state(
        actor=SYSTEM,
        group_id=world.group.pk,
        to=state,
        reason="Перерва",
        expected_version=world.group.version,
    )


def allowed(world: World, name: str, thread: Thread) -> list[str]:
    found: list[str] = api(world, name).get(f"threads/{thread.pk}").json()["allowed"]
    return found


def may_take_back(world: World, name: str, thread: Thread) -> bool:
    return "take_back" in allowed(world, name, thread)


def withdraw(world: World, name: str, message: Message) -> Message:
    row = Message.objects.get(pk=message.pk)
    return withdraw_message(actor=world.actor(name), message_id=row.pk, expected_version=row.version)


@pytest.mark.parametrize("state", AT_REST)
def test_who_has_the_seat_that_leads_takes_it_back_in_a_group_at_rest(
    world: World, state: GroupState
) -> None:
    thread, kept = a_public_thread(world, by="officer"), a_thread(world)
    rest(world, state)
    for name in ("secretary", "officer", "teacher", "observer"):
        assert not may_take_back(world, name, thread)
        with pytest.raises(Forbidden) as refused:
            take_back(world, thread, name)
        assert refused.value.reason == "group_not_working"
    assert may_take_back(world, "facilitator", thread)
    assert not may_take_back(world, "facilitator", kept), "nothing of it is public"
    assert listed(world) == [str(thread.pk)]
    assert not take_back(world, thread).is_public
    assert (listed(world), head(world, thread).status_code) == ([], 404)
    assert not may_take_back(world, "facilitator", thread)


def test_many_are_asked_about_at_once(world: World) -> None:
    for _nth in range(3):
        a_public_thread(world)
    rest(world, GroupState.SUSPENDED)
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            found = api(world, "facilitator").get(f"groups/{world.group.pk}/threads", limit=str(limit))
        assert ["take_back" in one["allowed"] for one in found.json()["items"]] == [True] * limit
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("state", [None, *AT_REST])
def test_who_wrote_what_anybody_reads_takes_it_back_at_any_time(
    world: World, state: GroupState | None
) -> None:
    thread = a_thread(world)
    before = say(world, "teacher", thread)
    publish(world, thread)
    said, other = tell(world, "teacher", thread), tell(world, "officer", thread)
    step(world, thread, ThreadState.CLOSED, **KNOWING)
    if state is not None:
        rest(world, state)
    with pytest.raises(Forbidden):
        withdraw(world, "teacher", before)
    with pytest.raises(Forbidden):
        withdraw(world, "facilitator", said)
    with pytest.raises(Forbidden):
        edit_message(actor=world.actor("teacher"), message_id=said.pk, body="Інакше", expected_version=1)
    answer = api(world, "teacher").delete(f"messages/{said.pk}", **{"If-Match": '"1"'})
    assert answer.status_code == 200, answer.content
    assert [one["body"] for one in heard(world, thread)] == [other.body]
    shown = api(world, "observer").get(f"threads/{thread.pk}/messages").json()["items"]
    assert [one["deleted"] for one in shown] == [False, True, False], "a stone stays in its place"
    take_back(world, thread)
    with pytest.raises(Forbidden):
        withdraw(world, "officer", other)
