"""Presenters of findings."""

from __future__ import annotations

from collections.abc import Sequence

from groups.common import presenters as groups
from programmes.kit.findings import schemas
from programmes.kit.findings.models import Finding
from programmes.kit.findings.selectors import can_record
from programmes.kit.risk import RiskRating
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_findings(actor: Actor, rows: Sequence[Finding]) -> list[schemas.FindingOut]:
    """Return findings of one dossier as the actor sees them. Needs `list_findings`."""
    may = bool(rows) and can_record(actor, rows[0].dossier)
    return [_show_finding(one, may=may) for one in rows]


def _show_finding(row: Finding, *, may: bool) -> schemas.FindingOut:
    allowed: list[schemas.FindingActionName] = ["edit", "rate"] if may else []
    voice = groups.show_voice(
        row.recorded_by, row.recorded_through, on_behalf=row.recorded_through is not None
    )
    return {
        "id": row.pk,
        "number": row.number,
        "title": bilingual_of(row, "title"),
        "text": bilingual_of(row, "text"),
        "draft": row.is_draft,
        "evidence_count": row.evidence_count,
        "rating": show_rating(row.rating),
        "may_be_published": row.may_be_published,
        "recorded_by": voice,
        "recorded_at": row.recorded_at,
        "version": row.version,
        "allowed": [*allowed, "remove"] if may and row.is_draft else allowed,
    }


def show_rating(rating: RiskRating | None) -> schemas.RiskRatingOut | None:
    if rating is None:
        return None
    return {
        "likelihood": rating.likelihood,
        "impact": rating.impact,
        "score": rating.score,
        "band": rating.band.value,
        "matrix": rating.matrix,
    }
