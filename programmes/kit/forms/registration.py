"""Answers as subjects of evidence, and the import of forms with migrations."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.apps import apps
from django.db.models.signals import post_migrate  # noqa: TID251 - of the schema, not of rows
from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.loaders import LockedDossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import RULES, DossierAction, DossierPolicy, is_allowed_in_phase
from programmes.kit.evidence.subjects import register_evidence_subject
from programmes.kit.findings.loaders import list_working_seats
from programmes.kit.forms.imports import import_registered_forms
from programmes.kit.forms.models import Answer
from programmes.kit.forms.services import COMPLETED
from programmes.kit.requirements import check_own_interests
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, NotFound


def authorise_for_answer(locked: LockedDossier, answer_id: UUID) -> list[SpeakingSeat]:
    """Return the seats from which the actor may add evidence to an answer: those who answer forms.

    Raises NotFound for an answer in another dossier, Forbidden, Conflict for a completed form, a question
    that takes no evidence, or undeclared interests.
    """
    dossier, action = locked.dossier, DossierAction.ANSWER_FORM
    rows = Answer.objects.select_related("submission__definition")
    answer = rows.filter(submission__dossier=dossier, pk=answer_id).first()
    if answer is None:
        raise NotFound
    if locked.roles.isdisjoint(RULES[action].roles) or not is_allowed_in_phase(action, dossier):
        raise DossierPolicy().refusal(locked.actor, DossierAction.ADD_EVIDENCE, dossier)
    check_own_interests(locked.actor, dossier)
    if answer.submission.is_completed:
        raise Conflict("form_completed", COMPLETED)
    if answer.submission.definition.form.questions[answer.question]["evidence"] == "none":
        raise Conflict("no_evidence_here", _("This question takes no evidence."))
    return list_working_seats(locked)


def count_evidence_of_answer(actor: Actor, dossier: Dossier, answer_id: UUID, count: int) -> None:
    """Keep the number of pieces. The version of the answer stays: what was answered did not change."""
    Answer.objects.filter(pk=answer_id, submission__dossier=dossier).update(evidence_count=count)


def find_answers_of_completed(answer_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the answers whose form is completed: it rests on their evidence."""
    rows = Answer.objects.filter(pk__in=answer_ids, submission__completed_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


register_evidence_subject(
    "answer",
    authorise=authorise_for_answer,
    changed=count_evidence_of_answer,
    find_settled=find_answers_of_completed,
)
post_migrate.connect(import_registered_forms, sender=apps.get_app_config("programmes"))
