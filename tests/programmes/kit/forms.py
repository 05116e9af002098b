"""A form with a question of every type, and what tests of forms do over and over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from programmes.kit.forms.services import answer_question, complete_form, import_form, start_form
from programmes.kit.participants.services import add_participant
from programmes.kit.registry import PROGRAMMES, DossierRole, FormUse, ParticipantRole, Programme
from programmes.models import Answer, AnswerVersion, Dossier, FormSubmission
from programmes.recommendations.policies import KIND
from tests.cast import SYSTEM, World
from tests.programmes.kit.helpers import a_working_dossier

NAME = "inspection"
MONITOR = ParticipantRole("monitor", "Monitor", DossierRole.TEAM)


def words(text: str) -> dict[str, str]:
    return {"uk": text, "en": f"{text} (en)"}


def ask(name: str, kind: str, **facts: Any) -> dict[str, Any]:
    plain = {"required": False, "evidence": "none", "may_not_apply": False}
    return {"name": name, "type": kind, "label": words(f"Про {name}"), **plain, **facts}


def choices(*names: str) -> list[dict[str, Any]]:
    return [{"name": one, "label": words(one)} for one in names]


def a_definition(**facts: Any) -> dict[str, Any]:
    """A form with two required questions: one leads to another, one needs evidence and may not apply."""
    access = [
        ask("admitted", "select_one", choices=choices("yes", "no"), required=True, public=True),
        ask("why_not", "text", max=20, required=True, relevant={"question": "admitted", "is": "no"}),
        ask("told_whom", "text", relevant={"question": "why_not", "is_not": "так"}),
    ]
    rooms = [
        ask("intro", "note"),
        ask("rooms", "integer", min=0, max=50),
        ask("temperature", "decimal", min=-50, max=60, decimals=1),
        ask("languages", "select_multiple", choices=choices("uk", "en", "crh")),
        ask("checked_on", "date"),
        ask("checked_at", "time"),
        ask("agreed", "acknowledge"),
        ask(
            *("button", "select_one"),
            choices=choices("works", "broken"),
            required=True,
            evidence="required",
            may_not_apply=True,
        ),
    ]
    sections = [
        {"name": "access", "title": words("Доступ"), "questions": access},
        {"name": "premises", "title": words("Приміщення"), "questions": rooms},
    ]
    return {
        "schema": 1,
        "name": NAME,
        "version": 1,
        "title": words("Огляд"),
        "sections": sections,
        **facts,
    }


def kind_with_forms() -> Programme:
    """The kind of dossier that exists, with a form that every dossier needs, and a team."""
    known = PROGRAMMES[KIND]
    uses = (FormUse(NAME, "Огляд", lambda _dossier: True),)
    return replace(known, forms=uses, roles={**known.roles, MONITOR.name: MONITOR})


def a_started_form(world: World, **facts: Any) -> FormSubmission:
    """A form of a dossier that the facilitator leads and the police work on."""
    dossier = a_working_dossier(world, **facts)
    add_participant(
        actor=world.actor("facilitator"),
        dossier=dossier,
        role=MONITOR,
        organisation_id=world.organisations["police"].pk,
        opened=True,
    )
    import_form(actor=SYSTEM, content=a_definition())
    return start_form(actor=world.actor("facilitator"), dossier_id=dossier.pk, name=NAME)


def reply(
    world: World, submission: FormSubmission, question: str, by: str = "officer", **facts: Any
) -> Answer:
    """Answer a question as the first one who does."""
    facts.setdefault("expected_version", 0)
    return answer_question(
        actor=world.actor(by),
        dossier_id=submission.dossier_id,
        submission_id=submission.pk,
        question=question,
        **facts,
    )


def fill(world: World, submission: FormSubmission) -> None:
    """Answer what is required."""
    reply(world, submission, "admitted", value="yes")
    reply(world, submission, "button", not_applicable=True, reason="Кнопок немає")


def complete(world: World, submission: FormSubmission, by: str = "facilitator") -> FormSubmission:
    return complete_form(actor=world.actor(by), dossier_id=submission.dossier_id, submission_id=submission.pk)


def path_of(submission: FormSubmission, *rest: str) -> str:
    return "/".join([f"dossiers/{submission.dossier_id}/forms/{submission.pk}", *rest])


def dossier_of(submission: FormSubmission) -> Dossier:
    return Dossier.objects.get(pk=submission.dossier_id)


def question_in(shown: Mapping[str, Any], name: str) -> Any:
    return next(one for part in shown["sections"] for one in part["questions"] if one["name"] == name)


def a_form(world: World, dossier: Dossier) -> FormSubmission:
    """Give a dossier a form with an answer, in whatever phase it is."""
    definition, _is_new = import_form(actor=SYSTEM, content=a_definition())
    by = world.people["facilitator"]
    submission = FormSubmission.objects.create(
        dossier=dossier, form=NAME, definition=definition, started_by=by
    )
    answer = Answer.objects.create(submission=submission, question="rooms", value=5, answered_by=by)
    AnswerVersion.objects.create(answer=answer, **answer.list_content())
    return submission
