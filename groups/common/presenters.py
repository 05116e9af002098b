"""Presenters of common."""

from __future__ import annotations

from typing import Protocol, cast
from uuid import UUID

from groups.common import schemas
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.models import Mandate
from groups.territories.models import Territory
from viche.accounts.models import User
from viche.kernel.text import both


class Named(Protocol):
    """What is shown like an organisation: names in both languages, and a sector."""

    @property
    def id(self) -> UUID: ...

    @property
    def sector(self) -> str: ...


def person(row: User) -> schemas.PersonRef:
    return {
        "id": row.id,
        "name": both(row, "name"),
        "gender": cast("schemas.GenderName", row.grammatical_gender),
    }


def organisation(row: Named) -> schemas.OrganisationRef:
    return {
        "id": row.id,
        "name": both(row, "name"),
        "short_name": both(row, "short_name"),
        "on_behalf": both(row, "on_behalf"),
        "sector": cast("schemas.SectorName", row.sector),
    }


def voice(speaker: User, mandate: Mandate | None, *, on_behalf: bool = False) -> schemas.Voice:
    """Needs `mandate.organisation`: select_related("mandate__organisation"), and `bring_holders` for many."""
    acting = mandate is not None and mandate.person_id != speaker.pk
    return {
        "person": person(speaker),
        "mandate_id": mandate.id if mandate else None,
        "organisation": organisation(mandate.organisation) if mandate else None,
        "position": both(mandate, "position") if mandate else None,
        "acting_for": person(mandate.person) if mandate and acting else None,
        "on_behalf": on_behalf and mandate is not None,
    }


def group_ref(row: InitiativeGroup) -> schemas.GroupRef:
    return {"id": row.id, "name": both(row, "name")}


def territory_ref(row: Territory) -> schemas.TerritoryRef:
    return {"id": row.id, "name": both(row, "name"), "level": cast("schemas.LevelName", row.level)}
