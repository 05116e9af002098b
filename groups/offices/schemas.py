"""Schemas of offices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import PersonRef, TerritoryRef
from viche.kernel.api import ActionOn

OfficeKindName = Literal["coordinator", "data_protection_officer"]


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
    allowed: list[Annotated[str, ActionOn("office")]]
