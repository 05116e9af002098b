"""Findings: who records them, when they are drafts, and how risks are rated."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes.kit.dossiers.models import DossierVisibility
from programmes.kit.risk import FIRST, Band, RiskMatrix
from programmes.models import Dossier, Finding
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import begin
from tests.programmes.kit.helpers import a_working_dossier, prove_finding, record
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.kernel.object_links import describe

WORDS = {"title": "Зупинка не освітлена", "text": "Жодного ліхтаря на 200 метрів."}
ALL = [(one, other) for one in range(1, 6) for other in range(1, 6)]


def findings_of(dossier: Dossier) -> str:
    return f"dossiers/{dossier.pk}/findings"


def match(row: Any) -> dict[str, str]:
    version = row["version"] if isinstance(row, dict) else row.version
    return {"If-Match": f'"{version}"'}


# ---- the matrix --------------------------------------------------------------------------------------------


def test_bands_are_those_of_the_method() -> None:
    found = {one * other: FIRST.find_band(one, other) for one, other in ALL}
    ends = {band: max(score for score, one in found.items() if one == band) for band in Band}
    assert ends == {Band.LOW: 5, Band.MEDIUM: 10, Band.HIGH: 15, Band.CRITICAL: 25}
    assert {band: min(score for score, one in found.items() if one == band) for band in Band} == {
        Band.LOW: 1,
        Band.MEDIUM: 6,
        Band.HIGH: 12,
        Band.CRITICAL: 16,
    }


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 3), (3, 6), (-1, -1)])
def test_what_is_not_on_the_scale_has_no_band(likelihood: int, impact: int) -> None:
    with pytest.raises(ValueError, match="scale"):
        FIRST.find_band(likelihood, impact)


@pytest.mark.parametrize("ends", [(5, 10, 15, 24), (5, 5, 15, 25), (10, 5, 15, 25)])
def test_a_matrix_that_leaves_a_score_out_is_refused(ends: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not cover"):
        RiskMatrix("wrong", dict(zip(Band, ends, strict=True)))


# ---- recording ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_finding_is_a_draft_until_it_has_evidence(world: World) -> None:
    dossier = a_working_dossier(world)
    added = api(world, "facilitator").post(findings_of(dossier), WORDS)
    assert added.status_code == 201, added.content
    shown = added.json()
    assert (shown["number"], shown["draft"], shown["rating"]) == (1, True, None)
    assert (shown["title"]["uk"], shown["may_be_published"]) == (WORDS["title"], False)
    assert shown["allowed"] == ["edit", "rate", "remove"]
    subject = f"finding:{shown['id']}"
    proof = {"kind": "indicator", "title": "Замір", "note": "0 люкс", "subject": subject}
    assert api(world, "facilitator").post(f"dossiers/{dossier.pk}/evidence", proof).status_code == 201
    (row,) = api(world, "observer").get(findings_of(dossier)).json()["items"]
    assert (row["draft"], row["evidence_count"], row["allowed"]) == (False, 1, [])
    assert row["version"] == shown["version"] + 1
    kinds = Event.objects.filter(subject_id=dossier.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["programmes.finding_recorded", "programmes.evidence_added"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"),
    [("teacher", 403), ("observer", 403), ("outsider", 404), ("former", 404), ("anonymous", 401)],
)
def test_nobody_else_records_changes_or_proves_findings(world: World, name: str, status: int) -> None:
    dossier = a_working_dossier(world)
    finding, other = record(world, dossier), api(world, name)
    path = f"{findings_of(dossier)}/{finding.pk}"
    proof = {"kind": "indicator", "title": "Замір", "note": "0", "subject": f"finding:{finding.pk}"}
    for answer in (
        other.post(findings_of(dossier), WORDS),
        other.patch(path, {"title": "Інше"}, **match(finding)),
        other.put(f"{path}/rating", {"likelihood": 1, "impact": 1}, **match(finding)),
        other.delete(path, **match(finding)),
        other.post(f"dossiers/{dossier.pk}/evidence", proof),
    ):
        assert answer.status_code == status


@pytest.mark.django_db
def test_findings_are_recorded_while_the_work_goes_on(world: World) -> None:
    dossier = begin(world)  # recommendations follow up what was found out elsewhere
    refused = api(world, "facilitator").post(findings_of(dossier), WORDS)
    assert (refused.status_code, refused.json()["code"]) == (403, "dossier_state")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"title": ""}, ("/title", "blank")),
        ({"title": "я" * 201}, ("/title", "max_length")),
        ({"text": "я" * 4001}, ("/text", "max_length")),
        ({"may_be_published": "so"}, ("/may_be_published", "not_a_boolean")),
        ({"number": 7}, ("/number", "unknown")),
    ],
)
def test_a_wrong_finding_names_its_field(world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
    answer = api(world, "facilitator").post(findings_of(a_working_dossier(world)), {**WORDS, **body})
    assert (answer.status_code, pointers(answer)) == (422, [fault])


@pytest.mark.django_db
def test_a_finding_is_changed_by_its_version(world: World) -> None:
    dossier = a_working_dossier(world)
    finding = record(world, dossier)
    path, leader = f"{findings_of(dossier)}/{finding.pk}", api(world, "facilitator")
    changes = {"title_en": "No light", "may_be_published": True}
    assert leader.patch(path, changes).status_code == 428
    changed = leader.patch(path, changes, **match(finding))
    assert changed.status_code == 200
    assert (changed.json()["title"]["en"], changed.json()["may_be_published"]) == ("No light", True)
    assert leader.patch(path, {"title": "Інше"}, **match(finding)).status_code == 412
    assert leader.get(path).headers["ETag"] == changed.headers["ETag"]


@pytest.mark.django_db
def test_a_draft_is_removed_and_what_had_evidence_is_not(world: World) -> None:
    dossier = a_working_dossier(world)
    draft, proved = record(world, dossier), record(world, dossier)
    leader, path = api(world, "facilitator"), findings_of(dossier)
    assert leader.delete(f"{path}/{draft.pk}", **match(draft)).status_code == 204
    prove_finding(world, proved)
    proved.refresh_from_db()
    refused = leader.delete(f"{path}/{proved.pk}", **match(proved))
    assert (refused.status_code, refused.json()["code"]) == (409, "has_evidence")
    assert [row["number"] for row in leader.get(path).json()["items"]] == [2]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Finding.objects.filter(pk=proved.pk).delete()


@pytest.mark.django_db
def test_withdrawn_evidence_leaves_a_draft(world: World) -> None:
    finding = record(world, a_working_dossier(world))
    piece = prove_finding(world, finding)
    leader = api(world, "facilitator")
    assert leader.delete(f"dossiers/{finding.dossier_id}/evidence/{piece.pk}").status_code == 204
    finding.refresh_from_db()
    assert finding.is_draft


# ---- rating ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_risk_is_rated_and_the_rating_taken_away(world: World) -> None:
    dossier = a_working_dossier(world)
    finding, leader = record(world, dossier), api(world, "facilitator")
    path = f"{findings_of(dossier)}/{finding.pk}/rating"
    rated = leader.put(path, {"likelihood": 4, "impact": 5}, **match(finding)).json()
    assert rated["rating"] == {
        "likelihood": 4,
        "impact": 5,
        "score": 20,
        "band": "critical",
        "matrix": FIRST.version,
    }
    cleared = leader.put(path, {"likelihood": None, "impact": None}, **match(rated)).json()
    assert cleared["rating"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"likelihood": 0, "impact": 3}, ("/likelihood", "min_value")),
        ({"likelihood": 3, "impact": 6}, ("/impact", "max_value")),
        ({"likelihood": 3, "impact": None}, ("/impact", "required")),
        ({"likelihood": None, "impact": 3}, ("/likelihood", "required")),
        ({"likelihood": "3", "impact": 3}, ("/likelihood", "not_an_integer")),
        ({"impact": 3}, ("/likelihood", "required")),
    ],
)
def test_a_rating_that_is_none_is_refused(world: World, body: Any, fault: tuple[str, str]) -> None:
    finding = record(world, a_working_dossier(world))
    path = f"{findings_of(finding.dossier)}/{finding.pk}/rating"
    answer = api(world, "facilitator").put(path, body, **match(finding))
    assert (answer.status_code, pointers(answer)) == (422, [fault])


@pytest.mark.django_db
def test_a_half_rating_is_no_row(world: World) -> None:
    finding = record(world, a_working_dossier(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(likelihood=3)


# ---- reading -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_findings_of_a_restricted_dossier_are_read_with_it(world: World) -> None:
    dossier = a_working_dossier(world, visibility=DossierVisibility.PARTICIPANTS)
    finding = record(world, dossier)
    path = f"{findings_of(dossier)}/{finding.pk}"
    assert api(world, "facilitator").get(path).json()["number"] == 1
    for name in ("teacher", "outsider"):
        assert api(world, name).get(path).status_code == 404
        assert api(world, name).get(findings_of(dossier)).status_code == 404
    other = findings_of(a_working_dossier(world))
    assert api(world, "facilitator").get(f"{other}/{finding.pk}").status_code == 404
    assert api(world, "facilitator").get(f"{other}/{uuid7()}").status_code == 404


@pytest.mark.django_db
def test_a_link_shows_a_finding_to_who_reads_it(world: World) -> None:
    finding = record(world, a_working_dossier(world, visibility=DossierVisibility.PARTICIPANTS))
    reference = ("finding", finding.pk)
    view = describe(world.actor("facilitator"), [reference])[reference]
    assert (view.title["uk"], view.state, view.number) == (finding.title_uk, "draft", 1)
    assert [one.id for one in view.reads] == [finding.dossier_id]
    assert describe(world.actor("teacher"), [reference]) == {}


@pytest.mark.django_db
def test_the_list_takes_the_same_queries_for_many_findings(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            api(world, "facilitator").get(findings_of(dossier))
        return len(queries)

    dossier = a_working_dossier(world)
    record(world, dossier)
    few = count()
    for _number in range(5):
        record(world, dossier)
    assert count() == few
