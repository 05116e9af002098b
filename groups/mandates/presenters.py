"""Presenters of mandates, absences and seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.common.periods import COUNTRY_ZONE
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.policies import MandatePolicy
from groups.mandates.post_selectors import (
    count_handover_items_of,
    get_holders_of,
    list_deputyships_of,
    list_seats_seen_by,
)
from groups.mandates.selectors import ActingMandate
from groups.seats import presenters as seats_presenters
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.text import bilingual_of


def show_own_mandates(rows: Sequence[ActingMandate], actor: Actor) -> list[common_schemas.MandateOut]:
    """Return the mandates through which a person acts, with their own absences, in few queries."""
    mandates = [one.mandate for one in rows]
    windows = list_deputyships_of([one.mandate.id for one in rows if not one.acting])
    people, allowed = get_holders_of(mandates), MandatePolicy().allowed_in(actor, mandates)
    return [
        {
            "id": one.mandate.id,
            "person": common_presenters.show_person(people[one.mandate.person_id]),
            "organisation": common_presenters.show_organisation(one.mandate.organisation),
            "position": bilingual_of(one.mandate, "position"),
            "document": one.mandate.document,
            "starts_on": one.mandate.starts_on,
            "ends_on": one.mandate.ends_on,
            "acting": one.acting,
            "deputy": _show_deputy(one.mandate, people),
            "roles": [seats_presenters.show_seat(seat) for seat in one.seats],
            "absences": [show_deputyship(window) for window in windows[one.mandate.id]],
            "allowed": steps,
            "version": one.mandate.version,
        }
        for one, steps in zip(rows, allowed, strict=True)
    ]


def _show_deputy(row: Mandate, people: Mapping[UUID, User]) -> common_schemas.PersonRef | None:
    return None if row.deputy_id is None else common_presenters.show_person(people[row.deputy_id])


def show_deputyship(row: Deputyship) -> common_schemas.DeputyshipOut:
    """Return a deputyship. Needs `deputy` loaded."""
    return {
        "id": row.id,
        "deputy": common_presenters.show_person(row.deputy),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def show_mandate_ref(row: Mandate) -> common_schemas.MandateRef:
    """Return a mandate to choose. Needs `person` and `organisation` loaded."""
    return {
        "id": row.id,
        "person": common_presenters.show_person(row.person),
        "organisation": common_presenters.show_organisation(row.organisation),
        "position": bilingual_of(row, "position"),
    }


def show_mandates(rows: Sequence[Mandate], actor: Actor) -> list[common_schemas.MandateDetails]:
    """Return mandates as one reader sees them, in few queries.

    Needs people and organisation loaded.
    """
    seats = list_seats_seen_by(actor, [row.id for row in rows])
    allowed, at = MandatePolicy().allowed_in(actor, rows), now()
    return [
        {
            **show_mandate_ref(row),
            "document": row.document,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "ended_at": row.ended_at,
            "state": cast("common_schemas.MandateStateName", row.state(at, COUNTRY_ZONE).value),
            "deputy": None if row.deputy is None else common_presenters.show_person(row.deputy),
            "reason": _get_reason(row) if "see_deputies" in steps else "",
            "predecessor": common_presenters.show_person(row.predecessor.person) if row.predecessor else None,
            "seats": [seats_presenters.show_seat(seat) for seat in seats[row.id]],
            "allowed": steps,
            "version": row.version,
        }
        for row, steps in zip(rows, allowed, strict=True)
    ]


def _get_reason(row: Mandate) -> str:
    return row.end_reason if row.ended_at is not None else row.rest_reason


def show_succession(row: Mandate, actor: Actor) -> common_schemas.SuccessionOut:
    """Return what a transfer of the post would hand over."""
    return {
        "heritage": [
            {"kind": cast("common_schemas.HeritageName", kind), "count": count}
            for kind, count in count_handover_items_of(actor, row).items()
        ],
        "seats": [seats_presenters.show_seat(seat) for seat in list_seats_seen_by(actor, [row.id])[row.id]],
        "version": row.version,
    }
