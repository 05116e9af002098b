"""Schemas of editions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from groups.common.schemas import Voice
from viche.kernel.text import Text

EditionActionName = Literal["publish_edition", "withdraw_edition"]


class ReportOut(TypedDict):
    """A report in one language. Each of the `blocks` names its `kind`."""

    language: str
    title: str
    lead: str
    footer: str
    blocks: list[dict[str, Any]]


class ReportsOut(TypedDict):
    uk: ReportOut
    en: ReportOut


class EditionPublicationOut(TypedDict):
    """When everybody could read an edition; `withdrawn_at` is null while they still can."""

    published_by: Voice
    published_at: datetime
    withdrawn_by: Voice | None
    withdrawn_at: datetime | None
    withdrawal_reason: str


class EditionOut(TypedDict):
    """An edition of a dossier: its report, frozen. `number` counts from 1 within the dossier.

    `reason`: why it follows an earlier one. `sha256` is the digest of its content. `for_public`: it holds
    only what may be published. `published`: everybody can read it now.
    """

    id: UUID
    number: int
    for_public: bool
    reason: str
    sha256: str
    made_by: Voice
    made_at: datetime
    published: bool
    publications: list[EditionPublicationOut]
    allowed: list[EditionActionName]


class EditionPageOut(EditionOut):
    """A single edition with its content."""

    reports: ReportsOut


class PublicEditionOut(TypedDict):
    """A published edition, as everybody reads it. `later_id` is a later edition that is public, too."""

    id: UUID
    kind: str
    number: int
    reason: str
    sha256: str
    group: Text
    made_at: datetime
    published_at: datetime
    later_id: UUID | None
    reports: ReportsOut
