"""Two people at one form at the same moment: one gets the answer of the other, and nothing is lost."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from programmes.kit.forms.services import complete_form, open_form_again, start_form
from programmes.kit.registry import PROGRAMMES
from programmes.models import Answer, AnswerVersion, Dossier, FormSubmission
from programmes.recommendations.policies import KIND
from tests.cast import World, a_world
from tests.dialogue.helpers import api, at_once
from tests.programmes.kit.forms import (
    NAME,
    a_started_form,
    dossier_of,
    fill,
    kind_with_forms,
    path_of,
    reply,
)
from tests.programmes.kit.helpers import a_working_dossier
from tests.tasks.helpers import tag
from viche.kernel.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def form_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROGRAMMES, KIND, kind_with_forms())


def reasons_of(outcomes: list[Any]) -> list[str]:
    return [one.reason for one in outcomes if isinstance(one, DomainError)]


def put(world: World, submission: FormSubmission, by: str, body: Any, version: int) -> Any:
    return api(world, by).put(path_of(submission, "answers", "rooms"), body, **tag(version))


@pytest.mark.parametrize("version", [0, 1], ids=["the first answer", "a later one"])
def test_two_answer_one_question_and_one_is_shown_the_other(version: int) -> None:
    world = a_world("Тут")
    submission = a_started_form(world)
    if version:
        reply(world, submission, "rooms", value=1)
    bodies = {"officer": {"value": 5, "note": "Усі"}, "facilitator": {"value": 6, "note": "Ще одна"}}
    answers = dict(
        zip(
            bodies,
            at_once(*(partial(put, world, submission, by, body, version) for by, body in bodies.items())),
            strict=True,
        )
    )
    assert sorted(one.status_code for one in answers.values()) == [200, 412]
    winner, loser = sorted(bodies, key=lambda by: answers[by].status_code)
    present = answers[loser].json()["present"]
    assert present == answers[winner].json()
    assert (present["version"], present["value"]) == (version + 1, bodies[winner]["value"])
    assert (present["note"], present["evidence_count"]) == (bodies[winner]["note"], 0)
    assert present["answered_by"]["name"]["uk"] == world.people[winner].name_uk
    kept = put(world, submission, loser, {**bodies[loser], "reason": "Порахували ще раз"}, version + 1)
    assert kept.status_code == 200
    said = set(AnswerVersion.objects.filter(version__gt=version).values_list("value", "note"))
    assert said == {(5, "Усі"), (6, "Ще одна")}
    assert Answer.objects.get().version == version + 2


def test_a_version_of_an_answer_that_nobody_gave_shows_no_answer() -> None:
    world = a_world("Тут")
    submission = a_started_form(world)
    refused = put(world, submission, "officer", {"value": 5}, 3)
    assert (refused.status_code, "present" in refused.json()) == (412, False)


def test_two_start_one_form() -> None:
    world = a_world("Тут")
    dossier = dossier_of(a_started_form(world))
    other = a_working_dossier(world)
    act = partial(start_form, actor=world.actor("facilitator"), dossier_id=other.pk, name=NAME)
    assert reasons_of(at_once(act, act)) == ["form_started"]
    assert FormSubmission.objects.exclude(dossier=dossier).count() == 1


def test_an_answer_and_the_completion_are_one_after_the_other() -> None:
    world = a_world("Тут")
    submission = a_started_form(world)
    fill(world, submission)
    place = {"dossier_id": submission.dossier_id, "submission_id": submission.pk}
    outcomes = at_once(
        partial(reply, world, submission, "rooms", value=5),
        partial(complete_form, actor=world.actor("facilitator"), **place),
    )
    assert reasons_of(outcomes) in ([], ["form_completed"])
    submission.refresh_from_db()
    assert submission.is_completed
    assert Answer.objects.filter(question="rooms").exists() is (reasons_of(outcomes) == [])
    reopen = partial(open_form_again, actor=world.actor("facilitator"), **place)
    assert reasons_of(at_once(reopen, reopen)) == ["form_open"]


def test_answers_to_different_questions_do_not_meet() -> None:
    world = a_world("Тут")
    submission = a_started_form(world)
    outcomes = at_once(
        partial(reply, world, submission, "rooms", value=5),
        partial(reply, world, submission, "temperature", "facilitator", value=18.5),
    )
    assert reasons_of(outcomes) == []
    assert set(Answer.objects.values_list("question", "version")) == {("rooms", 1), ("temperature", 1)}
    assert Dossier.objects.get(pk=submission.dossier_id).version == 1
