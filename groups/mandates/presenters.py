"""How mandates, absences and seats are shown: to their holders, and to those who give and end them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.common.periods import COUNTRY_ZONE
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.policies import MandatePolicy
from groups.mandates.post_selectors import heritage_of, holders_of, seats_seen_by, windows_of
from groups.mandates.selectors import HeldMandate
from groups.seats import presenters as seats_presenters
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import both


def mine(rows: Sequence[HeldMandate], actor: Actor) -> list[common_schemas.MandateOut]:
    """Through which mandates somebody acts, with the absences of their own, in few queries."""
    mandates = [one.mandate for one in rows]
    windows = windows_of([one.mandate.id for one in rows if not one.acting])
    people, allowed = holders_of(mandates), MandatePolicy().allowed_in(actor, mandates)
    return [
        {
            "id": one.mandate.id,
            "person": common_presenters.person(people[one.mandate.person_id]),
            "organisation": common_presenters.organisation(one.mandate.organisation),
            "position": both(one.mandate, "position"),
            "document": one.mandate.document,
            "starts_on": one.mandate.starts_on,
            "ends_on": one.mandate.ends_on,
            "acting": one.acting,
            "deputy": _deputy(one.mandate, people),
            "roles": [seats_presenters.seat(seat) for seat in one.seats],
            "absences": [deputyship(window) for window in windows[one.mandate.id]],
            "allowed": steps,
            "version": one.mandate.version,
        }
        for one, steps in zip(rows, allowed, strict=True)
    ]


def _deputy(row: Mandate, people: Mapping[UUID, User]) -> common_schemas.PersonRef | None:
    return None if row.deputy_id is None else common_presenters.person(people[row.deputy_id])


def deputyship(row: Deputyship) -> common_schemas.DeputyshipOut:
    """Needs `deputy` loaded."""
    return {
        "id": row.id,
        "deputy": common_presenters.person(row.deputy),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def ref(row: Mandate) -> common_schemas.MandateRef:
    """Needs `person` and `organisation` loaded."""
    return {
        "id": row.id,
        "person": common_presenters.person(row.person),
        "organisation": common_presenters.organisation(row.organisation),
        "position": both(row, "position"),
    }


def details(rows: Sequence[Mandate], actor: Actor) -> list[common_schemas.MandateDetails]:
    """Mandates as one reader sees them, in few queries. Needs people and organisation loaded."""
    seats = seats_seen_by(actor, [row.id for row in rows])
    allowed, at = MandatePolicy().allowed_in(actor, rows), now()
    return [
        {
            **ref(row),
            "document": row.document,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "ended_at": row.ended_at,
            "state": cast("common_schemas.MandateStateName", row.state(at, COUNTRY_ZONE).value),
            "deputy": None if row.deputy is None else common_presenters.person(row.deputy),
            "reason": _reason(row) if "see_deputies" in steps else "",
            "predecessor": common_presenters.person(row.predecessor.person) if row.predecessor else None,
            "seats": [seats_presenters.seat(seat) for seat in seats[row.id]],
            "allowed": steps,
            "version": row.version,
        }
        for row, steps in zip(rows, allowed, strict=True)
    ]


def _reason(row: Mandate) -> str:
    return row.end_reason if row.ended_at is not None else row.rest_reason


def succession(row: Mandate, actor: Actor) -> common_schemas.SuccessionOut:
    """What would pass on with a post."""
    return {
        "heritage": [
            {"kind": cast("common_schemas.HeritageName", kind), "count": count}
            for kind, count in heritage_of(actor, row).items()
        ],
        "seats": [seats_presenters.seat(seat) for seat in seats_seen_by(actor, [row.id])[row.id]],
        "version": row.version,
    }
