"""Editions: what is frozen stays so, and everybody reads it only while it is published."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes.kit.dossiers.models import DossierVisibility
from programmes.kit.registry import PROGRAMMES
from programmes.kit.report_blocks import build_findings, build_participants
from programmes.kit.requirements import find_missing_edition
from programmes.models import Dossier, Edition, EditionPaper, Finding, Publication
from programmes.recommendations.policies import KIND
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import begin, name
from tests.programmes.kit.helpers import a_working_dossier, prove_finding, record
from tests.tasks.export.test_export import content_of
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.kernel.pdf.report import Report
from viche.kernel.text import translate_field

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reporting")]


def build_report(dossier: Dossier, language: str, for_public: bool) -> Report:
    blocks = build_participants(dossier, language, for_public=for_public)
    blocks += build_findings(dossier, language, for_public=for_public)
    title = translate_field(dossier, "title", language)
    return Report(language, title, "", title, tuple(blocks))


@pytest.fixture
def reporting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind of dossier that exists has a report."""
    monkeypatch.setitem(PROGRAMMES, KIND, replace(PROGRAMMES[KIND], report=build_report))


@pytest.fixture
def dossier(world: World) -> Dossier:
    """With the police, a finding that may be published, one that may not, and a draft."""
    made = a_working_dossier(world)
    name(world, made)
    for title, may in (("Зупинка темна", True), ("Укриття слабке", False)):
        prove_finding(world, record(world, made, title_uk=title, may_be_published=may))
    record(world, made, title_uk="Лише чутка", may_be_published=True)
    return Dossier.objects.get(pk=made.pk)


def editions_of(dossier: Dossier) -> str:
    return f"dossiers/{dossier.pk}/editions"


def make(world: World, dossier: Dossier, **body: Any) -> dict[str, Any]:
    made = api(world, "facilitator").post(editions_of(dossier), body)
    assert made.status_code == 201, made.content
    shown: dict[str, Any] = made.json()
    return shown


def page_of(dossier: Dossier, number: int) -> str:
    edition = Edition.objects.filter(dossier=dossier, number=number).first()
    return f"{editions_of(dossier)}/{edition.pk if edition else uuid7()}"


def publish(world: World, dossier: Dossier, number: int, by: str = "facilitator") -> Any:
    return api(world, by).put(f"{page_of(dossier, number)}/publication", {})


def withdraw(world: World, dossier: Dossier, number: int, reason: str = "Помилка") -> Any:
    client = api(world, "facilitator").client
    path = f"/api/v1/{page_of(dossier, number)}/publication"
    return client.delete(path, {"reason": reason}, format="json")


def read(world: World, edition: dict[str, Any], by: str = "anonymous") -> Any:
    return api(world, by).get(f"public/editions/{edition['id']}")


# ---- making ------------------------------------------------------------------------------------------------


def test_an_edition_holds_what_the_report_said_in_both_languages(world: World, dossier: Dossier) -> None:
    shown = make(world, dossier)
    assert (shown["number"], shown["reason"], shown["published"], shown["allowed"]) == (1, "", False, [])
    page = api(world, "observer").get(page_of(dossier, 1)).json()
    for language in ("uk", "en"):
        report = page["reports"][language]
        said = json.dumps(report, ensure_ascii=False)
        assert report["language"] == language
        assert "Зупинка темна" in said
        assert "Укриття слабке" in said
        assert "Лише чутка" not in said  # a draft
        drawn = [block["kind"] for block in report["blocks"]]
        assert drawn == ["heading", "table", "heading", "group", "group"]
    kinds = Event.objects.filter(subject_id=dossier.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds)[-1] == "programmes.edition_made"


def test_the_digest_is_that_of_the_canonical_content(world: World, dossier: Dossier) -> None:
    make(world, dossier)
    edition = Edition.objects.get(dossier=dossier)
    assert sha256(edition.content.encode()).hexdigest() == edition.sha256
    data = json.loads(edition.content)
    assert edition.content == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for paper in EditionPaper.objects.filter(edition=edition):
        assert sha256(paper.pdf).hexdigest() == paper.sha256


def test_an_edition_stays_as_it_was(world: World, dossier: Dossier) -> None:
    make(world, dossier)
    before = api(world, "observer").get(page_of(dossier, 1)).json()
    Dossier.objects.filter(pk=dossier.pk).update(title_uk="Інше")
    Finding.objects.filter(dossier=dossier).update(title_uk="Інша")
    assert api(world, "observer").get(page_of(dossier, 1)).json() == before
    edition = Edition.objects.get(dossier=dossier)
    for rows, changes in (
        (Edition.objects.filter(pk=edition.pk), {"content": "{}"}),
        (EditionPaper.objects.filter(edition=edition), {"pdf": b"%PDF"}),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**changes)
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_later_edition_says_why(world: World, dossier: Dossier) -> None:
    make(world, dossier)
    refused = api(world, "facilitator").post(editions_of(dossier), {"reason": " "})
    assert (refused.status_code, pointers(refused)) == (422, [("/reason", "blank")])
    missing = api(world, "facilitator").post(editions_of(dossier), {})
    assert (missing.status_code, pointers(missing)) == (422, [("/reason", "blank")])
    assert make(world, dossier, reason="Виправили назву")["number"] == 2
    rows = api(world, "observer").get(editions_of(dossier)).json()["items"]
    assert [(row["number"], row["reason"]) for row in rows] == [(2, "Виправили назву"), (1, "")]
    edition = Edition.objects.get(dossier=dossier, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(dossier=dossier, number=3, content="{}", made_by=edition.made_by)


def test_a_kind_without_a_report_has_no_editions(
    world: World, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROGRAMMES, KIND, replace(PROGRAMMES[KIND], report=None))
    refused = api(world, "facilitator").post(editions_of(dossier), {})
    assert (refused.status_code, refused.json()["code"]) == (403, "dossier_state")
    assert "make_edition" not in api(world, "facilitator").get(f"dossiers/{dossier.pk}").json()["allowed"]


@pytest.mark.parametrize(
    ("person", "status"),
    [("teacher", 403), ("officer", 403), ("observer", 403), ("outsider", 404), ("anonymous", 401)],
)
def test_nobody_else_makes_publishes_or_withdraws(
    world: World, dossier: Dossier, person: str, status: int
) -> None:
    make(world, dossier, for_public=True)
    other = api(world, person)
    path = f"{page_of(dossier, 1)}/publication"
    assert other.post(editions_of(dossier), {"reason": "Так"}).status_code == status
    assert other.put(path, {}).status_code == status
    assert other.client.delete(f"/api/v1/{path}", {"reason": "Ні"}, format="json").status_code == status


def test_the_requirement_of_an_edition_is_met_by_one(world: World, dossier: Dossier) -> None:
    missing = find_missing_edition(dossier)
    assert missing is not None
    assert missing.reason == "no_edition"
    make(world, dossier)
    assert find_missing_edition(dossier) is None


# ---- the paper ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_paper_is_read_with_the_dossier(world: World, dossier: Dossier, language: str) -> None:
    make(world, dossier)
    path = f"{page_of(dossier, 1)}/pdf"
    paper = content_of(api(world, "observer").get(path, language=language))
    assert paper.startswith(b"%PDF-")
    assert f"/Lang({language})".encode() in paper
    assert content_of(api(world, "observer").get(path, language=language)) == paper
    assert api(world, "outsider").get(path, language=language).status_code == 404
    assert api(world, "observer").get(path, language="de").status_code == 400
    assert api(world, "observer").get(f"{page_of(dossier, 2)}/pdf", language=language).status_code == 404


# ---- for everybody -----------------------------------------------------------------------------------------


def test_what_is_public_leaves_out_what_may_not_be(world: World, dossier: Dossier) -> None:
    edition = make(world, dossier, for_public=True)
    assert edition["allowed"] == ["publish_edition"]
    assert read(world, edition).status_code == 404
    published = publish(world, dossier, 1)
    assert (published.status_code, published.json()["published"]) == (200, True)
    assert published.json()["allowed"] == ["withdraw_edition"]
    shown = read(world, edition).json()
    said = json.dumps(shown["reports"], ensure_ascii=False)
    assert "Зупинка темна" in said
    assert "Укриття слабке" not in said
    assert (shown["sha256"], shown["later_id"]) == (edition["sha256"], None)
    assert shown["group"]["uk"] == world.group.name_uk
    path = f"public/editions/{edition['id']}/pdf"
    assert content_of(api(world, "anonymous").get(path, language="en")).startswith(b"%PDF-")


def test_the_name_of_a_public_paper_is_frozen_too(world: World, dossier: Dossier) -> None:
    edition = make(world, dossier, for_public=True)
    publish(world, dossier, 1)
    Dossier.objects.filter(pk=dossier.pk).update(title_uk="Скарга Олени Коваль", title_en="Private")
    for language in ("uk", "en"):
        paper = api(world, "anonymous").get(f"public/editions/{edition['id']}/pdf", language=language)
        named = unquote(paper.headers["Content-Disposition"])
        assert (", 1.pdf" in named, "Коваль" in named, "Private" in named) == (True, False, False)


def test_an_edition_for_readers_alone_is_not_published(world: World, dossier: Dossier) -> None:
    edition = make(world, dossier)
    refused = publish(world, dossier, 1)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_public")
    assert read(world, edition).status_code == 404
    assert publish(world, dossier, 7).status_code == 404


def test_what_is_withdrawn_is_gone_at_once_and_stays_with_its_readers(world: World, dossier: Dossier) -> None:
    edition = make(world, dossier, for_public=True)
    publish(world, dossier, 1)
    assert publish(world, dossier, 1).json()["code"] == "published"
    assert withdraw(world, dossier, 1, " ").status_code == 422
    withdrawn = withdraw(world, dossier, 1)
    assert (withdrawn.status_code, withdrawn.json()["published"]) == (200, False)
    for person in ("anonymous", "facilitator"):
        assert read(world, edition, person).status_code == 404
        path = f"public/editions/{edition['id']}/pdf"
        assert api(world, person).get(path, language="uk").status_code == 404
    assert withdraw(world, dossier, 1).json()["code"] == "not_published"
    (row,) = api(world, "observer").get(editions_of(dossier)).json()["items"]
    (publication,) = row["publications"]
    assert publication["withdrawal_reason"] == "Помилка"
    assert publication["withdrawn_by"]["person"]["id"] == str(world.people["facilitator"].pk)
    publish(world, dossier, 1)
    assert read(world, edition).status_code == 200


def test_a_publication_is_never_rewritten(world: World, dossier: Dossier) -> None:
    make(world, dossier, for_public=True)
    publish(world, dossier, 1)
    rows = Publication.objects.filter(edition__dossier=dossier)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(published_by=world.people["officer"])
    withdraw(world, dossier, 1)
    for step in (lambda: rows.update(withdrawal_reason="Інше"), rows.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            step()


def test_a_correction_is_named_where_the_earlier_edition_stands(world: World, dossier: Dossier) -> None:
    first = make(world, dossier, for_public=True)
    publish(world, dossier, 1)
    second = make(world, dossier, for_public=True, reason="Виправили назву")
    assert read(world, first).json()["later_id"] is None
    publish(world, dossier, 2)
    assert read(world, first).json()["later_id"] == second["id"]
    assert read(world, second).json()["reason"] == "Виправили назву"


def test_a_sealed_dossier_is_not_published(world: World) -> None:
    sealed = begin(world, visibility=DossierVisibility.PARTICIPANTS, sealed=True)
    make(world, sealed, for_public=True)
    assert publish(world, sealed, 1).status_code == 403


def test_an_unknown_edition_is_not_found(world: World) -> None:
    assert api(world, "anonymous").get(f"public/editions/{uuid7()}").status_code == 404


def test_the_list_takes_the_same_queries_for_many_editions(world: World, dossier: Dossier) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            api(world, "observer").get(editions_of(dossier))
        return len(queries)

    make(world, dossier, for_public=True)
    publish(world, dossier, 1)
    few = count()
    make(world, dossier, for_public=True, reason="Раз")
    make(world, dossier, reason="Два")
    publish(world, dossier, 2)
    assert count() == few
