"""Access log of dossiers that are not for their whole group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from programmes.kit.dossiers.models import Dossier, DossierVisibility
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

KIND = "dossier"


def name_dossier(row: Any, _me: UUID) -> str:
    """Return how an export of personal data refers to the dossier of a row."""
    return f"dossier {row.dossier_id}"


def list_reads(dossier: Dossier) -> list[Read]:
    """Return the access-log entry of a dossier; none for one that its whole group may read."""
    return [] if dossier.is_shared_with_group else [Read(KIND, dossier.pk)]


def log_dossier_access(actor: Actor, dossier: Dossier) -> None:
    """Log that `actor` was shown a dossier or a part of it."""
    log_access(actor, list_reads(dossier))


def log_listed_dossiers(actor: Actor, page: Mapping[str, Any]) -> None:
    """Log that `actor` was shown these dossiers among others."""
    log_dossier_outs(actor, page["items"])


def log_dossier_outs(actor: Actor, shown: Iterable[Mapping[str, Any]]) -> None:
    restricted = [Read(KIND, one["id"]) for one in shown if one["visibility"] != DossierVisibility.GROUP]
    log_access(actor, restricted, AccessMode.LIST)
