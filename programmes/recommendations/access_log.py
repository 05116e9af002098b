"""Access log of recommendations in dossiers that are not for their whole group."""

from __future__ import annotations

from collections.abc import Iterable

from programmes.recommendations.models import Recommendation
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor


def list_reads(row: Recommendation) -> list[Read]:
    """Return the access-log entry of a recommendation: that of its dossier, if it is restricted."""
    return [] if row.dossier.is_shared_with_group else [Read("dossier", row.dossier_id)]


def log_recommendation_access(actor: Actor, row: Recommendation) -> None:
    """Log that `actor` was shown a recommendation or a part of it."""
    log_access(actor, list_reads(row))


def log_listed_recommendations(actor: Actor, rows: Iterable[Recommendation]) -> None:
    """Log that `actor` was shown these recommendations among others."""
    log_access(actor, [read for row in rows for read in list_reads(row)], AccessMode.LIST)
