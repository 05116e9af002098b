"""Presenters of offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.authority.territorial import runs_the_system
from groups.common import presenters as common_presenters
from groups.offices import schemas
from groups.offices.models import Office
from groups.offices.policies import OfficePolicy
from viche.kernel.actor import Actor


def offices(rows: Sequence[Office], actor: Actor) -> list[schemas.OfficeOut]:
    """A page of offices as one reader sees them: why one has ended is said to administrators."""
    allowed, tells = OfficePolicy().allowed_in(actor, rows), runs_the_system(actor)
    return [_office(row, steps, tells) for row, steps in zip(rows, allowed, strict=True)]


def _office(row: Office, allowed: list[str], tells: bool) -> schemas.OfficeOut:
    return {
        "id": row.id,
        "kind": cast("schemas.OfficeKindName", row.kind),
        "person": common_presenters.person(row.person),
        "territory": common_presenters.territory_ref(row.territory),
        "document": row.document,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "end_reason": row.end_reason if tells else "",
        "allowed": allowed,
    }
