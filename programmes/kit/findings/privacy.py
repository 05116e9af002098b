"""Personal data in findings. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access_log import name_dossier
from programmes.kit.findings.models import Finding
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data

register_personal_data(
    "programmes.findings",
    Rows(Finding, "recorded_by", "at=recorded_at subject number title=title_uk", subject=name_dossier),
    title=_("Findings that you recorded"),
    purpose=_("To know who found something out."),
    recipients=_("Everyone who can read the dossier."),
)
