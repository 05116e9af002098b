"""Presenters of evidence in dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from groups.common import presenters as groups
from programmes.kit.evidence import schemas
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.evidence.policies import DossierAuthority, DossierEvidencePolicy, find_settled
from tasks.evidence.presenters import show_content, show_files
from tasks.evidence.schemas import HiddenEvidenceOut
from viche.kernel.actor import Actor


def show_evidence(
    actor: Actor, rows: Iterable[DossierEvidence], authority: DossierAuthority
) -> list[schemas.DossierEvidenceOut]:
    """Return pieces of one dossier as the actor sees them. Needs `list_evidence`.

    An officer who does not read the dossier sees that they are there.
    """
    rows, policy = list(rows), DossierEvidencePolicy()
    files = show_files(rows) if authority.can_read else {}
    settled = find_settled(rows)
    return [
        {
            **show_content(row, files.get(row.pk), _show_hiding(row), can_read=authority.can_read),
            "subject": {"kind": row.subject_kind, "id": row.subject_id},
            "allowed": cast("Any", policy.allowed_with(actor, row, authority, settled)),
        }
        for row in rows
    ]


def _show_hiding(row: DossierEvidence) -> HiddenEvidenceOut | None:
    if row.hidden_by is None or row.hidden_at is None:
        return None
    return {
        "by": groups.show_voice(row.hidden_by, None),
        "officer": row.hidden_by_officer,
        "at": row.hidden_at,
        "reason": row.hidden_remark,
    }
