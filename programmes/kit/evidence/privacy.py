"""Personal data in evidence of dossiers. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access_log import name_dossier
from programmes.kit.evidence.models import DossierEvidence
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data


def _show_title(row: DossierEvidence, me: UUID) -> str:
    return row.title if row.added_by_id == me else ""


register_personal_data(
    "programmes.evidence",
    Rows(
        DossierEvidence,
        ["added_by", "hidden_by"],
        "at=added_at subject kind title withdrawn_at hidden_at added_it hid_it",
        subject=name_dossier,
        title=_show_title,
        added_it=lambda row, me: row.added_by_id == me,
        hid_it=lambda row, me: row.hidden_by_id == me,
    ),
    title=_("Evidence in dossiers that you added or hid"),
    purpose=_("To know how something is known, and who says so."),
    recipients=_("Everyone who can read the dossier."),
)
