"""Rows of a member list at each stage of the import, and their faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.mandates.models import Mandate
from groups.member_import.limits import FileLimits
from groups.organisations.models import Organisation
from groups.seats.models import Role
from viche.accounts.models import User

MAX_ROWS = 200
LIST_LIMITS = FileLimits(
    max_bytes=200 * 1024,
    max_rows=MAX_ROWS,
    too_large=_("A list may have up to 200 kB. Leave pictures and colours out."),
    too_many=_("A list may have up to 200 people. Split it."),
)
MAX_LENGTHS = {"name": 120, "email": 254, "organisation": 200, "position": 200, "document": 300}


class Column(StrEnum):
    """The columns of a list, by their names in the API."""

    NAME = "name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    POSITION = "position"
    ROLE = "role"
    UNTIL = "until"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be imported: its number in the file, column, stable code and sentence."""

    number: int
    column: Column
    code: str
    message: str | Promise


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A parsed row with the name of its organisation. `until` is the last day of the seat."""

    number: int
    name: str
    email: str
    organisation: str
    position: str
    role: Role
    until: date | None
    document: str


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """The organisation of a row with faults.

    An unknown organisation is reported together with them.
    """

    number: int
    organisation: str


@dataclass(frozen=True, slots=True)
class ImportRow:
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
