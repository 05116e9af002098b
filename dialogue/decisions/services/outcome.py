"""Write the outcome of a decision, set its review day, and publish it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.dates import convert_to_utc
from dialogue.common.text_validation import validate_text
from dialogue.decisions.events import DecisionPublished, OutcomeWritten, record_decision
from dialogue.decisions.loaders import lock_decision
from dialogue.decisions.models import (
    TEXT_LENGTH,
    Decision,
    DecisionState,
    DecisionTerm,
    EarlierOutcome,
    TermKind,
)
from dialogue.decisions.policies import Action
from dialogue.decisions.services.closing import REVIEW_TIME
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.disclosure import check_disclosure, find_personal_data
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(Action.WRITE_OUTCOME)
def write_outcome(
    *,
    actor: Actor,
    decision_id: UUID,
    text_uk: str,
    text_en: str = "",
    review_on: date | None = None,
    expected_version: int | None = None,
) -> Decision:
    """Write what was decided, apart from the tally, and the day on which it is looked at again.

    Everybody who was asked is told of new words. Words that are replaced stay as earlier ones, but for words
    with personal data. A later review day answers that the decision still holds. Raises NotFound, Forbidden,
    Stale, PersonalData, and Invalid for a review day that is not to come, or of a decision that was not
    adopted.
    """
    row = lock_decision(actor, decision_id, Action.WRITE_OUTCOME)
    check_version(row, expected_version)
    uk = validate_text("/text", text_uk, TEXT_LENGTH)
    en = validate_text("/text_en", text_en, TEXT_LENGTH, required=False)
    actor = check_disclosure(actor, {"/text": uk, "/text_en": en})
    is_new = (uk, en) != (row.outcome_uk, row.outcome_en)
    replaces = is_new and _keep_earlier_words(row)
    if review_on != row.review_on:
        _set_review_day(row, review_on)
    if is_new:
        row.outcome_uk, row.outcome_en, row.outcome_at, row.outcome_by_id = uk, en, now(), actor.person_id
    save_new_version(row, "outcome_uk", "outcome_en", "outcome_at", "outcome_by", "review_on")
    record_decision(actor, OutcomeWritten, row, is_new=is_new, replaces=replaces)
    return row


def _keep_earlier_words(row: Decision) -> bool:
    """Keep the words as they were told; return whether there were any."""
    if row.outcome_at is None:
        return False
    # To write them anew is how personal data is removed: of such words stays who wrote them, and when.
    has_data = any(find_personal_data(text) for text in (row.outcome_uk, row.outcome_en))
    EarlierOutcome.objects.create(
        decision=row,
        text_uk="" if has_data else row.outcome_uk,
        text_en="" if has_data else row.outcome_en,
        by_id=row.outcome_by_id,
        at=row.outcome_at,
    )
    return True


def _set_review_day(row: Decision, review_on: date | None) -> None:
    row.review_on = review_on
    if review_on is None:
        return
    if row.state != DecisionState.ADOPTED:
        raise Invalid.field("/review_on", "not_adopted", _("Only an adopted decision has a review day."))
    if review_on <= today(row.group.time_zone):
        raise Invalid.field("/review_on", "past", _("Choose a day to come."))
    due_at = convert_to_utc(review_on, REVIEW_TIME, row.group.time_zone)
    DecisionTerm.objects.get_or_create(decision=row, kind=TermKind.REVIEW, due_at=due_at)


@service(Action.PUBLISH)
def publish_decision(
    *,
    actor: Actor,
    decision_id: UUID,
    text_uk: str,
    text_en: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Publish a decision in words of its own; again changes the words.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict where the group has no public page.
    """
    row = lock_decision(actor, decision_id, Action.PUBLISH)
    check_version(row, expected_version)
    if not row.group.has_public_page:
        raise Conflict("no_public_page", _("The group has no public page."))
    row.public_uk = validate_text("/text", text_uk, TEXT_LENGTH)
    row.public_en = validate_text("/text_en", text_en, TEXT_LENGTH, required=False)
    actor = check_disclosure(actor, {"/text": row.public_uk, "/text_en": row.public_en})
    row.public_at = row.public_at or now()
    return _save_publication(actor, row)


@service(Action.PUBLISH)
def unpublish_decision(*, actor: Actor, decision_id: UUID) -> Decision:
    """Take a publication back. Idempotent. Raises NotFound, Forbidden."""
    row = lock_decision(actor, decision_id, Action.PUBLISH)
    if row.public_at is None:
        return row
    row.public_uk = row.public_en = ""
    row.public_at = None
    return _save_publication(actor, row)


def _save_publication(actor: Actor, row: Decision) -> Decision:
    save_new_version(row, "public_uk", "public_en", "public_at")
    record_decision(actor, DecisionPublished, row, is_public=row.public_at is not None)
    return row
