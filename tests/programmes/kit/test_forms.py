"""Forms of dossiers: who answers, what is asked, what is refused, and when a form is complete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes.kit.evidence.services import Subject
from programmes.kit.registry import PROGRAMMES
from programmes.kit.requirements import find_incomplete_forms
from programmes.models import Answer, AnswerVersion, Dossier, FormSubmission
from programmes.recommendations.policies import KIND
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import RESTRICTED, prove
from tests.programmes.kit.forms import (
    NAME,
    a_started_form,
    complete,
    dossier_of,
    fill,
    kind_with_forms,
    path_of,
    question_in,
    reply,
)
from tests.programmes.kit.helpers import a_working_dossier
from tests.tasks.helpers import tag
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def form_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROGRAMMES, KIND, kind_with_forms())


def put(world: World, submission: FormSubmission, question: str, body: Any, version: int = 0) -> Any:
    return api(world, "officer").put(path_of(submission, "answers", question), body, **tag(version))


# ---- the way of one form -----------------------------------------------------------------------------------


def test_a_form_is_started_answered_completed_and_opened_again(world: World) -> None:
    submission = a_started_form(world)
    lead, forms = api(world, "facilitator"), f"dossiers/{submission.dossier_id}/forms"
    answered = put(world, submission, "admitted", {"value": "yes", "note": "Зачекали"})
    assert (answered.status_code, answered.headers["ETag"]) == (200, '"1"'), answered.content
    assert answered.json()["answered_by"]["id"] == str(world.people["officer"].pk)
    (item,) = lead.get(forms).json()["items"]
    assert (item["answered"], item["total"], item["allowed"]) == (1, 8, ["answer", "complete"])
    early = lead.put(path_of(submission, "completion"), {})
    assert (early.status_code, early.json()["code"]) == (409, "form_incomplete")
    assert pointers(early) == [("/sections/1/questions/7", "no_answer")]
    button = put(world, submission, "button", {"value": "works"}).json()
    early = lead.put(path_of(submission, "completion"), {})
    assert pointers(early) == [("/sections/1/questions/7", "no_evidence")]
    assert lead.get(path_of(submission)).json()["missing"] == [{"question": "button", "why": "evidence"}]
    proof = {"kind": "indicator", "title": "Фото", "note": "1", "subject": f"answer:{button['id']}"}
    piece = api(world, "officer").post(f"dossiers/{submission.dossier_id}/evidence", proof)
    assert piece.status_code == 201, piece.content
    assert find_incomplete_forms(dossier_of(submission)) is not None
    completed = lead.put(path_of(submission, "completion"), {}).json()
    assert (completed["missing"], completed["allowed"]) == ([], ["reopen"])
    assert completed["completed_by"]["id"] == str(world.people["facilitator"].pk)
    assert find_incomplete_forms(dossier_of(submission)) is None
    refused = put(world, submission, "admitted", {"value": "no"}, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "form_completed")
    settled = api(world, "officer").delete(f"dossiers/{submission.dossier_id}/evidence/{piece.json()['id']}")
    assert (settled.status_code, settled.json()["code"]) == (403, "evidence_settled")
    assert lead.delete(path_of(submission, "completion")).json()["completed_at"] is None
    assert put(world, submission, "admitted", {"value": "no"}, version=1).status_code == 200
    events = Event.objects.filter(subject_id=submission.dossier_id, kind__contains=".form_").order_by("id")
    assert [one.kind.partition("form_")[2] for one in events] == [
        *("started", "answered", "answered", "completed", "reopened", "answered")
    ]
    assert "Зачекали" not in str([one.data for one in events])


def test_a_form_is_started_once_and_only_where_it_is_needed(world: World) -> None:
    submission = a_started_form(world)
    lead, forms = api(world, "facilitator"), f"dossiers/{submission.dossier_id}/forms"
    again = lead.post(forms, {"name": NAME})
    assert (again.status_code, again.json()["code"]) == (409, "form_started")
    assert pointers(lead.post(forms, {"name": "another"})) == [("/name", "invalid_choice")]
    other = a_working_dossier(world)
    (item,) = lead.get(f"dossiers/{other.pk}/forms").json()["items"]
    assert (item["submission_id"], item["answered"], item["allowed"]) == (None, 0, ["start"])
    started = lead.post(f"dossiers/{other.pk}/forms", {"name": NAME})
    assert started.status_code == 201
    assert started.headers["Location"].endswith(f"/forms/{started.json()['id']}")
    assert lead.get(path_of(submission).replace(str(submission.dossier_id), str(other.pk))).status_code == 404


def test_a_form_without_questions_is_not_guessed(world: World) -> None:
    dossier = a_working_dossier(world)
    lead, forms = api(world, "facilitator"), f"dossiers/{dossier.pk}/forms"
    assert lead.get(forms).json()["items"] == []
    refused = lead.post(forms, {"name": NAME})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_form")
    assert find_incomplete_forms(dossier) is not None


def test_a_kind_without_forms_has_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, lead = a_working_dossier(world), api(world, "facilitator")
    assert {"answer_form", "complete_form"} <= set(lead.get(f"dossiers/{dossier.pk}").json()["allowed"])
    monkeypatch.setitem(PROGRAMMES, KIND, replace(PROGRAMMES[KIND], forms=()))
    assert not {"answer_form", "complete_form"} & set(lead.get(f"dossiers/{dossier.pk}").json()["allowed"])
    assert lead.post(f"dossiers/{dossier.pk}/forms", {"name": NAME}).status_code == 403


@pytest.mark.parametrize(
    ("name", "status"),
    [("teacher", 403), ("observer", 403), ("outsider", 404), ("former", 404), ("anonymous", 401)],
)
def test_nobody_else_starts_answers_or_completes(world: World, name: str, status: int) -> None:
    submission, other = a_started_form(world), api(world, name)
    answer = reply(world, submission, "admitted", value="yes")
    proof = {"kind": "indicator", "title": "Фото", "note": "1", "subject": f"answer:{answer.pk}"}
    for refused in (
        other.post(f"dossiers/{submission.dossier_id}/forms", {"name": NAME}),
        other.put(path_of(submission, "answers", "admitted"), {"value": "no"}, **tag(1)),
        other.put(path_of(submission, "answers", "admitted"), {"value": "no"}, **tag(7)),
        other.put(path_of(submission, "completion"), {}),
        other.delete(path_of(submission, "completion")),
        other.post(f"dossiers/{submission.dossier_id}/evidence", proof),
    ):
        assert (refused.status_code, "present" in refused.json()) == (status, False)


def test_the_team_answers_and_the_lead_completes(world: World) -> None:
    submission = a_started_form(world)
    fill(world, submission)
    officer = api(world, "officer")
    assert officer.put(path_of(submission, "completion"), {}).status_code == 403
    assert officer.get(path_of(submission)).json()["allowed"] == ["answer"]
    complete(world, submission)
    assert officer.delete(path_of(submission, "completion")).status_code == 403
    reopened = api(world, "facilitator").delete(path_of(submission, "completion"))
    assert reopened.json()["allowed"] == ["answer", "complete"]
    again = api(world, "facilitator").delete(path_of(submission, "completion"))
    assert (again.status_code, again.json()["code"]) == (409, "form_open")


@pytest.mark.parametrize("phase", ["preparation", "fieldwork", "review", "follow_up", "closed"])
def test_forms_are_answered_before_the_review(world: World, phase: str) -> None:
    submission = a_started_form(world)
    Dossier.objects.filter(pk=submission.dossier_id).update(phase=phase)
    goes_on = phase in ("preparation", "fieldwork")
    answered = put(world, submission, "admitted", {"value": "yes"})
    assert answered.status_code == (200 if goes_on else 403)
    shown = api(world, "facilitator").get(path_of(submission)).json()
    assert shown["allowed"] == (["answer", "complete"] if goes_on else [])


# ---- conditions --------------------------------------------------------------------------------------------


def test_a_condition_hides_an_answer_and_keeps_it(world: World) -> None:
    submission = a_started_form(world)
    hidden = put(world, submission, "why_not", {"value": "Наказ"})
    assert (hidden.status_code, hidden.json()["code"]) == (409, "question_hidden")
    reply(world, submission, "admitted", value="no")
    reply(world, submission, "why_not", value="Наказ")
    reply(world, submission, "told_whom", value="Чергового")
    reader = api(world, "observer")
    shown = reader.get(path_of(submission)).json()
    assert [(part["answered"], part["total"]) for part in shown["sections"]] == [(3, 3), (0, 7)]
    reply(world, submission, "admitted", value="yes", expected_version=1)
    shown = reader.get(path_of(submission)).json()
    assert [(part["answered"], part["total"]) for part in shown["sections"]] == [(1, 1), (0, 7)]
    for name, condition in (
        ("why_not", {"question": "admitted", "operator": "is", "wanted": ["no"]}),
        ("told_whom", {"question": "why_not", "operator": "is_not", "wanted": ["так"]}),
    ):
        asked = question_in(shown, name)
        assert (asked["relevant"], asked["condition"]) == (False, condition)
        assert asked["answer"]["value"] is not None
    assert [one["question"] for one in shown["missing"]] == ["button"]


# ---- bad input ---------------------------------------------------------------------------------------------


WRONG: dict[str, list[tuple[Any, str]]] = {
    "admitted": [("maybe", "invalid_choice"), (["yes"], "invalid_choice")],
    "languages": [("uk", "not_a_list"), ([], "empty")],
    "rooms": [("5", "not_an_integer"), (True, "not_an_integer"), (51, "max_value"), (-1, "min_value")],
    "temperature": [
        ("18", "not_a_number"),
        (18.25, "max_decimal_places"),
        (60.5, "max_value"),
        (1e300, "max_value"),
    ],
    "checked_on": [("2026-02-30", "invalid"), ("٢٠٢٦-12-01", "invalid"), (20260101, "invalid")],
    "checked_at": [("24:30", "invalid"), (930, "invalid")],
    "agreed": [(False, "not_acknowledged"), ("True", "not_acknowledged")],
    "intro": [("так", "takes_no_answer"), (None, "takes_no_answer")],
}


@pytest.mark.parametrize("question", WRONG)
def test_a_wrong_value_is_refused(world: World, question: str) -> None:
    submission = a_started_form(world)
    for value, code in WRONG[question]:
        refused = put(world, submission, question, {"value": value})
        assert (refused.status_code, pointers(refused)) == (422, [("/value", code)]), value
    assert not Answer.objects.exists()


def test_every_other_fault_names_its_field(world: World) -> None:
    submission = a_started_form(world)
    why = {"not_applicable": True, "reason": "Ні"}
    for question, body, *fault in (
        ("languages", {"value": ["uk", "pl"]}, "/value/1", "invalid_choice"),
        ("languages", {"value": ["uk", {}]}, "/value/1", "invalid_choice"),
        ("rooms", {"value": 5, "note": "я" * 2001}, "/note", "max_length"),
        ("button", {"not_applicable": True}, "/reason", "blank"),
        ("button", {**why, "value": "works"}, "/value", "not_applicable"),
        ("rooms", why, "/not_applicable", "always_applies"),
        ("rooms", {"not_applicable": "так"}, "/not_applicable", "not_a_boolean"),
        ("rooms", {"value": 5, "version": 1}, "/version", "unknown"),
        ("rooms", {"value": 5, "note": "Дзвоніть 067 123 45 67"}, "/note", "phone"),
        ("button", {**why, "reason": "oksana@example.org"}, "/reason", "email"),
    ):
        refused = put(world, submission, question, body)
        assert (refused.status_code, pointers(refused)) == (422, [tuple(fault)]), body
    assert not Answer.objects.exists()


def test_a_text_is_short_and_holds_no_data_of_people(world: World) -> None:
    submission = a_started_form(world)
    reply(world, submission, "admitted", value="no")
    for value, fault in (
        ("я" * 21, ("/value", "max_length")),
        ("067 123 45 67", ("/value", "phone")),
        (" ", ("/value", "blank")),
        (5, ("/value", "not_a_string")),
    ):
        assert pointers(put(world, submission, "why_not", {"value": value})) == [fault]
    refused = put(world, submission, "why_not", {"value": "067 123 45 67"})
    assert (refused.json()["code"], refused.json()["errors"][0]["span"]) == ("personal_data_refused", [0, 13])


def test_unknown_questions_and_forms_are_not_found(world: World) -> None:
    submission = a_started_form(world)
    assert put(world, submission, "nothing", {"value": 1}).status_code == 404
    assert api(world, "officer").get(path_of(submission, "answers", "nothing", "history")).status_code == 404
    submission.pk = uuid7()
    assert put(world, submission, "rooms", {"value": 1}).status_code == 404
    assert api(world, "officer").get(path_of(submission)).status_code == 404


def test_a_right_answer_is_stored_in_one_form(world: World) -> None:
    submission = a_started_form(world)
    for question, value, stored in (
        ("languages", ["crh", "uk", "uk"], ["uk", "crh"]),
        ("temperature", -4.5, -4.5),
        ("rooms", 0, 0),
        ("checked_on", "2026-02-28", "2026-02-28"),
        ("checked_at", "9:30", "09:30"),
        ("agreed", True, True),
    ):
        assert put(world, submission, question, {"value": value}).json()["value"] == stored


# ---- versions and reading ----------------------------------------------------------------------------------


def test_versions_of_an_answer_stay(world: World) -> None:
    submission = a_started_form(world)
    path, officer = path_of(submission, "answers", "rooms"), api(world, "officer")
    assert officer.put(path, {"value": 5}).status_code == 428
    reply(world, submission, "rooms", value=5, note="Усі")
    reply(world, submission, "rooms", "facilitator", expected_version=1, value=6, reason="Ще одна внизу")
    assert officer.put(path, {}, **tag(2)).json()["value"] is None
    history = api(world, "observer").get(f"{path}/history").json()["items"]
    assert [(one["version"], one["value"], one["note"], one["reason"]) for one in history] == [
        (3, None, "", ""),
        (2, 6, "", "Ще одна внизу"),
        (1, 5, "Усі", ""),
    ]
    assert history[1]["answered_by"]["id"] == str(world.people["facilitator"].pk)
    shown = api(world, "observer").get(path_of(submission)).json()
    assert shown["sections"][1]["answered"] == 0
    for rows in (AnswerVersion.objects.all(), FormSubmission.objects.all(), Answer.objects.all()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(ProgrammingError), transaction.atomic():
        AnswerVersion.objects.update(note="Інше")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(not_applicable=True)


def test_evidence_counts_and_belongs_where_it_is_asked_for(world: World) -> None:
    submission = a_started_form(world)
    button, rooms = reply(world, submission, "button", value="works"), reply(world, submission, "rooms")
    piece = prove(world, dossier_of(submission), "officer", subject=Subject("answer", button.pk))
    button.refresh_from_db()
    assert (button.evidence_count, button.version) == (1, 1)
    address = f"dossiers/{submission.dossier_id}/evidence"
    proof = {"kind": "indicator", "title": "Замір", "note": "1", "subject": f"answer:{rooms.pk}"}
    refused = api(world, "officer").post(address, proof)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_evidence_here")
    proof["subject"] = f"answer:{uuid7()}"
    assert api(world, "officer").post(address, proof).status_code == 404
    assert api(world, "officer").delete(f"{address}/{piece.pk}").status_code == 204
    button.refresh_from_db()
    assert button.evidence_count == 0


def test_forms_of_a_restricted_dossier_are_read_with_it(world: World) -> None:
    submission = a_started_form(world, **RESTRICTED)
    reply(world, submission, "rooms", value=5)
    read = AccessRecord.objects.filter(object_id=submission.dossier_id)
    for reader, rest in (("officer", ()), ("facilitator", ("answers", "rooms", "history"))):
        assert api(world, reader).get(path_of(submission, *rest)).status_code == 200
        assert read.filter(reader=world.people[reader].pk).exists()
        assert api(world, "teacher").get(path_of(submission, *rest)).status_code == 404
    assert api(world, "teacher").get(f"dossiers/{submission.dossier_id}/forms").status_code == 404


def test_a_form_takes_the_same_queries_for_many_answers(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert api(world, "observer").get(path_of(submission)).status_code == 200
        return len(queries)

    submission = a_started_form(world)
    reply(world, submission, "admitted", value="yes")
    count()
    few = count()
    for at in range(40):
        Answer.objects.create(
            submission=submission, question=f"q{at}", value=1, answered_by=world.people["officer"]
        )
    assert count() == few
