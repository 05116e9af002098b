"""Schemas of dependencies."""

from __future__ import annotations

from datetime import date
from typing import TypedDict
from uuid import UUID

from groups.common.schemas import OrganisationRef
from tasks.items.schemas import AudienceName, StateName
from viche.kernel.text import Text


class RelationOut(TypedDict):
    """Another action item, as it is named beside the one that is looked at."""

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
    """How an item hangs together with others, of which those stand here that the reader sees.

    `parent`: of which it is a part. `blocked_by`: for which it waits. `blocks`: which wait for it.
    `previous` and `following`: where it comes again and again, the one before and the one after it.
    """

    parent: RelationOut | None
    parts: list[RelationOut]
    blocked_by: list[RelationOut]
    blocks: list[RelationOut]
    previous: RelationOut | None
    following: RelationOut | None
    version: int
    allowed: list[str]


class DependencyOut(TypedDict):
    """`action` waits for `blocked_by`."""

    action: UUID
    blocked_by: UUID
