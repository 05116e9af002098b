"""Rows of a member list whose organisation is known, and what each of them would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from groups.mandates.models import Mandate
from groups.organisations.models import Organisation
from groups.seats.models import Role
from viche.accounts.models import User

MAX_LENGTHS = {"name": 120, "email": 254, "organisation": 200, "position": 200, "role": 100, "document": 300}
ColumnName = Literal["name", "email", "organisation", "position", "role", "until", "document"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row whose organisation is known. `until` is the last day of the seat."""

    number: int
    name: str
    email: str
    organisation: Organisation
    position: str
    role: Role
    until: date | None
    document: str


class Outcome(StrEnum):
    """The outcome of a row: a seat at once, a mandate with a seat, or an invitation by e-mail."""

    SEAT = "seat"
    APPOINT = "appoint"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row would do now. `person` has the address, where the actor may know of the account."""

    entry: ImportRow
    outcome: Outcome
    person: User | None = None
    mandate: Mandate | None = None
