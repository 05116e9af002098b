"""Events of territories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRegistered(Payload):
    kind: ClassVar[str] = "groups.territory_registered"
    territory_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "territory", self.territory_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRecorded(TerritoryRegistered):
    kind: ClassVar[str] = "groups.population_recorded"
    year: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRemoved(PopulationRecorded):
    """The figure of a year was wrong and has been deleted."""

    kind: ClassVar[str] = "groups.population_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryEdited(TerritoryRegistered):
    """Fields of the territory changed."""

    kind: ClassVar[str] = "groups.territory_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesImported(TerritoryRegistered):
    """A list of the codifier was imported; `territory_id` is the country."""

    kind: ClassVar[str] = "groups.territories_imported"
    added: int
    changed: int
