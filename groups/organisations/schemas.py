"""API shapes of organisations, their administrators and revoked verifications."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from groups.common.schemas import OrganisationRef, PersonRef, SectorName, TerritoryRef
from viche.kernel.api import ActionOn
from viche.kernel.text import Text


class OrganisationOut(TypedDict):
    """`verified_at` is null while the organisation is not verified. Unknown contacts are empty."""

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
    allowed: list[Annotated[str, ActionOn("organisation")]]
    version: int


class WithdrawnMarkOut(TypedDict):
    """People are null when the system did it."""

    id: UUID
    document: str
    verified_at: datetime
    verified_by: PersonRef | None
    withdrawn_at: datetime
    withdrawn_by: PersonRef | None
    reason: str


class OrganisationAdministratorOut(TypedDict):
    """`until` is null for a current one; `named_by` is null when the system named them."""

    id: UUID
    person: PersonRef
    document: str
    since: datetime
    until: datetime | None
    named_by: PersonRef | None
    end_reason: str
