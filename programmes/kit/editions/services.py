"""Services of editions: make, publish and withdraw one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import Mandate
from programmes.kit.dossiers.loaders import (
    REASON_LENGTH,
    LockedDossier,
    choose_mandate,
    event_fields_of,
    get_child,
    lock_dossier,
    require_person_id,
)
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.editions.contents import build_content
from programmes.kit.editions.events import EditionMade, EditionPublished, EditionWithdrawn
from programmes.kit.editions.models import Edition, EditionPaper, Publication
from programmes.kit.personal_data import refuse_personal_data
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.editions import compute_digest
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version


@service(DossierAction.MAKE_EDITION)
def make_edition(
    *,
    actor: Actor,
    dossier_id: UUID,
    reason: str = "",
    for_public: bool = False,
    mandate_id: UUID | None = None,
) -> Edition:
    """Freeze the report of a dossier as it is now, in both languages, with its PDFs.

    `for_public`: with what may be published alone. Every edition after the first needs a `reason`. Raises
    NotFound, Invalid, and Forbidden also for a kind without a report.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.MAKE_EDITION, None)
    dossier, mandate = locked.dossier, _choose_seat(locked, mandate_id)
    last = Edition.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"] or 0
    words = validate_text("/reason", reason, REASON_LENGTH, required=last > 0)
    refuse_personal_data({"/reason": words})
    content = build_content(dossier, for_public=for_public)
    edition = Edition.objects.create(
        dossier=dossier,
        number=last + 1,
        for_public=for_public,
        reason=words,
        content=content.text,
        sha256=content.sha256,
        made_by_id=require_person_id(actor),
        made_through=mandate,
    )
    EditionPaper.objects.bulk_create(
        EditionPaper(edition=edition, language=language, pdf=pdf, sha256=compute_digest(pdf))
        for language, pdf in content.papers.items()
    )
    save_new_version(dossier)  # whoever decides about the edition before has not seen this one
    record(actor, EditionMade(**_event_fields_of(edition, mandate), for_public=for_public))
    return edition


@service(DossierAction.PUBLISH_EDITION)
def publish_edition(
    *, actor: Actor, dossier_id: UUID, edition_id: UUID, mandate_id: UUID | None = None
) -> Edition:
    """Let everybody read an edition that was made for the public.

    Raises NotFound, Forbidden, Invalid, Conflict for any other edition and for one that is public already.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.PUBLISH_EDITION, None)
    edition, mandate = (
        get_child(locked.dossier, Edition.objects.all(), edition_id),
        _choose_seat(locked, mandate_id),
    )
    if not edition.for_public:
        raise Conflict(
            "not_for_public",
            _("This edition holds what is not published. Make one for the public."),
        )
    if Publication.objects.filter(edition=edition, withdrawn_at=None).exists():
        raise Conflict("published", _("This edition is public already."))
    Publication.objects.create(
        edition=edition, published_by_id=require_person_id(actor), published_through=mandate
    )
    record(actor, EditionPublished(**_event_fields_of(edition, mandate)))
    return edition


@service(DossierAction.WITHDRAW_EDITION)
def withdraw_edition(
    *, actor: Actor, dossier_id: UUID, edition_id: UUID, reason: str, mandate_id: UUID | None = None
) -> Edition:
    """Take an edition back from the public, at once. It stays as it is for the readers of the dossier.

    Raises NotFound, Forbidden, Invalid, Conflict for one that is not public.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.WITHDRAW_EDITION, None)
    edition, mandate = (
        get_child(locked.dossier, Edition.objects.all(), edition_id),
        _choose_seat(locked, mandate_id),
    )
    publication = Publication.objects.filter(edition=edition, withdrawn_at=None).first()
    if publication is None:
        raise Conflict("not_published", _("This edition is not public."))
    publication.withdrawal_reason = validate_text("/reason", reason, REASON_LENGTH)
    refuse_personal_data({"/reason": publication.withdrawal_reason})
    publication.withdrawn_by_id = require_person_id(actor)
    publication.withdrawn_at = max(now(), publication.published_at)
    publication.save(update_fields=["withdrawal_reason", "withdrawn_by", "withdrawn_at"])
    record(actor, EditionWithdrawn(**_event_fields_of(edition, mandate)))
    return edition


def _choose_seat(locked: LockedDossier, mandate_id: UUID | None) -> Mandate | None:
    """Return the seat that leads the dossier, or another one of the actor: a facilitator's."""
    dossier = locked.dossier
    return choose_mandate(
        locked.access.seats_for(dossier), mandate_id, lambda seat: seat.mandate.pk == dossier.lead_id
    )


def _event_fields_of(edition: Edition, mandate: Mandate | None) -> dict[str, Any]:
    return {
        **event_fields_of(edition.dossier),
        "edition_id": edition.pk,
        "number": edition.number,
        "mandate_id": mandate.pk if mandate is not None else None,
    }
