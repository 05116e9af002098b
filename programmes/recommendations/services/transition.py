"""Steps of a recommendation on its two axes, as `programmes.recommendations.states` declares them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from programmes.kit.dossiers.loaders import REASON_LENGTH, require_person_id
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.transitions.steps import record_step
from programmes.recommendations.access import KIND
from programmes.recommendations.events import RecommendationMoved
from programmes.recommendations.evidence import find_missing_evidence
from programmes.recommendations.loaders import LockedRecommendation, event_fields_of, lock_recommendation
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import RULES, RecommendationPolicy, is_allowed_in_state
from programmes.recommendations.states import (
    ANSWERS,
    LEAD,
    LOGGABLE,
    STEPS,
    Implementation,
    RecommendationAction,
    Response,
    Step,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.lifecycle import Requirement
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

MAX_AGREED_AHEAD = timedelta(days=20 * 366)
WITH_DAY = frozenset({Response.ACCEPTED, Response.PARTLY})
"""Answers that may say by which day it is to be done."""


@service(*(one.action for one in STEPS.values()), RecommendationAction.LOG)
def move_recommendation(
    *,
    actor: Actor,
    recommendation_id: UUID,
    to: str,
    expected_version: int,
    reason: str = "",
    agreed_on: date | None = None,
    mandate_id: UUID | None = None,
    logged: bool = False,
) -> Recommendation:
    """Take one step on either axis.

    `to` names it, a key of `STEPS`; `agreed_on` is the day by which an addressee that accepts wants to be
    done; `mandate_id` the seat by which it is taken. `logged`: whoever leads records a step of the addressee
    and says in `reason` who said what. Raises NotFound, Forbidden, Stale, Invalid without a required reason,
    PersonalDataRefused, Conflict without evidence.
    """
    if to not in STEPS:
        raise Invalid.field("/to", "invalid_choice", _("There is no such step."))
    step = STEPS[to]
    if actor.link_id is not None and to not in ANSWERS:
        raise Forbidden
    locked = _lock_step(actor, recommendation_id, step, expected_version, logged=logged)
    row, axis = locked.row, RULES[step.action].axis
    words = _validate_reason(reason, is_required=logged or Requirement.REASON in step.requires)
    if (missing := find_missing_evidence(row, step)) is not None:
        raise missing
    mandate = locked.choose_mandate(LEAD if logged else frozenset(step.roles), mandate_id)
    if actor.link_id is None:
        require_person_id(actor)
    before, day = getattr(row, axis), _validate_agreed_day(row, step, agreed_on)
    if axis == "response":
        row.response, row.response_reason, row.responded_at = step.target, words, now()
        row.agreed_on = day
    else:
        row.implementation, row.implementation_reason = step.target, words
        row.implementation_since = now()
        if step.target == Implementation.VERIFIED and mandate is not None:
            row.verified_for = mandate.organisation
    save_new_version(row, whole=True)
    taken = record_step(actor, row.dossier, step, (KIND, row.pk), before=before, words=words, mandate=mandate)
    record(
        actor,
        RecommendationMoved(**event_fields_of(row), **taken, axis=axis, logged=logged, link_id=actor.link_id),
    )
    return row


def _lock_step(
    actor: Actor, recommendation_id: UUID, step: Step, expected_version: int, *, logged: bool
) -> LockedRecommendation:
    if not logged:
        return lock_recommendation(actor, recommendation_id, step.action, expected_version)
    if step.action not in LOGGABLE:
        raise Invalid.field(
            "/logged", "not_logged", _("You cannot log this step: the person it is for has to take it.")
        )
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.LOG, expected_version)
    if not is_allowed_in_state(step.action, locked.row):
        raise RecommendationPolicy().refusal(actor, RecommendationAction.LOG, locked.row)
    return locked


def _validate_reason(reason: str, *, is_required: bool) -> str:
    words = validate_text("/reason", reason, REASON_LENGTH, required=is_required)
    refuse_personal_data({"/reason": words})
    return words


def _validate_agreed_day(row: Recommendation, step: Step, agreed_on: date | None) -> date | None:
    if agreed_on is None:
        return None
    if step.target not in WITH_DAY:
        raise Invalid.field("/agreed_on", "no_day", _("Only who accepts says by which day."))
    day = today(row.dossier.group.time_zone)
    if agreed_on < day:
        raise Invalid.field("/agreed_on", "past", _("This date has passed. Choose a later one."))
    if agreed_on > day + MAX_AGREED_AHEAD:
        raise Invalid.field("/agreed_on", "too_far", _("This date is too far away."))
    return agreed_on
