"""The checklist of an item: who writes and who ticks it, what stays ticked, and two who tick at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tasks.checklists.services import Line, set_checklist, tick_line
from tasks.models import ActionItem, ChecklistItem
from tests.cast import World, a_world
from tests.dialogue.helpers import api, pointers
from tests.tasks.helpers import an_item, an_item_in, fresh, kinds_of, tag
from viche.kernel.errors import Forbidden, NotFound, Stale
from viche.kernel.ids import uuid7
from viche.notifications.models import Notification


def write(world: World, item: ActionItem, *lines: Line | str, by: str = "facilitator") -> list[ChecklistItem]:
    said: list[Line] = [{"text": one} if isinstance(one, str) else one for one in lines]
    version = fresh(item).version
    set_checklist(actor=world.actor(by), action_id=item.pk, expected_version=version, lines=said)
    return list(item.checklist.order_by("position"))


def tick(world: World, line: ChecklistItem, by: str = "councillor", *, done: bool = True) -> None:
    tick_line(actor=world.actor(by), action_id=line.action_id, line_id=line.pk, done=done)


def test_lines_that_are_named_keep_their_ticks(world: World) -> None:
    item = an_item_in(world, "in_progress")
    first, second, _third = write(world, item, "Виміряти", "Скласти акт", "Надіслати")
    tick(world, second)
    version, said = fresh(item).version, Line(id=second.pk, text="Скласти й підписати акт")
    lines = write(world, item, said, "Розіслати", Line(id=first.pk, text=first.text))
    assert [(one.text, one.done_by_id) for one in lines] == [
        ("Скласти й підписати акт", world.people["councillor"].pk),
        ("Розіслати", None),
        ("Виміряти", None),
    ]
    changed = fresh(item)
    assert (changed.version, changed.checklist_count, changed.checklist_done) == (version + 1, 3, 1)
    write(world, item, *(Line(id=one.pk, text=one.text) for one in lines))
    assert fresh(item).version == version + 1
    assert kinds_of(item)[-3:] == ["checklist_changed", "checklist_ticked", "checklist_changed"]


def test_a_tick_says_who_and_when_and_is_taken_back(world: World) -> None:
    item = an_item_in(world, "blocked")
    (line,) = write(world, item, "Виміряти")
    version, told = fresh(item).version, Notification.objects.count()
    for name, done in (("councillor", True), ("secretary", True), ("facilitator", False)):
        tick(world, line, name, done=done)
    line.refresh_from_db()
    assert (line.done_at, line.done_by) == (None, None)
    # The second one found it ticked. Nobody is told, and nobody's version is old by it.
    assert kinds_of(item)[-2:] == ["checklist_ticked"] * 2
    assert (fresh(item).version, Notification.objects.count()) == (version, told)


def test_who_may_not(world: World, elsewhere: World) -> None:
    item, foreign = an_item(world), an_item(elsewhere)
    (line,), (theirs,) = write(world, item, "Виміряти"), write(elsewhere, foreign, "Інше")
    for name in ("teacher", "observer", "officer"):
        with pytest.raises(Forbidden):
            tick(world, line, name)
        with pytest.raises(Forbidden):
            write(world, item, "Ще", by=name)
    with pytest.raises(NotFound):
        tick(world, line, "outsider")
    with pytest.raises(NotFound):
        tick_line(actor=world.actor("councillor"), action_id=item.pk, line_id=theirs.pk, done=True)
    with pytest.raises(Stale):
        set_checklist(actor=world.actor("facilitator"), action_id=item.pk, expected_version=9, lines=[])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("усе", ("/lines", "not_a_list")),
        ([{"text": ""}], ("/lines/0/text", "blank")),
        ([{"text": "так"}, {"text": "я" * 301}], ("/lines/1/text", "max_length")),
        ([{"text": 7}], ("/lines/0/text", "not_a_string")),
        ([{"text": "\u200b"}], ("/lines/0/text", "blank")),
        ([{"text": "так", "id": "1"}], ("/lines/0/id", "invalid")),
        ([{"text": "так", "id": str(uuid7())}], ("/lines/0/id", "unknown")),
        ([{"text": "так", "done": True}], ("/lines/0/done", "unknown")),
        ([{"text": "так"}] * 51, ("/lines", "max_length")),
    ],
)
def test_bad_lines_are_named(world: World, lines: Any, expected: tuple[str, str]) -> None:
    path = f"action-items/{an_item(world).pk}/checklist"
    answer = api(world, "facilitator").put(path, {"lines": lines}, **tag(1))
    assert (answer.status_code, pointers(answer)) == (422, [expected])


def test_the_same_line_is_not_named_twice(world: World) -> None:
    item = an_item(world)
    (line,) = write(world, item, "Виміряти")
    twice = {"lines": [{"id": str(line.pk), "text": "Раз"}, {"id": str(line.pk), "text": "Два"}]}
    answer = api(world, "facilitator").put(f"action-items/{item.pk}/checklist", twice, **tag(2))
    assert pointers(answer) == [("/lines/1/id", "unknown")]


def test_over_http(world: World) -> None:
    item, facilitator = an_item_in(world, "accepted"), api(world, "facilitator")
    path = f"action-items/{item.pk}"
    made = facilitator.put(f"{path}/checklist", {"lines": [{"text": "Виміряти"}, {"text": "Акт"}]}, **tag(2))
    assert (made.status_code, made.headers["ETag"]) == (200, '"3"')
    line = made.json()["items"][0]
    councillor = api(world, "councillor")
    ticked = councillor.put(f"{path}/checklist/{line['id']}/tick").json()
    assert (ticked["text"], ticked["done_by"]["id"]) == ("Виміряти", str(world.people["councillor"].pk))
    shown = api(world, "observer").get(path).json()
    assert (shown["checklist_count"], shown["checklist_done"]) == (2, 1)
    assert api(world, "observer").put(f"{path}/checklist/{line['id']}/tick").status_code == 403
    assert councillor.delete(f"{path}/checklist/{line['id']}/tick").json()["done_at"] is None
    assert councillor.delete(f"{path}/checklist/{uuid7()}/tick").status_code == 404
    assert api(world, "outsider").get(f"{path}/checklist").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tick_at_once_both_win() -> None:
    world = a_world("Тут")
    item = an_item_in(world, "in_progress")
    lines = write(world, item, "Раз", "Два")

    def act(place: int, name: str) -> None:
        try:
            tick(world, lines[place], name)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, (0, 1), ("councillor", "secretary")))
    changed = fresh(item)
    assert (changed.checklist_done, item.checklist.exclude(done_at=None).count()) == (2, 2)
