"""What the API says about territories, organisations, and who holds an office."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.api.shapes import LevelName, OrganisationRef, PersonRef, SectorName, TerritoryRef
from viche.kernel.text import Text

ContactKindName = Literal["police", "rescue", "health", "council", "services", "social", "hotline", "other"]
OfficeKindName = Literal["coordinator", "data_protection_officer"]


class Population(TypedDict):
    year: int
    count: int


class TerritoryOut(TypedDict):
    """`above` is where it lies, from the country downwards."""

    id: UUID
    code: str
    name: Text
    level: LevelName
    parent_id: UUID | None
    above: list[TerritoryRef]
    latitude: float | None
    longitude: float | None
    populations: list[Population]
    allowed: list[str]
    version: int


class RenamedTerritory(TypedDict):
    code: str
    before: str
    after: str


class RecodedTerritory(TypedDict):
    """A territory that was registered under a wrong code (`before`) or at a wrong level."""

    name: str
    before: str
    after: str
    level_before: LevelName
    level: LevelName


class LineFault(TypedDict):
    """Why a line of a list cannot be taken in; `line` counts from one, with the heading."""

    line: int
    code: str
    message: str


class TerritoryImportOut(TypedDict):
    """What a list does, or (not `applied`) would do. `missing` counts the territories that are known and that
    it does not name: nothing is ever taken away. `renamed`, `recoded` and `faults` name the first of many.
    """

    applied: bool
    added: int
    changed: int
    unchanged: int
    missing: int
    renamed: list[RenamedTerritory]
    renamed_count: int
    recoded: list[RecodedTerritory]
    recoded_count: int
    faults: list[LineFault]
    fault_count: int


class ContactPointOut(TypedDict):
    """Empty where it is not known."""

    kind: ContactKindName
    name: Text
    phone: str
    email: str
    address: Text


class TerritoryDetails(TerritoryOut):
    contact_points: list[ContactPointOut]


class OrganisationOut(TypedDict):
    """`verified_at` is null while nobody has checked that the institution is what it says. Contacts are empty
    where they are not known.
    """

    id: UUID
    name: Text
    short_name: Text
    on_behalf: Text
    sector: SectorName
    parent: OrganisationRef | None
    territories: list[TerritoryRef]
    phone: str
    email: str
    website: str
    address: Text
    verified_at: datetime | None
    verified_by: PersonRef | None
    verified_document: str
    allowed: list[str]
    version: int


class WithdrawnMarkOut(TypedDict):
    """People are null where the system did it."""

    id: UUID
    document: str
    verified_at: datetime
    verified_by: PersonRef | None
    withdrawn_at: datetime
    withdrawn_by: PersonRef | None
    reason: str


class OrganisationAdministratorOut(TypedDict):
    """`until` is null while they appoint; `named_by` where the system named them."""

    id: UUID
    person: PersonRef
    document: str
    since: datetime
    until: datetime | None
    named_by: PersonRef | None
    end_reason: str


class OfficeOut(TypedDict):
    """`ends_at` is null while no end is set."""

    id: UUID
    kind: OfficeKindName
    person: PersonRef
    territory: TerritoryRef
    document: str
    starts_at: datetime
    ends_at: datetime | None
    end_reason: str
    allowed: list[str]
