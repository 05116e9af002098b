"""Personal data in recommendations. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access_log import name_dossier
from programmes.recommendations.models import Recommendation
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data

register_personal_data(
    "programmes.recommendations",
    Rows(
        Recommendation,
        "proposed_through__person",
        "id=pk at=created_at subject number issued_at",
        subject=name_dossier,
        number=lambda row, _me: None if row.number is None else f"{row.year}-{row.number}",
    ),
    title=_("Recommendations that you proposed"),
    purpose=_("To know who answers for what was recommended, and to tell them of it."),
    recipients=_("Everyone who can read the dossier."),
)
