"""Schemas of dependencies."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import OrganisationRef
from tasks.items.schemas import AudienceName, StateName
from viche.kernel.text import Text


class RelationOut(TypedDict):
    """Another action item, as shown in the relations of this one."""

    id: UUID
    number: int
    year: int
    title: Text
    state: StateName
    due_on: date
    overdue: bool
    owner: OrganisationRef
    audience: AudienceName


class RelationsOut(TypedDict):
    """Related action items that the reader may read.

    `parent`: the item of which it is a part. `blocked_by`: the items it waits for. `blocks`: the items that
    wait for it. `previous` and `following`: its neighbours in a series of recurring items.
    """

    parent: RelationOut | None
    parts: list[RelationOut]
    blocked_by: list[RelationOut]
    blocks: list[RelationOut]
    previous: RelationOut | None
    following: RelationOut | None
    version: int
    allowed: list[Literal["relate"]]


class DependencyOut(TypedDict):
    """`action` waits for `blocked_by`."""

    action: UUID
    blocked_by: UUID
