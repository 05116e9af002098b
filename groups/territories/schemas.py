"""Schemas of territories."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import LevelName, TerritoryRef
from viche.kernel.api import ActionOn
from viche.kernel.text import Text

ContactKindName = Literal["police", "rescue", "health", "council", "services", "social", "hotline", "other"]


class Population(TypedDict):
    year: int
    count: int


class TerritoryOut(TypedDict):
    """`above` lists the territories that contain it, from the country downwards."""

    id: UUID
    code: str
    name: Text
    level: LevelName
    parent_id: UUID | None
    above: list[TerritoryRef]
    latitude: float | None
    longitude: float | None
    populations: list[Population]
    allowed: list[Annotated[str, ActionOn("territory")]]
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
    """Why a line of a list cannot be imported; `line` counts from one, including the heading."""

    line: int
    code: str
    message: str


class TerritoryImportOut(TypedDict):
    """What an import did, or (`applied` is false) would do.

    `missing` counts known territories that the list lacks: nothing is ever deleted. `renamed`, `recoded` and
    `faults` list the first of many.
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
    """Unknown fields are empty."""

    kind: ContactKindName
    name: Text
    phone: str
    email: str
    address: Text


class TerritoryDetails(TerritoryOut):
    contact_points: list[ContactPointOut]
