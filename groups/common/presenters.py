"""Presenters of people, organisations, groups and territories that other responses refer to."""

from __future__ import annotations

from typing import Protocol, cast
from uuid import UUID

from groups.common import schemas
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.models import Mandate
from groups.territories.models import Territory
from viche.accounts.models import User
from viche.kernel.text import bilingual_of


class OrganisationLike(Protocol):
    """Anything presented like an organisation: names in both languages and a sector."""

    @property
    def id(self) -> UUID: ...

    @property
    def sector(self) -> str: ...


def show_person(row: User) -> schemas.PersonRef:
    return {
        "id": row.id,
        "name": bilingual_of(row, "name"),
        "gender": cast("schemas.GenderName", row.grammatical_gender),
    }


def show_organisation(row: OrganisationLike) -> schemas.OrganisationRef:
    return {
        "id": row.id,
        "name": bilingual_of(row, "name"),
        "short_name": bilingual_of(row, "short_name"),
        "on_behalf": bilingual_of(row, "on_behalf"),
        "sector": cast("schemas.SectorName", row.sector),
    }


def show_voice(speaker: User, mandate: Mandate | None, *, on_behalf: bool = False) -> schemas.Voice:
    """Return the speaker with the mandate through which they speak.

    Needs `mandate.organisation`: select_related("mandate__organisation"), and `prefetch_principals` for many.
    """
    acting = mandate is not None and mandate.person_id != speaker.pk
    return {
        "person": show_person(speaker),
        "mandate_id": mandate.id if mandate else None,
        "organisation": show_organisation(mandate.organisation) if mandate else None,
        "position": bilingual_of(mandate, "position") if mandate else None,
        "acting_for": show_person(mandate.person) if mandate and acting else None,
        "on_behalf": on_behalf and mandate is not None,
    }


def show_group_ref(row: InitiativeGroup) -> schemas.GroupRef:
    return {"id": row.id, "name": bilingual_of(row, "name")}


def show_territory_ref(row: Territory) -> schemas.TerritoryRef:
    return {"id": row.id, "name": bilingual_of(row, "name"), "level": cast("schemas.LevelName", row.level)}
