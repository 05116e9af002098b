"""Personal data in declarations of interests. It is kept at erasure, as the record of the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.interests.models import InterestDeclaration
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data


def _name_dossier(row: Any, _me: UUID) -> str:
    return f"dossier {row.participant.dossier_id}"


def _is_own(row: InterestDeclaration, me: UUID) -> bool:
    mandate = row.participant.mandate
    return me in (row.declared_by_id, mandate.person_id if mandate is not None else None)


register_personal_data(
    "programmes.interests",
    Rows(
        InterestDeclaration.objects.select_related("participant__mandate"),
        ["declared_by", "decided_by", "participant__mandate__person"],
        "at=declared_at subject is_yours has_tie words outcome reason=outcome_reason decided_it",
        subject=_name_dossier,
        is_yours=_is_own,
        words=lambda row, me: row.words if _is_own(row, me) else None,
        decided_it=lambda row, me: row.decided_by_id == me,
    ),
    title=_("Interests that you declared in dossiers, and ties of others about which you decided"),
    purpose=_("To know who worked on a dossier in spite of a tie, and by whose decision."),
    recipients=_("Everyone who can read the dossier."),
)
