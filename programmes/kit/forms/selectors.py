"""Queries of forms."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import OF_FORMS, DossierPolicy, is_allowed_in_phase
from programmes.kit.forms.filled import FilledForm
from programmes.kit.forms.models import Answer, AnswerVersion, FormDefinition, FormSubmission
from programmes.kit.registry import FormUse, get_programme
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound


def list_submissions(dossier: Dossier) -> QuerySet[FormSubmission]:
    """Return the forms that were started in a dossier, with definitions, answers and people."""
    rows = FormSubmission.objects.filter(dossier=dossier).order_by("started_at", "id")
    answers = Prefetch("answers", Answer.objects.select_related("answered_by"))
    return rows.select_related("dossier", "definition", "started_by", "completed_by").prefetch_related(
        answers
    )


def get_filled_form(dossier: Dossier, submission_id: UUID) -> FilledForm:
    """Return a form of a dossier that the caller has authorised. Raises NotFound."""
    submission = list_submissions(dossier).filter(pk=submission_id).first()
    if submission is None:
        raise NotFound
    return FilledForm.of(submission)


def list_forms(dossier: Dossier) -> list[FilledForm]:
    """Return the forms that were started in a dossier, then those that it needs and that were not."""
    started = list(list_submissions(dossier))
    known = {one.form for one in started}
    latest = load_latest_definitions([one for one in list_applying_forms(dossier) if one not in known])
    others = [FormSubmission(dossier=dossier, definition=one) for one in latest.values()]
    return [FilledForm.of(one) for one in (*started, *others)]


def list_applying_forms(dossier: Dossier) -> dict[str, FormUse]:
    """Return the forms that a dossier needs, by name."""
    return {one.name: one for one in get_programme(dossier.kind).forms if one.applies(dossier)}


def load_latest_definitions(names: list[str]) -> dict[str, FormDefinition]:
    rows = FormDefinition.objects.filter(name__in=names).order_by("name", "-version").distinct("name")
    return {one.name: one for one in rows}


def get_answer(dossier: Dossier, submission_id: UUID, question: str) -> Answer | None:
    """Return the answer to a question; None without one. Raises NotFound for an unknown form or question."""
    filled = get_filled_form(dossier, submission_id)
    if question not in filled.form.questions:
        raise NotFound
    return filled.answers.get(question)


def list_versions(dossier: Dossier, submission_id: UUID, question: str) -> QuerySet[AnswerVersion]:
    """Return the versions of an answer, the present one first. Raises NotFound."""
    rows = AnswerVersion.objects.filter(answer=get_answer(dossier, submission_id, question))
    return rows.select_related("answered_by").order_by("-version")


def find_form_actions(actor: Actor, dossier: Dossier) -> frozenset[str]:
    """Return the actions on forms that the actor may take in a dossier now."""
    policy, roles = DossierPolicy(), ActorDossierAccess.of(actor).roles_for(dossier)
    may = (one for one in OF_FORMS if is_allowed_in_phase(one, dossier) and policy.may(roles, one, dossier))
    return frozenset(one for one in may if actor.has_scope(policy.scope_of(one)))
