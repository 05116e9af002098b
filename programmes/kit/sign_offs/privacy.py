"""Personal data in sign-offs. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.sign_offs.models import SignOff
from viche.privacy.holdings import Rows
from viche.privacy.registry import register_personal_data


def _name_edition(row: Any, _me: UUID) -> str:
    return f"edition {row.edition_id}"


def _show_reason(row: SignOff, me: UUID) -> str:
    return row.reason if row.decided_by_id == me else ""


register_personal_data(
    "programmes.sign_offs",
    Rows(
        SignOff,
        ["asked_by", "decided_by"],
        "at=asked_at subject outcome reason decided_at asked_it decided_it",
        subject=_name_edition,
        reason=_show_reason,
        asked_it=lambda row, me: row.asked_by_id == me,
        decided_it=lambda row, me: row.decided_by_id == me,
    ),
    title=_("Sign-offs that you asked for or decided"),
    purpose=_("To know who answers for what was reported."),
    recipients=_("Everyone who can read the dossier."),
)
