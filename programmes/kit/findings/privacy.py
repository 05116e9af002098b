"""Personal data in findings. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.findings.models import Finding
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data


def _name_dossier(row: Any, _me: UUID) -> str:
    return f"dossier {row.dossier_id}"


register_personal_data(
    "programmes.findings",
    Rows(Finding, "recorded_by", "at=recorded_at subject number title=title_uk", subject=_name_dossier),
    title=_("Findings that you recorded"),
    purpose=_("To know who found something out."),
    recipients=_("Everyone who can read the dossier."),
)
