"""Recommendations are found by their words and numbers, by whoever reads their dossiers."""

from __future__ import annotations

from typing import Any

import pytest

from programmes.recommendations.services.draft import delete_recommendation, edit_recommendation
from tests.cast import World
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import TEXT, TITLE, draft, fresh, issue, issued
from tests.search.acts import found, ids, said
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
KIND = "recommendation"


def test_a_recommendation_is_found_by_its_words_and_its_number(world: World) -> None:
    row = issued(world, title_en="Evening patrol")
    for words in ("піший патруль", "Evening", "щоденний", f"№ {row.number}"):
        (hit,) = found(world, "observer", words, kind=KIND)["items"]
        assert (hit["id"], hit["url"], hit["number"]) == (str(row.pk), f"/recommendations/{row.pk}", 1)
    assert (said(hit["title"]["uk"]), said(hit["snippet"])) == (TITLE, TEXT)
    police = world.organisations["police"].pk
    assert hit["organisation"]["id"] == str(police)
    assert ids(found(world, "observer", "патруль", kind=KIND, organisation=police)) == [str(row.pk)]
    assert ids(found(world, "observer", "патруль", kind=KIND, organisation=uuid7())) == []
    assert ids(found(world, "outsider", "патруль")) == []


def test_a_draft_is_found_by_what_it_says_now(world: World) -> None:
    row = draft(world)
    assert ids(found(world, "observer", "патруль", kind=KIND)) == [str(row.pk)]
    acting: dict[str, Any] = {"actor": world.actor("facilitator"), "recommendation_id": row.pk}
    edit_recommendation(**acting, expected_version=1, changes={"title_uk": "Ліхтарі", "text_uk": "Засвітити"})
    assert ids(found(world, "observer", "патруль", kind=KIND)) == []
    assert ids(found(world, "observer", "ліхтарі", kind=KIND)) == [str(row.pk)]
    delete_recommendation(**acting, expected_version=fresh(row).version)
    assert ids(found(world, "observer", "ліхтарі", kind=KIND)) == []


def test_one_of_a_restricted_dossier_is_found_by_its_participants_alone(world: World) -> None:
    row = draft(world, dossier=begin(world, **RESTRICTED))
    assert ids(found(world, "facilitator", "патруль", kind=KIND)) == [str(row.pk)]
    assert ids(found(world, "officer", "патруль", kind=KIND)) == []
    issue(world, row)
    number = f"№ {fresh(row).number}"
    assert ids(found(world, "officer", number, kind=KIND)) == [str(row.pk)]
    assert ids(found(world, "teacher", number, kind=KIND)) == []
