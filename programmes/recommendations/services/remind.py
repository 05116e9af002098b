"""Reminders of answers that do not come."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from programmes.kit.dossiers.loaders import lock_child
from programmes.recommendations.events import RecommendationLinkMade, RecommendationReminded
from programmes.recommendations.loaders import event_fields_of, link_subject_of
from programmes.recommendations.models import AnswerReminder, Recommendation
from programmes.recommendations.policies import is_allowed_in_state
from programmes.recommendations.states import RecommendationAction, Response
from tasks.external_assignees.link_services import remind_about
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def dispatch_reminders(*, actor: Actor, rows: Sequence[AnswerReminder]) -> None:
    """Record a reminder for each row whose recommendation still waits for an answer in a working group."""
    waiting = Recommendation.objects.issued().filter(
        pk__in=[one.recommendation_id for one in rows], response=Response.PENDING
    )
    known = {one.pk: one for one in waiting.select_related("dossier__group")}
    for one in rows:
        row = known.get(one.recommendation_id)
        if row is not None and row.dossier.group.is_working:
            record(actor, RecommendationReminded(**event_fields_of(row), band=one.band))


@service(Reason.SYSTEM)
def remind_outside_body(*, actor: Actor, recommendation_id: UUID) -> None:
    """Queue a reminder email to the outside body that a recommendation is addressed to.

    Nothing is sent when it was answered since or no link opens it any more, nor when the body is not reminded
    by email, see `is_reminded`.
    """
    locked, row = lock_child(actor, Recommendation.objects.all(), recommendation_id, ())
    dossier, body = locked.dossier, row.outside_body
    is_awaited = row.response == Response.PENDING and dossier.group.is_working
    if body is None or not is_awaited or not is_allowed_in_state(RecommendationAction.MAKE_LINK, row):
        return
    made = remind_about(
        actor=actor,
        group=dossier.group,
        body=body,
        subject=link_subject_of(row),
        is_shared=dossier.is_shared_with_group,
    )
    if made is not None:
        record(actor, RecommendationLinkMade(**event_fields_of(row), made_link_id=made.pk, mandate_id=None))
