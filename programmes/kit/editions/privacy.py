"""Personal data in editions. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access_log import name_dossier
from programmes.kit.editions.models import Edition, Publication
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data


def _name_published(row: Any, _me: UUID) -> str:
    return f"edition {row.edition_id}"


register_personal_data(
    "programmes.editions",
    Rows(Edition, "made_by", "at=made_at subject number reason", subject=name_dossier),
    Rows(
        Publication,
        ["published_by", "withdrawn_by"],
        "at=published_at subject withdrawn_at published_it withdrew_it",
        subject=_name_published,
        published_it=lambda row, me: row.published_by_id == me,
        withdrew_it=lambda row, me: row.withdrawn_by_id == me,
    ),
    title=_("Editions that you made, published or withdrew"),
    purpose=_("To know who answers for what was reported."),
    recipients=_("Everyone who can read the dossier."),
)
