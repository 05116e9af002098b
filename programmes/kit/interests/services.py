"""Services of interests: a participant declares them, and whoever leads decides about a tie."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from programmes.kit.dossiers.loaders import (
    REASON_LENGTH,
    choose_mandate,
    event_fields_of,
    lock_dossier,
    require_person_id,
)
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.interests.events import InterestsDeclared, TieDecided
from programmes.kit.interests.models import InterestDeclaration, TieOutcome
from programmes.kit.participants.models import Participant
from programmes.kit.participants.services import remove_participant
from programmes.kit.registry import get_programme
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

WORDS_LENGTH = 1_000


@service(DossierAction.DECLARE_INTERESTS)
def declare_interests(
    *,
    actor: Actor,
    dossier_id: UUID,
    participant_id: UUID,
    has_tie: bool,
    expected_version: int,
    words: str = "",
    mandate_id: UUID | None = None,
) -> Dossier:
    """Declare the interests of a participant for whom the actor speaks; a tie in words.

    A declared tie is decided first: nobody takes one back. Raises NotFound, also for a participant who
    declares none, Forbidden, Stale, Conflict, Invalid.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.DECLARE_INTERESTS, expected_version)
    dossier = locked.dossier
    participant = _get_declarer(dossier, participant_id)
    mandate = choose_mandate(locked.access.seats_for_participant(dossier, participant), mandate_id)
    if mandate is None:
        raise Forbidden("not_theirs", _("Whoever takes part declares their own interests."))
    before = InterestDeclaration.objects.latest_of([participant]).get(participant.pk)
    if before is not None and before.is_undecided:
        raise Conflict("tie_undecided", _("It is not decided yet what follows from a declared tie."))
    InterestDeclaration.objects.create(
        participant=participant,
        has_tie=has_tie,
        words=validate_text("/words", words, WORDS_LENGTH, required=has_tie),
        declared_by_id=require_person_id(actor),
        declared_through=mandate,
    )
    save_new_version(dossier)
    fact = InterestsDeclared(
        **event_fields_of(dossier), participant_id=participant.pk, has_tie=has_tie, mandate_id=mandate.pk
    )
    record(actor, fact)
    return dossier


@service(DossierAction.DECIDE_TIE)
def decide_tie(
    *,
    actor: Actor,
    dossier_id: UUID,
    participant_id: UUID,
    outcome: str,
    reason: str,
    expected_version: int,
) -> Dossier:
    """Decide whether a participant with a tie stays; whoever steps aside takes part no longer.

    Raises NotFound, Forbidden, also to whoever declared it, Stale, Conflict without a tie, Invalid.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.DECIDE_TIE, expected_version)
    dossier = locked.dossier
    participant = _get_declarer(dossier, participant_id)
    declared = InterestDeclaration.objects.latest_of([participant]).get(participant.pk)
    if locked.access.seats_for_participant(dossier, participant) or (
        declared is not None and declared.declared_by_id == actor.person_id
    ):
        raise Forbidden("own_interests", _("Somebody else decides about your own tie."))
    if declared is None or not declared.has_tie:
        raise Conflict("no_tie", _("This participant has declared no tie."))
    words = validate_text("/reason", reason, REASON_LENGTH)
    _append_decision(declared, TieOutcome(outcome), words, require_person_id(actor))
    save_new_version(dossier)
    mandate = choose_mandate(
        locked.access.seats_for(dossier), None, lambda seat: seat.mandate.pk == dossier.lead_id
    )
    fact = TieDecided(
        **event_fields_of(dossier),
        participant_id=participant.pk,
        outcome=outcome,
        mandate_id=mandate.pk if mandate is not None else None,
    )
    record(actor, fact)
    if outcome == TieOutcome.STEPS_ASIDE:
        remove_participant(actor=actor, dossier=dossier, participant=participant)
    return dossier


def _append_decision(
    declared: InterestDeclaration, outcome: TieOutcome, reason: str, person_id: UUID
) -> None:
    InterestDeclaration.objects.create(
        participant_id=declared.participant_id,
        has_tie=True,
        words=declared.words,
        declared_by_id=declared.declared_by_id,
        declared_through_id=declared.declared_through_id,
        declared_at=declared.declared_at,
        outcome=outcome,
        outcome_reason=reason,
        decided_by_id=person_id,
        decided_at=now(),
    )


def _get_declarer(dossier: Dossier, participant_id: UUID) -> Participant:
    """Return a present participant in a role that declares interests. Raises NotFound."""
    found = dossier.participants.filter(pk=participant_id, until=None).first()
    if found is None or not get_programme(dossier.kind).declares_interests(found.role):
        raise NotFound
    return found
