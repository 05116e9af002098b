"""Issue a recommendation to its addressee, and replace the words of one that was issued."""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.numbers import find_next_number
from programmes.kit.participants.services import add_participant
from programmes.kit.registry import DossierRole
from programmes.kit.rules import get_rule_pack
from programmes.recommendations.events import RecommendationIssued, RecommendationSuperseded
from programmes.recommendations.fields import Fields, set_fields
from programmes.recommendations.lifecycle import ADDRESSEE
from programmes.recommendations.loaders import LockedRecommendation, event_fields_of, lock_recommendation
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import KIND
from programmes.recommendations.reminders import schedule_reminders
from programmes.recommendations.states import LEAD, RecommendationAction
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.object_links import link
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

MECHANISM = "recommendation"
"""The term of a rule pack within which an answer is due."""

SUPERSEDED = "superseded_by"


@service(RecommendationAction.ISSUE)
def issue_recommendation(
    *, actor: Actor, recommendation_id: UUID, expected_version: int, mandate_id: UUID | None = None
) -> Recommendation:
    """Issue a draft: it gets its number and the day by which an answer is due, and its words never change.

    Its addressee becomes a participant of the dossier, and reads it from now on. Raises NotFound, Forbidden,
    Stale, Invalid; Conflict without a rule for the due day, or for a dossier that its addressee must not read
    yet.
    """
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.ISSUE, expected_version)
    _issue(locked, mandate_id)
    save_new_version(locked.row, whole=True)
    _announce(locked, mandate_id)
    return locked.row


@service(RecommendationAction.SUPERSEDE)
def replace_recommendation(
    *,
    actor: Actor,
    recommendation_id: UUID,
    expected_version: int,
    mandate_id: UUID | None = None,
    **fields: Unpack[Fields],
) -> Recommendation:
    """Issue a better wording of a recommendation, which supersedes it: that one does not move any more.

    What is not given is taken over. Returns the new one. Raises like `issue_recommendation`.
    """
    action = RecommendationAction.SUPERSEDE
    locked = lock_recommendation(actor, recommendation_id, action, expected_version)
    old = locked.row
    new = Recommendation(**{name: getattr(old, name) for name in COPIED}, dossier=old.dossier)
    named = {
        "addressee_organisation_id": old.addressee_organisation_id,
        "outside_body_id": old.outside_body_id,
    }
    set_fields(new, {**(named if fields.keys().isdisjoint(named) else {}), **fields})
    replacement = LockedRecommendation(actor, new, locked.access)
    # Whoever proposed it goes on to be told how it moves.
    new.proposed_through = old.proposed_through
    _issue(replacement, mandate_id)
    new.save(force_insert=True)
    old.superseded_by = new
    save_new_version(old, "superseded_by")
    link(actor, SUPERSEDED, source=("recommendation", old.pk), target=("recommendation", new.pk))
    record(actor, RecommendationSuperseded(**event_fields_of(old), superseded_by=new.pk))
    _announce(replacement, mandate_id, supersedes=old.pk)
    return new


COPIED = (
    *("group_id", "register_id", "title_uk", "title_en", "text_uk", "text_en", "cause_uk", "cause_en"),
    *("theme", "target_groups"),
)


def _issue(locked: LockedRecommendation, mandate_id: UUID | None) -> None:
    """Set what a recommendation has from the day on which it is issued."""
    row, dossier = locked.row, locked.row.dossier
    if not dossier.is_shared_with_group and (dossier.is_sealed or dossier.kind != KIND):
        raise Conflict(
            "not_for_addressee",
            _("The addressee must not read this dossier yet. Begin a dossier of recommendations for it."),
        )
    day = today(dossier.group.time_zone)
    pack = get_rule_pack()
    row.due_on, row.rule_pack = pack.find_due_day(MECHANISM, day), pack.name
    row.issued_at, row.year = now(), day.year
    row.number = find_next_number(
        Recommendation.objects.all(), row.register_id, day.year, is_shared=dossier.is_shared_with_group
    )


def _takes_part(row: Recommendation) -> bool:
    """Return whether the addressee is a counterpart already, in a dossier that its group reads.

    Elsewhere naming it again opens the dossier to whoever sits for it by now.
    """
    named = row.dossier.participants.filter(part=DossierRole.COUNTERPART, until=None)
    ours = named.filter(organisation=row.addressee_organisation_id, outside_body=row.outside_body_id)
    return row.dossier.is_shared_with_group and ours.exists()


def _announce(
    locked: LockedRecommendation, mandate_id: UUID | None, *, supersedes: UUID | None = None
) -> None:
    row = locked.row
    if not _takes_part(row):
        add_participant(
            actor=locked.actor,
            dossier=row.dossier,
            role=ADDRESSEE,
            organisation_id=row.addressee_organisation_id,
            outside_body_id=row.outside_body_id,
            opened=row.addressee_organisation_id is not None,
        )
    save_new_version(row.dossier)  # it has another participant
    schedule_reminders(row)
    mandate = locked.choose_mandate(LEAD, mandate_id)
    mandate_pk = mandate.pk if mandate is not None else None
    record(
        locked.actor,
        RecommendationIssued(**event_fields_of(row), mandate_id=mandate_pk, supersedes=supersedes),
    )
