"""Recommendations over HTTP: the whole way of one, the register with its filters, and what lists cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from programmes.models import Recommendation
from tests.cast import World
from tests.dialogue.helpers import api, pointers as faults
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import (
    PATHS,
    TEXT,
    TITLE,
    draft,
    fresh,
    issue,
    issued,
    issued_in,
)
from tests.tasks.helpers import in_days, tag
from viche.kernel.clock import now, replace_clock
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def pointers(answer: Any) -> list[str]:
    return [pointer for pointer, _code in faults(answer)]


def found_by(world: World, by: str, **query: str) -> set[str]:
    answer = api(world, by).get(f"recommendations?{urlencode(query)}")
    assert answer.status_code == 200, answer.content
    return {one["id"] for one in answer.json()["items"]}


def ids(*rows: Recommendation) -> set[str]:
    return {str(row.pk) for row in rows}


def proposal(world: World, **facts: Any) -> dict[str, Any]:
    police = str(world.organisations["police"].pk)
    return {
        "title": TITLE,
        "text": TEXT,
        "theme": "policing",
        "addressee_organisation": police,
        "target_groups": ["women"],
        **facts,
    }


def test_a_recommendation_goes_its_whole_way(world: World) -> None:
    dossier = begin(world)
    leader, police = api(world, "facilitator"), api(world, "officer")
    made = leader.post(f"dossiers/{dossier.pk}/recommendations", proposal(world))
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"'), made.content
    shown = made.json()
    path = f"recommendations/{shown['id']}"
    assert made.headers["Location"].endswith(path)
    assert (shown["stage"], shown["number"], shown["steps"]) == ("draft", None, [])
    assert shown["allowed"] == ["read", "edit", "discard", "issue", "set_theme"]
    edited = leader.patch(path, {"text": "Патруль щовечора"}, **tag(1))
    assert (edited.status_code, edited.json()["text"]["uk"]) == (200, "Патруль щовечора")
    sent = leader.post(f"{path}/issue", {}, **tag(2)).json()
    assert (sent["stage"], sent["number"], sent["due_on"]) == ("in_force", 1, str(in_days(30)))
    assert sent["rules"]["label"]["en"] == "Example values, not legal advice"
    seen = police.get(path).json()
    assert (seen["waiting"], seen["waits_for_me"]) == ("answer", True)
    assert {one["to"]: [gap["code"] for gap in one["missing"]] for one in seen["steps"]} == {
        "accepted": [],
        "partly": [],
        "rejected": [],
        "already_done": ["evidence_required"],
        "in_progress": [],
        "partial": ["evidence_required"],
        "implemented": ["evidence_required"],
    }
    day = str(in_days(50))
    answered = police.post(f"{path}/transitions", {"to": "accepted", "agreed_on": day}, **tag(3))
    assert (answered.json()["agreed_on"], answered.json()["waiting"]) == (day, None)
    refused = police.post(f"{path}/transitions", {"to": "implemented"}, **tag(4))
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence_required")
    piece = {"kind": "link", "title": "Графік", "url": "https://example.org/graph"}
    assert police.post(f"{path}/evidence", piece).status_code == 201
    assert [one["title"] for one in police.get(f"{path}/evidence").json()["items"]] == ["Графік"]
    assert police.post(f"{path}/transitions", {"to": "implemented"}, **tag(5)).status_code == 200
    own = police.post(f"{path}/transitions", {"to": "verified"}, **tag(6))
    assert (own.status_code, own.json()["code"]) == (403, "not_another")


def test_the_page_says_who_took_the_last_steps_and_the_history_all(world: World) -> None:
    row = issued_in(world, "implemented")
    path = f"recommendations/{row.pk}"
    teacher = api(world, "teacher")
    verified = teacher.post(f"{path}/transitions", {"to": "verified"}, **tag(row.version)).json()
    assert verified["verified_for"]["id"] == str(world.organisations["school"].pk)
    assert verified["implementation_by"]["person"]["id"] == str(world.people["teacher"].pk)
    assert (verified["response_by"]["organisation"]["id"], verified["response_logged"]) == (
        str(world.organisations["police"].pk),
        False,
    )
    history = teacher.get(f"{path}/history").json()["items"]
    assert [one["kind"].removeprefix("programmes.") for one in history] == [
        *("recommendation_moved", "recommendation_moved", "recommendation_moved"),
        *("evidence_added", "recommendation_issued", "recommendation_made"),
    ]


def test_an_answer_that_was_logged_says_so(world: World) -> None:
    row = issued(world)
    leader, path = api(world, "facilitator"), f"recommendations/{row.pk}"
    steps = {one["to"]: one["logged"] for one in leader.get(path).json()["steps"]}
    assert (steps["accepted"], steps["closed_not_implemented"]) == (True, False)
    body = {"to": "rejected", "logged": True, "reason": "Лист № 9"}
    shown = leader.post(f"{path}/transitions", body, **tag(row.version)).json()
    assert (shown["response_logged"], shown["response_reason"]) == (True, "Лист № 9")
    assert shown["response_by"]["person"]["id"] == str(world.people["facilitator"].pk)


def test_the_later_of_two_answers_is_refused_as_stale(world: World) -> None:
    row = issued(world)
    police, path = api(world, "officer"), f"recommendations/{row.pk}/transitions"
    assert police.post(path, {"to": "accepted"}, **tag(row.version)).status_code == 200
    later = police.post(path, {"to": "rejected", "reason": "Ні"}, **tag(row.version))
    assert (later.status_code, later.json()["code"]) == (412, "stale")
    assert police.post(path, {"to": "accepted"}).status_code == 428


def test_a_better_wording_is_issued_in_its_place(world: World) -> None:
    old = issued(world)
    leader = api(world, "facilitator")
    made = leader.post(f"recommendations/{old.pk}/replacement", {"text": "Краще"}, **tag(old.version))
    new = made.json()
    assert (made.status_code, new["text"]["uk"], new["stage"]) == (201, "Краще", "in_force")
    assert made.headers["Location"].endswith(f"recommendations/{new['id']}")
    assert [one["id"] for one in new["supersedes"]] == [str(old.pk)]
    before = leader.get(f"recommendations/{old.pk}").json()
    assert (before["stage"], before["superseded_by"]["id"]) == ("superseded", new["id"])
    assert (before["steps"], before["allowed"]) == ([], ["read", "set_theme"])


def test_an_action_item_is_made_and_shown_beside_it(world: World) -> None:
    row = issued(world)
    leader = api(world, "facilitator")
    made = leader.post(f"recommendations/{row.pk}/actions", {"due_on": str(in_days(14))})
    assert (made.status_code, made.json()["title"]["uk"]) == (201, TITLE), made.content
    (shown,) = leader.get(f"recommendations/{row.pk}").json()["actions"]
    assert (shown["kind"], shown["id"], shown["state"]) == ("action", made.json()["id"], "proposed")
    refused = api(world, "teacher").post(f"recommendations/{row.pk}/actions", {"due_on": str(in_days(14))})
    assert refused.status_code == 403


def test_themes_are_set_of_several_at_once(world: World) -> None:
    rows = [issued(world), issued(world)]
    body = {"recommendations": [str(one.pk) for one in rows], "theme": "roads"}
    changed = api(world, "facilitator").patch("recommendations", body)
    assert [one["theme"] for one in changed.json()["items"]] == ["roads", "roads"], changed.content
    assert api(world, "teacher").patch("recommendations", body).status_code == 403
    unknown = {**body, "recommendations": [str(uuid7())]}
    assert pointers(api(world, "facilitator").patch("recommendations", unknown)) == ["/recommendations/0"]
    one = api(world, "facilitator").put(
        f"recommendations/{rows[0].pk}/theme", {"theme": "fraud"}, **tag(fresh(rows[0]).version)
    )
    assert (one.status_code, one.json()["theme"]) == (200, "fraud")


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({"title": ""}, "/title"),
        ({"text": None}, "/text"),
        ({"theme": "weather"}, "/theme"),
        ({"target_groups": ["cats"]}, "/target_groups/0"),
        ({"addressee_organisation": None}, "/addressee_organisation"),
        ({"addressee_organisation": "x"}, "/addressee_organisation"),
        ({"follows_from": {"kind": "message", "id": str(uuid7())}}, "/follows_from"),
        ({"follows_from": {"kind": "person", "id": str(uuid7())}}, "/follows_from/kind"),
        ({"extra": 1}, "/extra"),
    ],
)
def test_a_draft_with_a_fault_is_refused_with_its_place(world: World, facts: dict[str, Any], at: str) -> None:
    path = f"dossiers/{begin(world).pk}/recommendations"
    refused = api(world, "facilitator").post(path, proposal(world, **facts))
    assert (refused.status_code, pointers(refused)) == (422, [at]), refused.content


# ---- the register ------------------------------------------------------------------------------------------


def test_the_register_shows_what_is_in_force_and_filters_it(world: World) -> None:
    rows = {state: issued_in(world, state) for state in PATHS}
    draft(world)
    council = issued(world, to="council", theme="streets", target_groups=["women"])
    pending = ids(council, rows["issued"])
    assert found_by(world, "teacher") == ids(*rows.values(), council)
    assert found_by(world, "teacher", response="pending") == pending
    assert found_by(world, "teacher", response="rejected,pending") == pending | ids(
        rows["rejected"], rows["closed"]
    )
    assert found_by(world, "teacher", implementation="verified") == ids(rows["verified"])
    assert found_by(world, "teacher", theme="streets") == ids(council)
    assert found_by(world, "teacher", target_group="women") == ids(council)
    assert found_by(world, "teacher", addressee=str(world.organisations["council"].pk)) == ids(council)
    assert found_by(world, "councillor", mine="me") == ids(council)
    assert found_by(world, "councillor", addressee="me") == ids(council)
    assert found_by(world, "officer", waiting="me") == ids(rows["issued"])
    assert found_by(world, "councillor", waiting="me") == ids(council, rows["implemented"])
    assert found_by(world, "teacher", dossier=str(council.dossier_id)) == ids(council)
    assert found_by(world, "teacher", group=str(uuid7())) == set()
    assert found_by(world, "outsider") == set()


@pytest.mark.parametrize(("days", "band"), [(1, "90"), (100, "180"), (200, "365"), (400, "more")])
def test_the_register_is_filtered_by_age(world: World, days: int, band: str) -> None:
    row = issued(world)
    later = now() + timedelta(days=days)
    with replace_clock(lambda: later):
        for one in ("90", "180", "365", "more"):
            assert found_by(world, "teacher", age=one) == (ids(row) if one == band else set())


def test_the_register_is_read_page_by_page_in_either_order(world: World) -> None:
    rows = [issued(world) for _ in range(5)]
    teacher = api(world, "teacher")
    for order, expected in (("newest", rows[::-1]), ("due", rows)):
        seen: list[str] = []
        first = path = f"recommendations?order={order}&limit=2"
        while len(seen) < len(rows):
            page = teacher.get(path).json()
            seen += [one["id"] for one in page["items"]]
            path = f"{first}&cursor={page['next_cursor']}"
        assert page["next_cursor"] is None
        assert seen == [str(one.pk) for one in expected]


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("response=gone", "response"),
        ("age=91", "age"),
        ("theme=x", "theme"),
        ("order=title", "order"),
        ("colour=red", "colour"),
        ("addressee=you", "addressee"),
    ],
)
def test_a_filter_with_a_fault_is_refused(world: World, query: str, at: str) -> None:
    refused = api(world, "teacher").get(f"recommendations?{query}")
    assert refused.status_code == 400
    assert at in str(refused.json())


def test_the_board_counts_by_both_axes(world: World) -> None:
    for state in ("issued", "rejected", "rejected", "verified"):
        issued_in(world, state)
    draft(world)
    shown = api(world, "teacher").get("recommendations/board").json()
    cells = {(one["response"], one["implementation"]): one["count"] for one in shown["cells"]}
    assert cells == {
        ("pending", "not_started"): 1,
        ("rejected", "not_started"): 2,
        ("accepted", "verified"): 1,
    }
    assert shown["total"] == 4
    narrowed = api(world, "teacher").get("recommendations/board?response=rejected").json()
    assert narrowed["total"] == 2
    assert api(world, "outsider").get("recommendations/board").json() == {"cells": [], "total": 0}


def test_words_of_axes_themes_and_rules_come_in_both_languages(world: World) -> None:
    words = api(world, "outsider").get("recommendations/words").json()
    assert len(words["response"]["states"]) == 5
    assert all(
        one["label"]["en"] for axis in ("response", "implementation") for one in words[axis]["transitions"]
    )
    assert words["rules"]["source"] == ""


def test_a_restricted_recommendation_is_read_on_record_and_unknown_to_others(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    row = issue(world, draft(world, dossier=dossier))
    assert found_by(world, "teacher") == set()
    assert api(world, "teacher").get(f"recommendations/{row.pk}").status_code == 404
    assert api(world, "teacher").get(f"dossiers/{dossier.pk}/recommendations").status_code == 404
    assert found_by(world, "officer") == ids(row)
    assert AccessRecord.objects.filter(kind="dossier", object_id=dossier.pk).count() == 1


def test_a_list_takes_as_many_queries_for_many_as_for_few(
    world: World, django_assert_max_num_queries: Any
) -> None:
    dossier = begin(world)
    for _ in range(2):
        issue(world, draft(world, dossier=dossier))
    teacher = api(world, "teacher")
    counts = []
    for _ in range(2):
        for path in ("recommendations", "recommendations/board", f"dossiers/{dossier.pk}/recommendations"):
            with django_assert_max_num_queries(40) as counted:
                assert teacher.get(path).status_code == 200
            counts.append(len(counted.captured_queries))
        for _more in range(4):
            issue(world, draft(world, dossier=dossier))
    assert counts[:3] == counts[3:]
