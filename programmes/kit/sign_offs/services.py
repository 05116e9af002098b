"""Services of sign-offs: ask for one, and decide it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import SPEAKING_ROLES, Mandate
from groups.selectors import list_participant_ids
from programmes.kit.dossiers.loaders import (
    REASON_LENGTH,
    LockedDossier,
    choose_mandate,
    event_fields_of,
    lock_dossier,
    require_person_id,
)
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.editions.models import Edition
from programmes.kit.independence import list_independent
from programmes.kit.participants.models import Participant
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.registry import DossierRole
from programmes.kit.sign_offs.events import SignOffAsked, SignOffDecided
from programmes.kit.sign_offs.models import SignOff, SignOffOutcome
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

NOT_INDEPENDENT = _("Somebody of another organisation signs off: not of one that leads or works on it.")


@service(DossierAction.ASK_SIGN_OFF)
def ask_sign_off(
    *,
    actor: Actor,
    dossier_id: UUID,
    participant_id: UUID,
    expected_version: int,
    mandate_id: UUID | None = None,
) -> Dossier:
    """Ask a reviewer to sign off the latest edition of a dossier.

    Raises NotFound, Forbidden, Stale, Invalid for a participant who cannot sign off, Conflict when there is
    no edition or this participant was asked already.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.ASK_SIGN_OFF, expected_version)
    dossier = locked.dossier
    edition = Edition.objects.reports().filter(dossier=dossier).first()
    if edition is None:
        raise Conflict("no_edition", _("Make an edition of the report first."))
    participant = _get_reviewer(dossier, participant_id, edition)
    if SignOff.objects.filter(edition=edition, participant=participant).exists():
        raise Conflict("sign_off_asked", _("This reviewer was asked about this edition already."))
    mandate = choose_mandate(
        locked.access.seats_for(dossier), mandate_id, lambda seat: seat.mandate.pk == dossier.lead_id
    )
    made = SignOff.objects.create(
        edition=edition,
        participant=participant,
        asked_by_id=require_person_id(actor),
        asked_through=mandate,
    )
    save_new_version(dossier)
    fields = _event_fields_of(made, dossier, mandate)
    record(actor, SignOffAsked(**fields, participant_id=participant.pk))
    return dossier


@service(DossierAction.DECIDE_SIGN_OFF)
def decide_sign_off(
    *,
    actor: Actor,
    dossier_id: UUID,
    sign_off_id: UUID,
    outcome: str,
    expected_version: int,
    reason: str = "",
    mandate_id: UUID | None = None,
) -> Dossier:
    """Sign an edition off, or return it with a `reason`. It cannot be undone.

    Raises NotFound, Forbidden also for whoever is not independent, Stale also after a later edition, Invalid,
    Conflict for a request that is over.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.DECIDE_SIGN_OFF, expected_version)
    dossier = locked.dossier
    rows = SignOff.objects.select_related("edition", "participant")
    row = rows.filter(pk=sign_off_id, edition__dossier=dossier).first()
    if row is None:
        raise NotFound
    row.edition.dossier = dossier
    mandate = _choose_reviewing_seat(locked, row, mandate_id)
    if row.outcome or _has_later_report(row.edition):
        raise Conflict("sign_off_over", _("This request is over: decide about the latest edition."))
    returned = outcome == SignOffOutcome.RETURNED
    row.reason = validate_text("/reason", reason, REASON_LENGTH, required=True) if returned else ""
    refuse_personal_data({"/reason": row.reason})
    row.outcome = SignOffOutcome(outcome)
    row.decided_by_id, row.decided_through = require_person_id(actor), mandate
    row.decided_at = max(now(), row.asked_at)
    row.save(update_fields=["outcome", "reason", "decided_by", "decided_through", "decided_at"])
    save_new_version(dossier)
    record(actor, SignOffDecided(**_event_fields_of(row, dossier, mandate), outcome=row.outcome))
    return dossier


def _has_later_report(edition: Edition) -> bool:
    later = Edition.objects.reports().filter(dossier=edition.dossier_id, number__gt=edition.number)
    return later.exists()


def _get_reviewer(dossier: Dossier, participant_id: UUID, edition: Edition) -> Participant:
    """Return a present reviewer for whom somebody independent speaks. Raises Invalid."""
    named = dossier.participants.select_related("mandate__person")
    found = named.filter(pk=participant_id, part=DossierRole.REVIEWER, until=None).first()
    if found is None:
        raise Invalid.field("/participant_id", "no_reviewer", _("Choose a reviewer of this dossier."))
    speakers = list_participant_ids(
        dossier.group_id, organisation_id=found.organisation_id, roles=SPEAKING_ROLES
    )
    people = [found.mandate.person_id] if found.mandate is not None else speakers
    if not list_independent(edition, people):
        raise Invalid.field("/participant_id", "not_independent", NOT_INDEPENDENT)
    return found


def _choose_reviewing_seat(locked: LockedDossier, row: SignOff, mandate_id: UUID | None) -> Mandate | None:
    """Return the seat from which the actor speaks for the reviewer. Raises Forbidden, Invalid."""
    seats = locked.access.seats_for_participant(locked.dossier, row.participant)
    if not seats:
        raise Forbidden
    if not list_independent(row.edition, [require_person_id(locked.actor)]):
        raise Forbidden("not_independent", NOT_INDEPENDENT)
    return choose_mandate(seats, mandate_id)


def _event_fields_of(row: SignOff, dossier: Dossier, mandate: Mandate | None) -> dict[str, Any]:
    return {
        **event_fields_of(dossier),
        "sign_off_id": row.pk,
        "edition_id": row.edition_id,
        "number": row.edition.number,
        "mandate_id": mandate.pk if mandate is not None else None,
    }
