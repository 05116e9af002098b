"""Seat presenters of memberships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.mandates.policies import MandatePolicy
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import bilingual_of


def show_seat_records(
    rows: Sequence[Membership], actor: Actor, *, leads: bool
) -> list[common_schemas.SeatRecord]:
    """Return seats with their history.

    Needs mandates with person and organisation, and the group, loaded.
    """
    allowed = MandatePolicy().allowed_in(actor, [row.mandate for row in rows])
    return [_show_seat_record(row, steps, leads) for row, steps in zip(rows, allowed, strict=True)]


def _show_seat_record(row: Membership, mandate_allowed: list[str], leads: bool) -> common_schemas.SeatRecord:
    mandate = row.mandate
    return {
        "id": row.id,
        "role": cast("common_schemas.RoleName", row.role),
        "since": row.since,
        "until": row.until,
        "state": cast("common_schemas.SeatStateName", row.state(now(), row.group.time_zone).value),
        "person": common_presenters.show_person(mandate.person),
        "organisation": common_presenters.show_organisation(mandate.organisation),
        "position": bilingual_of(mandate, "position"),
        "mandate_id": mandate.id,
        "reason": row.end_reason if leads else "",
        "mandate_allowed": mandate_allowed,
    }
