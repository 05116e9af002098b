"""What hangs together: which item waits for which, and which is a part of which."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from groups.models import InitiativeGroup
from tasks.dependencies.services import MAX_BLOCKERS, add_blocker, set_parent
from tasks.models import ActionItem, Dependency
from tests.cast import World, a_world
from tests.dialogue.helpers import a_restricted_thread, api
from tests.groups.helpers import until_waiting
from tests.patience import PATIENCE
from tests.tasks.helpers import an_item, an_item_in, drain_settled, fresh, move
from viche.kernel.errors import Conflict
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Notification

OF_ALL = 8
QUERIES = 10


def wait(world: World, item: ActionItem, blocker: ActionItem, by: str = "facilitator") -> Any:
    return api(world, by).post(f"action-items/{item.pk}/blockers", {"action": str(blocker.pk)})


def part(world: World, item: ActionItem, whole: ActionItem | None, by: str = "facilitator") -> Any:
    body = {"action": str(whole.pk) if whole is not None else None}
    version = f'"{fresh(item).version}"'
    return api(world, by).put(f"action-items/{item.pk}/parent", body, **{"If-Match": version})


def shown(world: World, item: ActionItem, by: str = "facilitator") -> dict[str, list[int]]:
    body = api(world, by).get(f"action-items/{item.pk}/relations").json()
    parent = [body["parent"]] if body["parent"] else []
    sides = {"parent": parent, **{one: body[one] for one in ("parts", "blocked_by", "blocks")}}
    return {side: [one["number"] for one in rows] for side, rows in sides.items() if rows}


def test_an_item_waits_for_others_and_both_say_so(world: World) -> None:
    first, second = an_item(world), an_item(world)
    for _again in range(2):
        answer = wait(world, second, first)
        assert answer.status_code == 201
    assert [one["number"] for one in answer.json()["blocked_by"]] == [first.number]
    assert shown(world, first) == {"blocks": [second.number]}
    said = Event.objects.filter(kind="tasks.action_related").order_by("id")
    assert [(one.subject_id, one.data["relation"]) for one in said] == [
        (second.pk, "blocked_by"),
        (first.pk, "blocks"),
    ]
    assert str(first.pk) not in str(said[0].data)
    gone = api(world, "councillor").delete(f"action-items/{second.pk}/blockers/{first.pk}")
    again = api(world, "councillor").delete(f"action-items/{second.pk}/blockers/{first.pk}")
    assert (gone.status_code, again.status_code) == (204, 404)
    assert shown(world, first) == {}


def test_nothing_waits_for_itself_along_however_many_steps(world: World) -> None:
    first, second, third = (an_item(world) for _ in range(3))
    assert wait(world, first, first).json()["errors"][0]["code"] == "itself"
    wait(world, second, first)
    wait(world, third, second)
    refused = wait(world, first, third)
    assert (refused.status_code, refused.json()["code"]) == (409, "circle")
    # A whole waits for its parts: none of them waits for it.
    assert part(world, third, first).json()["code"] == "circle"
    piece = an_item(world)
    assert part(world, piece, first).status_code == 200
    assert wait(world, piece, third).json()["code"] == "circle"
    assert wait(world, piece, first).json()["code"] == "circle"
    assert Dependency.objects.count() == 2


def test_a_part_is_one_level_down_in_the_same_group(world: World, elsewhere: World) -> None:
    whole, piece, other = (an_item(world) for _ in range(3))
    assert part(world, piece, whole).json()["parent"]["number"] == whole.number
    assert shown(world, whole) == {"parts": [piece.number]}
    for item, parent in ((other, piece), (whole, other)):
        refused = part(world, item, parent)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/action")
        assert refused.json()["errors"][0]["code"] == "one_level"
    assert part(world, other, an_item(elsewhere)).json()["errors"][0]["code"] == "unknown"
    stale = api(world, "facilitator").put(
        f"action-items/{piece.pk}/parent", {"action": None}, **{"If-Match": '"1"'}
    )
    assert stale.status_code == 412
    assert part(world, piece, None).json()["parent"] is None
    assert shown(world, whole) == {}


def test_only_what_the_reader_sees_is_named_and_joined(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    hidden, item = an_item(world, thread_id=thread.pk, owner="police"), an_item(world)
    assert wait(world, item, hidden, by="councillor").json()["errors"][0]["code"] == "unknown"
    assert wait(world, item, hidden).status_code == 201
    assert shown(world, item) == {"blocked_by": [hidden.number]}
    assert shown(world, item, by="teacher") == {}
    assert api(world, "councillor").delete(f"action-items/{item.pk}/blockers/{hidden.pk}").status_code == 404
    assert api(world, "teacher").get(f"action-items/{hidden.pk}/relations").status_code == 404
    unknown = api(world, "facilitator").post(f"action-items/{item.pk}/blockers", {"action": str(uuid7())})
    assert unknown.json()["errors"][0]["code"] == "unknown"
    assert api(world, "facilitator").post(f"action-items/{item.pk}/blockers", {}).status_code == 422


def edges(world: World, by: str, **asked: str) -> list[tuple[str, str]]:
    body = api(world, by).get(f"action-items/dependencies?{urlencode(asked)}").json()
    return [(one["action"], one["blocked_by"]) for one in body["items"]]


def test_the_web_of_all_shows_what_both_ends_show(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    hidden, item, first = an_item(world, thread_id=thread.pk, owner="police"), an_item(world), an_item(world)
    for before, after in ((item, hidden), (item, first), (hidden, first)):
        assert wait(world, before, after).status_code == 201
    group, elsewhere = str(world.group.pk), str(uuid7())
    everything = [(str(a.pk), str(b.pk)) for a, b in ((item, hidden), (item, first), (hidden, first))]
    assert edges(world, "facilitator") == edges(world, "facilitator", group=group) == everything
    assert edges(world, "teacher") == edges(world, "teacher", group=group) == everything[1:2]
    assert edges(world, "outsider") == edges(world, "facilitator", group=elsewhere) == []
    assert api(world, "anonymous").get("action-items/dependencies").status_code == 401
    assert api(world, "teacher").get("action-items/dependencies?group=ours").status_code == 400
    page = api(world, "facilitator").get("action-items/dependencies?limit=2").json()
    assert len(page["items"]) == 2
    assert page["next_cursor"]


def test_who_owns_or_leads_joins_what_is_open(world: World) -> None:
    first, second, closed = an_item(world), an_item(world), an_item_in(world, "verified")
    for name in ("teacher", "observer"):
        assert wait(world, second, first, by=name).status_code == 403
        assert part(world, second, first, by=name).status_code == 403
    assert wait(world, second, first, by="outsider").status_code == 404
    assert wait(world, second, first, by="anonymous").status_code == 401
    assert wait(world, closed, first).json()["code"] == "action_state"
    for name in ("councillor", "secretary"):
        assert wait(world, second, first, by=name).status_code == 201


def test_there_is_a_bound(world: World) -> None:
    item = an_item(world)
    others = [an_item(world) for _ in range(MAX_BLOCKERS + 1)]
    Dependency.objects.bulk_create(Dependency(action=item, blocked_by=one) for one in others[:-1])
    refused = wait(world, item, others[-1])
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many")


@pytest.mark.parametrize("count", [1, 10])
def test_they_are_read_in_the_same_queries(
    world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    item = an_item(world)
    for _ in range(count):
        add_blocker(actor=world.actor("facilitator"), action_id=item.pk, blocker_id=an_item(world).pk)
    reader = api(world, "facilitator")
    reader.get(f"action-items/{item.pk}/relations")
    reader.get("action-items/dependencies")
    with django_assert_num_queries(QUERIES):
        assert len(reader.get(f"action-items/{item.pk}/relations").json()["blocked_by"]) == count
    with django_assert_num_queries(OF_ALL):
        assert len(reader.get("action-items/dependencies").json()["items"]) == count


def test_a_whole_that_is_hidden_is_not_replaced_unseen(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    hidden, item, other = an_item(world, thread_id=thread.pk, owner="police"), an_item(world), an_item(world)
    assert part(world, item, hidden).status_code == 200
    for whole in (other, None):
        refused = part(world, item, whole, by="councillor")
        assert (refused.status_code, refused.json()["code"]) == (409, "part_of_hidden")
    assert part(world, item, other).status_code == 200


def freed(item: ActionItem) -> list[tuple[Any, dict[str, Any]]]:
    rows = Event.objects.filter(kind="tasks.action_freed", subject_id=item.pk)
    return [(row.actor_id, row.data) for row in rows]


def test_the_owner_hears_when_nothing_is_waited_for_any_more(world: World) -> None:
    item, blocker, piece, other = an_item(world), an_item(world), an_item_in(world, "done"), an_item(world)
    wait(world, item, blocker)
    wait(world, other, blocker)
    wait(world, other, an_item(world))
    part(world, piece, item)
    move(world, blocker, "cancelled", "facilitator")
    assert freed(item) == []
    move(world, piece, "verified", "officer")
    ((by, said),) = freed(item)
    assert by is None
    assert not {str(blocker.pk), str(piece.pk), str(world.people["officer"].pk)} & set(
        map(str, said.values())
    )
    drain_settled()
    told = Notification.objects.filter(event__kind="tasks.action_freed")
    assert {(one.person_id, one.event.subject_id) for one in told} == {
        (world.people[name].pk, item.pk) for name in ("councillor", "secretary")
    }
    move(world, piece, "closed", "secretary")
    assert len(freed(item)) == 1
    assert freed(other) == []


def test_what_is_over_itself_waits_for_nothing(world: World) -> None:
    item, blocker = an_item_in(world, "in_progress"), an_item(world)
    wait(world, item, blocker)
    move(world, item, "cancelled", "facilitator")
    move(world, blocker, "cancelled", "facilitator")
    assert freed(item) == []


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_that_end_at_once_the_later_says_so() -> None:
    here = a_world("Тут")
    item, first, second = (an_item(here) for _ in range(3))
    for one in (first, second):
        add_blocker(actor=here.actor("facilitator"), action_id=item.pk, blocker_id=one.pk)
    together = threading.Barrier(2)

    def cancel(one: ActionItem) -> None:
        together.wait(timeout=PATIENCE)
        try:
            move(here, one, "cancelled", "facilitator")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cancel, (first, second)))
    assert len(freed(item)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("as_part", [False, True])
def test_who_waits_for_the_register_holds_no_item(as_part: bool) -> None:
    """A seat that ends holds its group first and then every item: the other way round both would wait."""
    here = a_world("Тут")
    item, other = an_item(here), an_item(here)
    actor = here.actor("facilitator")

    def join() -> ActionItem:
        if as_part:
            return set_parent(actor=actor, action_id=item.pk, expected_version=1, parent_id=other.pk)
        return add_blocker(actor=actor, action_id=item.pk, blocker_id=other.pk)

    def joined() -> ActionItem:
        try:
            return join()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            InitiativeGroup.objects.select_for_update(no_key=True).get(pk=here.group.pk)
            waiting = pool.submit(joined)
            until_waiting(1)
            ActionItem.objects.select_for_update(nowait=True, no_key=True).get(pk=item.pk)
        assert waiting.result() == item


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("as_part", [False, True])
def test_two_at_once_close_no_circle(as_part: bool) -> None:
    """Each edge alone is fine; of both, one is refused, whoever comes first."""
    here = a_world("Тут")
    first, second = an_item(here), an_item(here)
    together = threading.Barrier(2)

    def join(waiting: ActionItem, awaited: ActionItem) -> str:
        actor = here.actor("facilitator")
        together.wait(timeout=PATIENCE)
        try:
            if as_part and waiting == first:
                # `first` becomes the whole of `second`, so it waits for it.
                set_parent(actor=actor, action_id=second.pk, expected_version=1, parent_id=first.pk)
            else:
                add_blocker(actor=actor, action_id=waiting.pk, blocker_id=awaited.pk)
        except Conflict as conflict:
            return conflict.reason
        finally:
            connection.close()
        return "joined"

    with ThreadPoolExecutor(2) as pool:
        joined = list(pool.map(join, (first, second), (second, first)))
    assert sorted(joined) == ["circle", "joined"]
