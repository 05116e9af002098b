"""What a row of a list says, what it would do, and why one cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.mandates.models import Mandate
from groups.member_import.limits import Bounds
from groups.organisations.models import Organisation
from groups.seats.models import Role
from viche.accounts.models import User

MOST_ROWS = 200
BOUNDS = Bounds(
    most_bytes=200 * 1024,
    most_rows=MOST_ROWS,
    too_large=_("A list may have up to 200 kB. Leave pictures and colours out."),
    too_many=_("A list may have up to 200 people. Split it."),
)
LONGEST = {"name": 120, "email": 254, "organisation": 200, "position": 200, "document": 300}


class Column(StrEnum):
    """The columns of a list, by the names that the API gives them."""

    NAME = "name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    POSITION = "position"
    ROLE = "role"
    UNTIL = "until"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken: its number in the file, the column, a stable code and a sentence."""

    number: int
    column: Column
    code: str
    message: str | Promise


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it was written, understood but for the organisation. `until` is the last day of the seat."""

    number: int
    name: str
    email: str
    organisation: str
    position: str
    role: Role
    until: date | None
    document: str


@dataclass(frozen=True, slots=True)
class Named:
    """The organisation of a row that has faults: all of them are told at once, also that it is not known."""

    number: int
    organisation: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row whose organisation is known."""

    number: int
    name: str
    email: str
    organisation: Organisation
    position: str
    role: Role
    until: date | None
    document: str


class Outcome(StrEnum):
    """What becomes of a row: a seat at once, a mandate and a seat, or a letter that invites."""

    SEAT = "seat"
    APPOINT = "appoint"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an entry would do now. `person` is who signs in with the address, where the actor may know it."""

    entry: Entry
    outcome: Outcome
    person: User | None = None
    mandate: Mandate | None = None
