"""Ways to look at action items that people keep: under a name, each their own, so many and no more."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.models import SavedView
from tasks.saved_views.services import MAX_VIEWS, remove_view, save_view
from tests.cast import World
from tests.dialogue.helpers import api
from viche.kernel.models import Event
from viche.privacy.registry import DATA_CATEGORIES

MINE = "me/saved-views"


def kept(world: World, who: str, **body: Any) -> Any:
    return api(world, who).post(MINE, {"name": "Прострочені", "query": "late=yes&view=list", **body})


def names(world: World, name: str) -> list[str]:
    return [one["name"] for one in api(world, name).get(MINE).json()["items"]]


def test_a_view_is_kept_found_again_replaced_and_thrown_away(world: World) -> None:
    first = kept(world, "teacher")
    assert first.status_code == 201
    assert kept(world, "teacher", name="Тиждень", query="due=week").status_code == 201
    again = kept(world, "teacher", query="tag=%D0%B4%D0%B2%D1%96%D1%80")
    assert again.json()["id"] == first.json()["id"]
    assert names(world, "teacher") == ["Прострочені", "Тиждень"]
    person_id = world.people["teacher"].pk
    copied = DATA_CATEGORIES["tasks.saved_views"].read(person_id)
    assert [one["query"] for one in copied] == ["tag=%D0%B4%D0%B2%D1%96%D1%80", "due=week"]
    assert api(world, "teacher").delete(f"{MINE}/{first.json()['id']}").status_code == 204
    assert names(world, "teacher") == ["Тиждень"]
    told = Event.objects.filter(kind__startswith="tasks.saved_view")
    assert told.count() == 4
    assert "Тиждень" not in str(list(told.values_list("data", flat=True)))


def test_it_is_nobody_elses(world: World) -> None:
    row = f"{MINE}/{kept(world, 'teacher').json()['id']}"
    for name in ("facilitator", "officer", "administrator"):
        assert names(world, name) == []
        assert api(world, name).delete(row).status_code == 404
    assert kept(world, "officer").status_code == 201
    assert SavedView.objects.count() == 2


def test_there_are_so_many_and_no_more(world: World) -> None:
    actor = world.actor("teacher")
    for number in range(MAX_VIEWS):
        save_view(actor=actor, name=f"Вигляд {number}", query="late=yes")
    refused = kept(world, "teacher")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_views")
    assert kept(world, "teacher", name="Вигляд 3", query="due=week").status_code == 201
    remove_view(actor=actor, view_id=SavedView.objects.earliest("pk").pk)
    assert kept(world, "teacher").status_code == 201


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"name": "  "}, "/name", "blank"),
        ({"name": "а" * 61}, "/name", "max_length"),
        ({"query": "late"}, "/query", "not_a_query"),
        ({"query": "&".join(["late=yes"] * 21)}, "/query", "not_a_query"),
        ({"query": f"tag={'а' * 600}"}, "/query", "max_length"),
        ({"query": {"late": "yes"}}, "/query", "not_a_string"),
        ({"person": "0"}, "/person", "unknown"),
    ],
)
def test_what_is_kept_is_read_strictly(world: World, wrong: Any, pointer: str, code: str) -> None:
    answer = kept(world, "teacher", **wrong)
    assert answer.status_code == 422, answer.json()
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert not SavedView.objects.exists()
