"""Presenters of forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from groups.common import presenters as groups
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.forms import schemas
from programmes.kit.forms.definitions import Question, parse_condition
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import Answer, AnswerVersion, FormSubmission
from programmes.kit.forms.selectors import find_form_actions
from viche.kernel.actor import Actor

LEFT_OUT: Mapping[str, Any] = {
    "hint": None,
    "choices": [],
    "min": None,
    "max": None,
    "decimals": None,
    "public": False,
}
"""What a definition need not say of a question."""


def show_forms(actor: Actor, rows: Sequence[FilledForm]) -> list[schemas.FormItem]:
    """Return the forms of one dossier as the actor sees them."""
    actions = find_form_actions(actor, rows[0].submission.dossier) if rows else frozenset()
    return [_show_item(one, actions) for one in rows]


def _show_item(row: FilledForm, actions: Collection[str]) -> schemas.FormItem:
    submission, content = row.submission, row.form.content
    answered, total = row.count_progress(row.form.questions.values())
    return {
        "name": content["name"],
        "title": content["title"],
        "version": content["version"],
        "submission_id": submission.pk if submission.is_started else None,
        "answered": answered,
        "total": total,
        "completed_at": submission.completed_at,
        "allowed": _list_allowed(submission, actions),
    }


def _list_allowed(submission: FormSubmission, actions: Collection[str]) -> list[schemas.FormActionName]:
    answers, completes = DossierAction.ANSWER_FORM in actions, DossierAction.COMPLETE_FORM in actions
    if submission.is_completed:
        return ["reopen"] if completes else []
    if not submission.is_started:
        return ["start"] if answers else []
    allowed: list[schemas.FormActionName] = ["answer"] if answers else []
    return [*allowed, "complete"] if completes else allowed


def show_form(actor: Actor, filled: FilledForm) -> schemas.FormOut:
    """Return a form with its answers as the actor sees it."""
    submission, content = filled.submission, filled.form.content
    ended = submission.completed_by
    return {
        "id": submission.pk,
        "name": content["name"],
        "version": content["version"],
        "title": content["title"],
        "started_at": submission.started_at,
        "started_by": groups.show_person(submission.started_by),
        "completed_at": submission.completed_at,
        "completed_by": groups.show_person(ended) if ended else None,
        "allowed": _list_allowed(submission, find_form_actions(actor, submission.dossier)),
        "sections": [_show_section(filled, one) for one in content["sections"]],
        "missing": [{"question": name, "why": why} for _place, name, why in filled.find_missing()],
    }


def _show_section(filled: FilledForm, section: Mapping[str, Any]) -> schemas.FormSectionOut:
    answered, total = filled.count_progress(section["questions"])
    return {
        "name": section["name"],
        "title": section["title"],
        "answered": answered,
        "total": total,
        "questions": [_show_question(filled, one) for one in section["questions"]],
    }


def _show_question(filled: FilledForm, one: Question) -> schemas.FormQuestionOut:
    answer, condition = filled.answers.get(one["name"]), None
    if "relevant" in one:
        operator, wanted = parse_condition(one["relevant"])
        condition = {"question": one["relevant"]["question"], "operator": operator, "wanted": wanted}
    shown = {
        **LEFT_OUT,
        **one,
        "condition": condition,
        "relevant": one["name"] in filled.relevant,
        "answer": show_answer(answer) if answer else None,
    }
    return cast("schemas.FormQuestionOut", shown)


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
