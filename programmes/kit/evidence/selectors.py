"""Queries of evidence in dossiers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from programmes.kit.dossiers.models import Dossier, DossierVisibility
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.evidence.models import PRESENT, DossierEvidence
from programmes.kit.evidence.policies import DossierAuthority, get_authority
from programmes.kit.evidence.services import Subject
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, SignedOut


def get_dossier_for_evidence(actor: Actor, dossier_id: UUID) -> tuple[Dossier, DossierAuthority]:
    """Return a dossier whose evidence the actor may see, and their authority over it.

    They read the dossier, or are the data protection officer of its territory. Raises SignedOut, NotFound.
    """
    if actor.is_unidentified:
        raise SignedOut
    dossier = Dossier.objects.filter(pk=dossier_id).select_related("group__territory").first()
    if dossier is None:
        raise NotFound
    authority = get_authority(actor, dossier)
    if not (authority.can_read or authority.is_officer):
        raise NotFound
    return dossier, authority


def list_evidence(dossier: Dossier, subject: Subject | None = None) -> QuerySet[DossierEvidence]:
    """Return the evidence in a dossier, or of one subject, in the order in which it was added.

    Withdrawn and hidden pieces are included.
    """
    rows = DossierEvidence.objects.filter(dossier=dossier).order_by("number")
    if subject is not None:
        rows = rows.filter(subject_kind=subject.kind, subject_id=subject.id)
    return rows.select_related(
        "dossier", "added_by", "added_through__organisation", "added_through__person", "hidden_by"
    )


def list_readable_evidence(actor: Actor) -> QuerySet[DossierEvidence]:
    """Return the evidence with content of all dossiers that the actor may read."""
    return DossierEvidence.objects.filter(PRESENT, dossier__in=DossierPolicy().visible_to(actor))


def list_restricted_dossier_ids(file_id: UUID) -> list[UUID]:
    """Return the ids of the restricted dossiers that show a file as evidence. Not narrowed to an actor."""
    restricted = DossierEvidence.objects.filter(
        PRESENT, file_id=file_id, dossier__visibility=DossierVisibility.PARTICIPANTS
    )
    return list(restricted.values_list("dossier", flat=True).distinct())
