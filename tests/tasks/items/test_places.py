"""Where an action item is done: what a place may be, how tables write it, who is never told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tasks.models import ActionItem
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.tasks.helpers import an_item, an_item_in, in_days
from tests.tasks.import_items.test_import_items import HEADING, as_csv, checked, day, organisation
from tests.tasks.promises.test_promises import page, publish

pytestmark = pytest.mark.django_db
PLACE = (Decimal("47.86123"), Decimal("31.15012"))


def test_half_a_place_is_none_and_is_refused_by_the_table_itself(world: World) -> None:
    item = an_item(world)
    for half in ({"latitude": 49}, {"longitude": 30}, {"latitude": 91, "longitude": 30}):
        with pytest.raises(IntegrityError, match="tasks_action_place"), transaction.atomic():
            ActionItem.objects.filter(pk=item.pk).update(**half)


def test_strangers_are_not_told_where_and_readers_of_the_group_not_of_what_is_restricted(
    world: World,
) -> None:
    item = an_item_in(world, "blocked", place_name="вул. Садова, 12, кв. 4", place=PLACE)
    publish(world, item)
    shown = page(world).content.decode()
    assert [words for words in ("Садова", "47.86", "31.15", "latitude") if words in shown] == []
    thread = a_restricted_thread(world, people=("officer",))
    an_item(world, thread_id=thread.pk, due_on=in_days(3), place_name="Дім № 7", place=PLACE)
    lists = {name: api(world, name).get("action-items") for name in ("officer", "teacher")}
    assert ["Дім № 7" in one.content.decode() for one in lists.values()] == [True, False]
    (restricted, _other) = lists["officer"].json()["items"]
    assert restricted["place"] == {"latitude": 47.86123, "longitude": 31.15012}


# ---- in tables ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("47.86, 31.15", (47.86, 31.15)),
        ("47.86,31.15", (47.86, 31.15)),
        ("47,86; 31,15", (47.86, 31.15)),
        ("47,86 31,15", (47.86, 31.15)),
        ("47,86, 31,15", (47.86, 31.15)),
        ("−47.8612345° ; 31°", (-47.86123, 31.0)),
        (" ", None),
    ],
)
def test_coordinates_are_read_as_maps_and_people_write_them(
    world: World, written: str, place: tuple[float, float] | None
) -> None:
    content = as_csv(["Ліхтарі", organisation(world), day(), written], heading=[*HEADING, "Координати"])
    (row,), faults = checked(world, content)
    shown = {"latitude": place[0], "longitude": place[1]} if place else None
    assert (row["place"], faults) == (shown, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("біля річки", "no_place"),
        ("47,86", "no_place"),
        ("47.86", "no_place"),
        ("47.86, 31.15, 2", "no_place"),
        ("47.86,31.15,2.0", "no_place"),
        ("٤٧.٨٦, ٣١.١٥", "no_place"),
        ("90.1, 31.15", "out_of_range"),
        ("47.86, -180.1", "out_of_range"),
    ],
)
def test_what_is_no_place_is_said(world: World, written: str, code: str) -> None:
    content = as_csv(["Ліхтарі", organisation(world), day(), written], heading=[*HEADING, "Координати"])
    rows, faults = checked(world, content)
    assert (rows, faults) == ([], [(2, "place", code)])
