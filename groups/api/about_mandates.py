"""How mandates, absences and seats are shown: to their holders, and to those who give and end them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from groups.api import present, shapes
from groups.models import Deputyship, Mandate, Membership
from groups.policies import MandatePolicy
from groups.selectors import HeldMandate, heritage_of, holders_of, seats_seen_by, windows_of
from groups.terms import COUNTRY_ZONE
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import both


def mine(rows: Sequence[HeldMandate], actor: Actor) -> list[shapes.MandateOut]:
    """Through which mandates somebody acts, with the absences of their own, in few queries."""
    mandates = [one.mandate for one in rows]
    windows = windows_of([one.mandate.id for one in rows if not one.acting])
    people, allowed = holders_of(mandates), MandatePolicy().allowed_in(actor, mandates)
    return [
        {
            "id": one.mandate.id,
            "person": present.person(people[one.mandate.person_id]),
            "organisation": present.organisation(one.mandate.organisation),
            "position": both(one.mandate, "position"),
            "document": one.mandate.document,
            "starts_on": one.mandate.starts_on,
            "ends_on": one.mandate.ends_on,
            "acting": one.acting,
            "deputy": _deputy(one.mandate, people),
            "roles": [present.seat(seat) for seat in one.seats],
            "absences": [deputyship(window) for window in windows[one.mandate.id]],
            "allowed": steps,
            "version": one.mandate.version,
        }
        for one, steps in zip(rows, allowed, strict=True)
    ]


def _deputy(row: Mandate, people: Mapping[UUID, User]) -> shapes.PersonRef | None:
    return None if row.deputy_id is None else present.person(people[row.deputy_id])


def deputyship(row: Deputyship) -> shapes.DeputyshipOut:
    """Needs `deputy` loaded."""
    return {
        "id": row.id,
        "deputy": present.person(row.deputy),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def ref(row: Mandate) -> shapes.MandateRef:
    """Needs `person` and `organisation` loaded."""
    return {
        "id": row.id,
        "person": present.person(row.person),
        "organisation": present.organisation(row.organisation),
        "position": both(row, "position"),
    }


def details(rows: Sequence[Mandate], actor: Actor) -> list[shapes.MandateDetails]:
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
            "state": cast("shapes.MandateStateName", row.state(at, COUNTRY_ZONE).value),
            "deputy": None if row.deputy is None else present.person(row.deputy),
            "reason": _reason(row) if "see_deputies" in steps else "",
            "predecessor": present.person(row.predecessor.person) if row.predecessor else None,
            "seats": [present.seat(seat) for seat in seats[row.id]],
            "allowed": steps,
            "version": row.version,
        }
        for row, steps in zip(rows, allowed, strict=True)
    ]


def _reason(row: Mandate) -> str:
    return row.end_reason if row.ended_at is not None else row.rest_reason


def succession(row: Mandate, actor: Actor) -> shapes.SuccessionOut:
    """What would pass on with a post."""
    return {
        "heritage": [
            {"kind": cast("shapes.HeritageName", kind), "count": count}
            for kind, count in heritage_of(actor, row).items()
        ],
        "seats": [present.seat(seat) for seat in seats_seen_by(actor, [row.id])[row.id]],
        "version": row.version,
    }


def seat_records(rows: Sequence[Membership], actor: Actor, *, leads: bool) -> list[shapes.SeatRecord]:
    """Needs the mandates with person and organisation, and the group, loaded."""
    allowed = MandatePolicy().allowed_in(actor, [row.mandate for row in rows])
    return [_seat_record(row, steps, leads) for row, steps in zip(rows, allowed, strict=True)]


def _seat_record(row: Membership, mandate_allowed: list[str], leads: bool) -> shapes.SeatRecord:
    mandate = row.mandate
    return {
        "id": row.id,
        "role": cast("shapes.RoleName", row.role),
        "since": row.since,
        "until": row.until,
        "state": cast("shapes.SeatStateName", row.state(now(), row.group.time_zone).value),
        "person": present.person(mandate.person),
        "organisation": present.organisation(mandate.organisation),
        "position": both(mandate, "position"),
        "mandate_id": mandate.id,
        "reason": row.end_reason if leads else "",
        "mandate_allowed": mandate_allowed,
    }
