"""Presenters of offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.authority.territorial import is_system_administrator
from groups.common import presenters as common_presenters
from groups.offices import schemas
from groups.offices.models import Office
from groups.offices.policies import OfficePolicy
from viche.kernel.actor import Actor


def show_offices(rows: Sequence[Office], actor: Actor) -> list[schemas.OfficeOut]:
    """Return a page of offices; administrators also see why one has ended."""
    allowed, tells = OfficePolicy().allowed_in(actor, rows), is_system_administrator(actor)
    return [_show_office(row, steps, tells) for row, steps in zip(rows, allowed, strict=True)]


def _show_office(row: Office, allowed: list[str], tells: bool) -> schemas.OfficeOut:
    return {
        "id": row.id,
        "kind": cast("schemas.OfficeKindName", row.kind),
        "person": common_presenters.show_person(row.person),
        "territory": common_presenters.show_territory_ref(row.territory),
        "document": row.document,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "end_reason": row.end_reason if tells else "",
        "allowed": allowed,
    }
