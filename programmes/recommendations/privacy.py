"""Personal data in recommendations. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.recommendations.models import Recommendation
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data


def _name_dossier(row: Any, _me: UUID) -> str:
    return f"dossier {row.dossier_id}"


register_personal_data(
    "programmes.recommendations",
    Rows(
        Recommendation,
        "proposed_through__person",
        "id=pk at=created_at subject number issued_at",
        subject=_name_dossier,
        number=lambda row, _me: None if row.number is None else f"{row.year}-{row.number}",
    ),
    title=_("Recommendations that you proposed"),
    purpose=_("To know who answers for what was recommended, and to tell them of it."),
    recipients=_("Everyone who can read the dossier."),
)
