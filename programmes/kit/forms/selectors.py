"""Queries of forms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.forms.definitions import Form
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import Answer, AnswerVersion, FormDefinition, FormSubmission
from programmes.kit.registry import get_programme
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form of a dossier; `filled` is None until it is started."""

    dossier: Dossier
    form: Form
    filled: FilledForm | None


def list_submissions(dossier: Dossier) -> QuerySet[FormSubmission]:
    """Return the forms that were started in a dossier, with definitions, answers and people."""
    answers = Prefetch("answers", Answer.objects.select_related("answered_by"))
    rows = FormSubmission.objects.filter(dossier=dossier).order_by("started_at", "id")
    return rows.select_related("dossier", "definition", "started_by", "completed_by").prefetch_related(
        answers
    )


def get_filled_form(dossier: Dossier, submission_id: UUID) -> FilledForm:
    """Return a form of a dossier that the caller has authorised. Raises NotFound."""
    submission = list_submissions(dossier).filter(pk=submission_id).first()
    if submission is None:
        raise NotFound
    return FilledForm.of(submission)


def list_forms(dossier: Dossier) -> list[ListedForm]:
    """Return the forms that were started in a dossier, then those that apply and were not."""
    started = [FilledForm.of(one) for one in list_submissions(dossier)]
    names = [one for one in list_applying_names(dossier) if one not in {each.form.name for each in started}]
    latest = load_latest_definitions(names)
    return [ListedForm(dossier, one.form, one) for one in started] + [
        ListedForm(dossier, latest[name].form, None) for name in names if name in latest
    ]


def list_applying_names(dossier: Dossier) -> list[str]:
    """Return the names of the forms that a dossier needs."""
    return [one.name for one in get_programme(dossier.kind).forms if one.applies(dossier)]


def load_latest_definitions(names: list[str]) -> dict[str, FormDefinition]:
    rows = FormDefinition.objects.filter(name__in=names).order_by("name", "-version").distinct("name")
    return {one.name: one for one in rows}


def list_incomplete_names(dossier: Dossier) -> list[str]:
    """Return the names of the forms that a dossier needs and that are not completed."""
    rows = FormSubmission.objects.filter(dossier=dossier, completed_at__isnull=False)
    completed = set(rows.values_list("form", flat=True))
    return [name for name in list_applying_names(dossier) if name not in completed]


def get_answer(dossier: Dossier, submission_id: UUID, question: str) -> Answer | None:
    """Return the answer to a question; None without one. Raises NotFound for an unknown form or question."""
    filled = get_filled_form(dossier, submission_id)
    if question not in filled.form.questions:
        raise NotFound
    return filled.answers.get(question)


def list_versions(answer: Answer | None) -> QuerySet[AnswerVersion]:
    """Return the versions of an answer, the present one first."""
    rows = AnswerVersion.objects.filter(answer=answer) if answer else AnswerVersion.objects.none()
    return rows.select_related("answered_by").order_by("-version")


def find_form_actions(actor: Actor, dossier: Dossier) -> frozenset[DossierAction]:
    """Return which of the actions on forms the actor may take in a dossier now."""
    policy, roles = DossierPolicy(), ActorDossierAccess.of(actor).roles_for(dossier)
    return frozenset(
        one
        for one in (DossierAction.ANSWER_FORM, DossierAction.COMPLETE_FORM)
        if is_allowed_in_phase(one, dossier)
        and policy.may(roles, one, dossier)
        and actor.has_scope(policy.scope_of(one))
    )
