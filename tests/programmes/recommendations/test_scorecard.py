"""The scorecard: figures from the states of recommendations, and the edition that freezes them."""

from __future__ import annotations

import json
from copy import copy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from programmes.models import Dossier, Finding, Recommendation
from programmes.recommendations.report import Words, build_report, build_words
from programmes.recommendations.scorecard import Rate
from programmes.recommendations.services.issue import replace_recommendation
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.kernel.test_report import PLAIN, SOUP, pages_of, structure_of
from tests.programmes.helpers import RESTRICTED, SEALED, add_answered, begin, name
from tests.programmes.kit.helpers import a_finding
from tests.programmes.recommendations.helpers import draft, fresh, issue, issued, issued_in, move
from viche.kernel.ids import uuid7
from viche.kernel.pdf.report import Report, encode_report, render_report
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def scorecard(world: World, by: str = "teacher", **query: Any) -> dict[str, Any]:
    given = {"group": world.group.pk, **query}
    answer = api(world, by).get(f"recommendations/scorecard?{urlencode(given)}")
    assert answer.status_code == 200, answer.content
    shown: dict[str, Any] = answer.json()
    return shown


def rates(figures: dict[str, Any]) -> list[Any]:
    """Numerators, after the number issued."""
    names = ("answered", "accepted", "implemented", "verified")
    assert {figures[one]["of"] for one in names} == {figures["issued"]}
    return [figures["issued"], *(figures[one]["count"] for one in names)]


def dump_report(dossier: Dossier, language: str = "uk", *, for_public: bool = False) -> str:
    with override(language):
        return json.dumps(encode_report(build_report(dossier, language, for_public)), ensure_ascii=False)


# ---- figures -----------------------------------------------------------------------------------------------


def test_every_rate_counts_the_unanswered_in_its_denominator(world: World) -> None:
    dossier = begin(world)
    for state in ("issued", "accepted", "rejected", "in_progress", "implemented", "verified"):
        issued_in(world, state, dossier=dossier)
    draft(world, dossier=dossier)
    shown = scorecard(world)
    assert rates(shown["total"]) == [6, 5, 4, 2, 1]
    responses = {one["response"]: one["count"] for one in shown["responses"]}
    assert responses == {"pending": 1, "accepted": 4, "partly": 0, "rejected": 1, "already_done": 0}
    marks = {one["mark"]: one["count"] for one in shown["marks"]}
    assert marks == {
        **dict.fromkeys(("verified", "implemented", "at_work", "not_started"), 1),
        "closed": 0,
        "rejected": 1,
        "unanswered": 1,
    }


def test_what_was_superseded_counts_once(world: World) -> None:
    old = issued(world)
    replace_recommendation(
        actor=world.actor("facilitator"), recommendation_id=old.pk, expected_version=fresh(old).version
    )
    assert scorecard(world)["total"]["issued"] == 1


def test_figures_stand_by_addressee_theme_and_year(world: World) -> None:
    dossier = begin(world)
    for theme in ("roads", "roads", "fraud"):
        add_answered(world, dossier, theme=theme)
    issue(world, draft(world, dossier=dossier, to="council", theme="roads"))
    Recommendation.objects.filter(theme="fraud").update(dossier=dossier)
    shown = scorecard(world)
    names = {str(world.organisations[one].pk): one for one in ("police", "council")}
    assert [(names[one["addressee"]["id"]], *rates(one)) for one in shown["by_addressee"]] == [
        ("police", 3, 3, 3, 0, 0),
        ("council", 1, 0, 0, 0, 0),
    ]
    assert [(one["theme"], *rates(one)) for one in shown["by_theme"]] == [
        ("roads", 3, 2, 2, 0, 0),
        ("fraud", 1, 1, 1, 0, 0),
    ]
    (year,) = shown["by_year"]
    assert rates(year) == [4, 3, 3, 0, 0]
    assert scorecard(world, year=year["year"])["total"] == shown["total"]
    other = scorecard(world, year=year["year"] - 1)
    assert (other["total"]["issued"], other["by_addressee"], other["by_year"]) == (0, [], [year])


def test_a_percentage_needs_ten(world: World) -> None:
    found = [Rate(*one).percent for one in ((9, 9), (7, 8), (5, 10), (21, 24), (9, 24), (0, 10), (0, 0))]
    assert found == [None, None, 50, 88, 38, 0, None]
    dossier = begin(world)
    for _ in range(10):
        add_answered(world, dossier)
    assert scorecard(world)["total"]["answered"] == {"count": 10, "of": 10, "percent": 100}


def test_rejected_ones_stand_whole_with_their_reason(world: World) -> None:
    row = move(world, issued(world), "rejected", reason="Бракує коштів")
    issued_in(world, "accepted")
    (shown,) = scorecard(world)["rejected"]
    assert (shown["id"], shown["response_reason"], shown["text"]["uk"]) == (
        str(row.pk),
        "Бракує коштів",
        row.text_uk,
    )


def test_a_reader_gets_the_figures_of_what_they_may_read(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    row = move(world, issue(world, draft(world, dossier=dossier)), "rejected")
    issued(world)
    assert [scorecard(world, one)["total"]["issued"] for one in ("teacher", "officer", "outsider")] == [
        1,
        2,
        0,
    ]
    assert scorecard(world, "teacher", dossier=dossier.pk)["total"]["issued"] == 0
    before = AccessRecord.objects.filter(object_id=dossier.pk).count()
    (seen,) = scorecard(world, "officer", dossier=dossier.pk)["rejected"]
    assert seen["id"] == str(row.pk)
    assert AccessRecord.objects.filter(object_id=dossier.pk).count() >= max(before, 1)


def test_a_scorecard_takes_as_many_queries_for_many(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            scorecard(world)
        return len(seen)

    dossier = begin(world)
    issued_in(world, "rejected", dossier=dossier)
    count()
    few = count()
    for to in ("council", "school", "police"):
        issue(world, draft(world, dossier=dossier, to=to, theme="roads"))
    add_answered(world, dossier, response="rejected", response_reason="Ні")
    assert count() == few


@pytest.mark.parametrize("query", ["", "group=ні", "group={group}&year=рік", "group={group}&year=1"])
def test_a_question_with_a_fault_is_refused(world: World, query: str) -> None:
    answer = api(world, "teacher").get(f"recommendations/scorecard?{query.format(group=world.group.pk)}")
    assert answer.status_code == 400


# ---- the edition -------------------------------------------------------------------------------------------


@pytest.fixture
def dossier(world: World) -> Dossier:
    """With one that was rejected, one that was accepted, and a draft."""
    made = begin(world)
    add_answered(world, made, response="rejected", response_reason="Бракує коштів", title_uk="Притулок")
    add_answered(world, made, response_reason="Сказав Іван Коваль", title_uk="Патруль", cause_uk="З розмови")
    draft(world, dossier=made, title_uk="Чернетка")
    return made


def test_an_edition_says_the_figures_the_words_and_the_reasons(world: World, dossier: Dossier) -> None:
    report = dump_report(dossier)
    for words in ("Притулок", "Бракує коштів", "Патруль", "Сказав Іван Коваль", "З розмови", "2 з 2"):
        assert words in report, words
    assert "Чернетка" not in report
    assert report.index("Притулок") < report.index("Патруль")
    assert "2 of 2" in dump_report(dossier, "en")


def test_one_for_the_public_leaves_out_who_said_what_and_what_it_quotes(
    world: World, dossier: Dossier
) -> None:
    report = dump_report(dossier, for_public=True)
    assert ("Бракує коштів" in report, "Коваль" in report, "З розмови" in report) == (True, False, False)


def test_personal_data_in_words_is_not_for_the_public(world: World, dossier: Dossier) -> None:
    add_answered(world, dossier, title_uk="Чергування", text_uk="Телефонувати +380 67 123 45 67")
    assert "123 45 67" in dump_report(dossier)
    assert "123 45 67" not in dump_report(dossier, for_public=True)


@pytest.mark.parametrize("is_published", [True, False])
def test_what_follows_from_a_finding_is_as_public_as_the_finding(world: World, *, is_published: bool) -> None:
    dossier = begin(world)
    finding = a_finding(world, dossier)
    Finding.objects.filter(pk=finding.pk).update(may_be_published=is_published, evidence_count=1)
    old = issue(world, draft(world, dossier=dossier, source=("finding", finding.pk), text_uk="Перший ключ"))
    replace_recommendation(
        actor=world.actor("facilitator"),
        recommendation_id=old.pk,
        expected_version=fresh(old).version,
        text_uk="Замок на дверях",
    )
    public = dump_report(dossier, for_public=True)
    assert ("Замок на дверях" in public, "1" in public) == (is_published, True)
    assert "Замок на дверях" in dump_report(dossier)


@pytest.mark.parametrize("facts", [RESTRICTED, SEALED])
def test_nothing_of_a_restricted_dossier_is_for_the_public(world: World, facts: dict[str, Any]) -> None:
    dossier = begin(world, title_uk="Загратований", **facts)
    add_answered(world, dossier, title_uk="Замок", response="rejected", response_reason="Таємниця")
    public = dump_report(dossier, for_public=True)
    for words in ("Загратований", "Замок", "Таємниця", world.organisations["police"].name_uk):
        assert (words in public, words in dump_report(dossier)) == (False, True), words


def test_it_is_frozen_published_and_withdrawn_over_http(world: World, dossier: Dossier) -> None:
    leader, path = api(world, "facilitator"), f"dossiers/{dossier.pk}/editions"
    made = leader.post(path, {"for_public": True})
    assert made.status_code == 201, made.content
    one = made.json()["id"]
    assert leader.put(f"{path}/{one}/publication", {}).status_code == 200
    public = api(world, "anonymous").get(f"public/editions/{one}")
    assert "Бракує коштів" in public.content.decode()
    name(world, dossier, "council")
    add_answered(world, dossier, title_uk="Новіше")
    assert "Новіше" not in api(world, "anonymous").get(f"public/editions/{one}").content.decode()
    client = leader.client
    gone = client.delete(f"/api/v1/{path}/{one}/publication", {"reason": "Помилка"}, format="json")
    assert gone.status_code == 200
    assert api(world, "anonymous").get(f"public/editions/{one}").status_code == 404


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_typed_text_becomes_markup(world: World, language: str) -> None:
    dossier = begin(world)
    row = add_answered(world, dossier, response="rejected", response_reason=PLAIN, text_uk=PLAIN)

    def drawn(text: str) -> bytes:
        one = copy(row)
        one.title_uk = one.text_uk = one.response_reason = one.implementation_reason = text
        with override(language):
            words = tuple(build_words([one], Words(language, False, frozenset(), "Europe/Kyiv")))
            return render_report(Report(language, PLAIN, PLAIN, PLAIN, words))

    expected = structure_of(drawn(PLAIN))
    for text in SOUP:
        pdf = drawn(text)
        assert (structure_of(pdf), pages_of(pdf)) == (expected, 1), text


# ---- links -------------------------------------------------------------------------------------------------


def test_an_action_item_that_exists_is_linked_once(world: World) -> None:
    row, other = issued(world), issued(world)
    leader = api(world, "facilitator")
    due = str(fresh(row).due_on)
    item = leader.post(f"recommendations/{other.pk}/actions", {"due_on": due}).json()
    for _ in range(2):
        linked = leader.post(f"recommendations/{row.pk}/links", {"action": item["id"]})
        assert (linked.status_code, linked.json()["id"]) == (200, item["id"]), linked.content
    (shown,) = leader.get(f"recommendations/{row.pk}").json()["actions"]
    assert (shown["kind"], shown["id"]) == ("action", item["id"])
    unknown = leader.post(f"recommendations/{row.pk}/links", {"action": str(uuid7())})
    assert pointers(unknown) == [("/action", "unknown")]
    refused = api(world, "teacher").post(f"recommendations/{row.pk}/links", {"action": item["id"]})
    assert refused.status_code == 403
