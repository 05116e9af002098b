"""Evidence on which a public control rests: its mandate letter, and the scans of its replies."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from programmes.kit.dossiers.models import Dossier
from programmes.public_control.models import Control
from programmes.public_control.selectors import list_replies, select_standing


def find_cited(piece_ids: Collection[UUID]) -> set[UUID]:
    """Return mandate letters of controls that were conducted, and evidence of replies that stand."""
    conducted = Control.objects.filter(mandate_letter__in=piece_ids, conducted_on__isnull=False)
    found: set[UUID | None] = set(conducted.values_list("mandate_letter", flat=True))
    for dossier in Dossier.objects.filter(control_replies__evidence__in=piece_ids).distinct():
        found |= {one.evidence_id for one in select_standing(list(list_replies(dossier)))}
    return {pk for pk in piece_ids if pk in found}
