"""Presenters of forms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from groups.common import presenters as groups
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.forms import schemas
from programmes.kit.forms.definitions import Condition, Question, Section
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import Answer, AnswerVersion, FormSubmission
from programmes.kit.forms.selectors import ListedForm, find_form_actions
from viche.kernel.actor import Actor


def show_forms(actor: Actor, rows: Sequence[ListedForm]) -> list[schemas.FormItem]:
    """Return the forms of one dossier as the actor sees them."""
    actions = find_form_actions(actor, rows[0].dossier) if rows else frozenset()
    return [_show_item(one, actions) for one in rows]


def _show_item(row: ListedForm, actions: Collection[DossierAction]) -> schemas.FormItem:
    filled, questions = row.filled, row.form.questions.values()
    if filled is None:
        relevant = row.form.find_relevant({})
        answered, total = 0, sum(one.takes_answer and one.name in relevant for one in questions)
    else:
        answered, total = filled.count_progress(questions)
    return {
        "name": row.form.name,
        "title": row.form.title,
        "version": row.form.version,
        "submission_id": filled.submission.pk if filled else None,
        "answered": answered,
        "total": total,
        "completed_at": filled.submission.completed_at if filled else None,
        "allowed": _list_allowed(filled.submission if filled else None, actions),
    }


def _list_allowed(
    submission: FormSubmission | None, actions: Collection[DossierAction]
) -> list[schemas.FormActionName]:
    answers, completes = DossierAction.ANSWER_FORM in actions, DossierAction.COMPLETE_FORM in actions
    if submission is None:
        return ["start"] if answers else []
    if submission.is_completed:
        return ["reopen"] if completes else []
    allowed: list[schemas.FormActionName] = ["answer"] if answers else []
    return [*allowed, "complete"] if completes else allowed


def show_form(actor: Actor, dossier: Dossier, filled: FilledForm) -> schemas.FormOut:
    """Return a form with its answers as the actor sees it."""
    submission, form = filled.submission, filled.form
    ended = submission.completed_by
    return {
        "id": submission.pk,
        "name": form.name,
        "version": form.version,
        "title": form.title,
        "started_at": submission.started_at,
        "started_by": groups.show_person(submission.started_by),
        "completed_at": submission.completed_at,
        "completed_by": groups.show_person(ended) if ended else None,
        "allowed": _list_allowed(submission, find_form_actions(actor, dossier)),
        "sections": [_show_section(filled, one) for one in form.sections],
        "missing": [{"question": one.name, "why": why} for _place, one, why in filled.find_missing()],
    }


def _show_section(filled: FilledForm, section: Section) -> schemas.FormSectionOut:
    answered, total = filled.count_progress(section.questions)
    return {
        "name": section.name,
        "title": section.title,
        "answered": answered,
        "total": total,
        "questions": [_show_question(filled, one) for one in section.questions],
    }


def _show_question(filled: FilledForm, one: Question) -> schemas.FormQuestionOut:
    answer = filled.answers.get(one.name)
    return {
        "name": one.name,
        "type": one.type,
        "label": one.label,
        "hint": one.hint,
        "required": one.required,
        "evidence": one.evidence,
        "choices": [{"name": name, "label": label} for name, label in one.choices.items()],
        "condition": _show_condition(one.relevant) if one.relevant else None,
        "relevant": one.name in filled.relevant,
        "min": one.min,
        "max": one.max,
        "decimals": one.decimals,
        "may_not_apply": one.may_not_apply,
        "answer": show_answer(answer) if answer else None,
    }


def _show_condition(condition: Condition) -> schemas.FormConditionOut:
    wanted = condition.wanted if isinstance(condition.wanted, list) else [condition.wanted]
    operator = cast("schemas.Operator", condition.operator)
    return {"question": condition.question, "operator": operator, "wanted": wanted}


def show_answer(row: Answer) -> schemas.FormAnswerOut:
    """Return an answer. Needs its `answered_by`."""
    return {**show_version(row), "id": row.pk, "evidence_count": row.evidence_count}


def show_version(row: Answer | AnswerVersion) -> schemas.FormAnswerVersionOut:
    """Return a version of an answer. Needs its `answered_by`."""
    return {
        "version": row.version,
        "value": row.value,
        "note": row.note,
        "not_applicable": row.not_applicable,
        "reason": row.reason,
        "answered_at": row.answered_at,
        "answered_by": groups.show_person(row.answered_by),
    }
