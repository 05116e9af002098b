"""Services of forms: import a definition; start, answer, complete a form and open it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import Mandate
from programmes.kit.dossiers.loaders import (
    REASON_LENGTH,
    LockedDossier,
    choose_mandate,
    event_fields_of,
    lock_dossier,
    require_person_id,
)
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.findings.loaders import list_working_seats
from programmes.kit.forms.definitions import NOTE, Question, check_definition
from programmes.kit.forms.events import FormAnswered, FormCompleted, FormReopened, FormStarted
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import Answer, AnswerVersion, FormDefinition, FormSubmission
from programmes.kit.forms.selectors import get_filled_form, list_applying_forms, load_latest_definitions
from programmes.kit.forms.values import validate_value
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.requirements import check_own_interests
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import MAX_REPORTED
from viche.kernel.errors import Conflict, FieldError, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version

NOTE_LENGTH = 2_000
LACKS = {"answer": _("This question has no answer yet."), "evidence": _("Evidence is required here.")}
COMPLETED = _("This form is completed. Whoever leads the dossier can open it again.")


class Incomplete(Conflict):
    """Raised for a form that cannot be completed yet, with the places of what is missing."""

    code = "form_incomplete"
    detail = _("Some required answers or evidence are missing.")


@service(Reason.SYSTEM)
def import_form(*, actor: Actor, content: Any) -> tuple[FormDefinition, bool]:
    """Import a definition. Return it, and whether it is new.

    Raises Invalid with the place of each fault, Conflict for another text of a version that is there.
    """
    check_definition(content)
    known, is_new = FormDefinition.objects.get_or_create(
        name=content["name"], version=content["version"], defaults={"content": content}
    )
    if known.content != content:
        words = _("This version was imported with another text. Give the new text the next version.")
        raise Conflict("form_version_known", words)
    return known, is_new


@service(DossierAction.ANSWER_FORM)
def start_form(
    *, actor: Actor, dossier_id: UUID, name: str, mandate_id: UUID | None = None
) -> FormSubmission:
    """Start a form that a dossier needs, by its latest definition.

    Raises NotFound, Forbidden, Invalid for a form that it does not need, Conflict for one that was started or
    has no definition.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.ANSWER_FORM, None)
    dossier = locked.dossier
    use = list_applying_forms(dossier).get(name)
    if use is None:
        raise Invalid.field("/name", "invalid_choice", _("This dossier needs no such form."))
    for guard in use.guards:
        guard(actor, dossier)
    if FormSubmission.objects.filter(dossier=dossier, form=name).exists():
        raise Conflict("form_started", _("Somebody has started this form already: open it."))
    definition = load_latest_definitions([name]).get(name)
    if definition is None:
        raise Conflict("no_form", _("The questions of this form are not there yet."))
    submission = FormSubmission.objects.create(
        dossier=dossier,
        form=name,
        definition=definition,
        started_by_id=require_person_id(actor),
        started_through=choose_mandate(list_working_seats(locked), mandate_id),
    )
    record(actor, FormStarted(**_event_fields_of(submission, dossier, submission.started_through)))
    return submission


@service(DossierAction.ANSWER_FORM)
def answer_question(
    *,
    actor: Actor,
    dossier_id: UUID,
    submission_id: UUID,
    question: str,
    expected_version: int,
    value: Any = None,
    note: str = "",
    not_applicable: bool = False,
    reason: str = "",
    mandate_id: UUID | None = None,
) -> Answer:
    """Answer a question of a form. `expected_version` is that of the answer, 0 for none yet.

    No value takes the answer back. Raises NotFound, Forbidden, Stale, Conflict for a completed form, a
    question to which the other answers do not lead or undeclared interests, Invalid.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.ANSWER_FORM, None)
    check_own_interests(actor, locked.dossier)
    filled = get_filled_form(locked.dossier, submission_id)
    asked = filled.form.questions.get(question)
    if asked is None:
        raise NotFound
    _check_open(filled)
    answer = filled.answers.get(question)
    check_version(answer, expected_version)
    if question not in filled.relevant:
        raise Conflict("question_hidden", _("This question is not asked: another answer has changed."))
    content = _validate_content(asked, value, note, not_applicable, reason)
    if answer is None:
        answer = Answer(submission=filled.submission, question=question, version=0)
    _save_answer(locked, answer, content, choose_mandate(list_working_seats(locked), mandate_id))
    return answer


def _save_answer(
    locked: LockedDossier, answer: Answer, content: dict[str, Any], mandate: Mandate | None
) -> None:
    """Save the content as the next version of an answer, and keep that version."""
    answer.version += 1
    for field, given in content.items():
        setattr(answer, field, given)
    answer.answered_by_id, answer.answered_at = require_person_id(locked.actor), now()
    answer.answered_through = mandate
    answer.save()
    AnswerVersion.objects.create(answer=answer, **answer.list_content())
    record(
        locked.actor,
        FormAnswered(
            **_event_fields_of(answer.submission, locked.dossier, mandate),
            question=answer.question,
            answer_id=answer.pk,
            answer_version=answer.version,
        ),
    )


def _validate_content(
    asked: Question, value: Any, note: str, not_applicable: bool, reason: str
) -> dict[str, Any]:
    if not_applicable and not asked["may_not_apply"]:
        raise Invalid.field("/not_applicable", "always_applies", _("This question always applies."))
    if not_applicable and value is not None:
        raise Invalid.field("/value", "not_applicable", _("What does not apply has no answer."))
    if asked["type"] == NOTE:
        raise Invalid.field("/value", "takes_no_answer", _("This is only read: it has no answer."))
    content = {
        "value": validate_value(asked, value),
        "note": validate_text("/note", note, NOTE_LENGTH, required=False),
        "not_applicable": not_applicable,
        "reason": validate_text("/reason", reason, REASON_LENGTH, required=not_applicable),
    }
    texts = {"/note": content["note"], "/reason": content["reason"]}
    refuse_personal_data(texts | ({"/value": content["value"]} if asked["type"] == "text" and value else {}))
    return content


@service(DossierAction.COMPLETE_FORM)
def complete_form(
    *, actor: Actor, dossier_id: UUID, submission_id: UUID, mandate_id: UUID | None = None
) -> FormSubmission:
    """Complete a form, after which nobody answers it. Raises NotFound, Forbidden, Conflict, Incomplete."""
    locked = lock_dossier(actor, dossier_id, DossierAction.COMPLETE_FORM, None)
    filled = get_filled_form(locked.dossier, submission_id)
    _check_open(filled)
    missing = [FieldError(f"/{place}", f"no_{why}", LACKS[why]) for place, _, why in filled.find_missing()]
    if missing:
        raise Incomplete(errors=missing[:MAX_REPORTED])
    submission, mandate = filled.submission, choose_mandate(list_working_seats(locked), mandate_id)
    submission.completed_at, submission.completed_by_id = now(), require_person_id(actor)
    submission.save(update_fields=["completed_at", "completed_by"])
    record(actor, FormCompleted(**_event_fields_of(submission, locked.dossier, mandate)))
    return submission


@service(DossierAction.COMPLETE_FORM)
def open_form_again(*, actor: Actor, dossier_id: UUID, submission_id: UUID) -> FormSubmission:
    """Open a completed form again. Raises NotFound, Forbidden, Conflict."""
    locked = lock_dossier(actor, dossier_id, DossierAction.COMPLETE_FORM, None)
    submission = get_filled_form(locked.dossier, submission_id).submission
    if not submission.is_completed:
        raise Conflict("form_open", _("This form is not completed."))
    submission.completed_at = submission.completed_by = None
    submission.save(update_fields=["completed_at", "completed_by"])
    mandate = choose_mandate(list_working_seats(locked), None)
    record(actor, FormReopened(**_event_fields_of(submission, locked.dossier, mandate)))
    return submission


def _check_open(filled: FilledForm) -> None:
    if filled.submission.is_completed:
        raise Conflict("form_completed", COMPLETED)


def _event_fields_of(submission: FormSubmission, dossier: Dossier, mandate: Mandate | None) -> dict[str, Any]:
    return {
        **event_fields_of(dossier),
        "submission_id": submission.pk,
        "form": submission.form,
        "mandate_id": mandate.pk if mandate is not None else None,
    }
