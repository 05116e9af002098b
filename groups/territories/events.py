"""Events of territories."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class TerritoryRegistered(Payload, kind="groups.territory_registered"):
    territory_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "territory", self.territory_id


class PopulationRecorded(TerritoryRegistered, kind="groups.population_recorded"):
    year: int
    count: int


class PopulationRemoved(PopulationRecorded, kind="groups.population_removed"):
    """The figure of a year was wrong and has been deleted."""


class TerritoryEdited(TerritoryRegistered, kind="groups.territory_edited"):
    """Fields of the territory changed."""

    fields: tuple[str, ...]


class TerritoriesImported(TerritoryRegistered, kind="groups.territories_imported"):
    """A list of the codifier was imported; `territory_id` is the country."""

    added: int
    changed: int
