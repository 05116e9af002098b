"""Response shapes of the privacy API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from viche.kernel.api import ActionOn, OneOf
from viche.kernel.text import Text
from viche.privacy.registry import RECORDED_KINDS

ExportStateName = Literal["waiting", "working", "ready", "failed", "deleted"]
RequestKindName = Literal["access", "rectification", "erasure", "objection", "other"]
RequestChannelName = Literal["self", "written"]
RequestStateName = Literal[
    "received", "identity_checked", "in_progress", "answered", "refused", "appealed", "withdrawn"
]

AccessWayName = Literal["page", "list", "live", "file", "link"]
AccessedName = Annotated[str, OneOf(lambda: RECORDED_KINDS)]
AccessGroundName = Literal[
    "membership",
    "deputyship",
    "guest_share",
    "office",
    "break_glass",
    "administrator",
    "data_protection_officer",
    "organisation_administrator",
    "unknown",
]


class HoldingOut(TypedDict):
    """A category of data held about people: its purpose and recipients."""

    name: str
    title: Text
    purpose: Text
    recipients: Text


class HindranceOut(TypedDict):
    """What has to be resolved before one can be erased. `url` is the page for that."""

    code: str
    text: Text
    url: str


class ExportOut(TypedDict):
    """An export of one's data. `size` is in bytes; `parts_done` of `parts` is the progress."""

    id: UUID
    state: ExportStateName
    asked_at: datetime
    parts: int
    parts_done: int
    size: int
    sha256: str
    ready_at: datetime | None
    expires_at: datetime | None


class ExportLinkOut(TypedDict):
    """An address that downloads the export in the requesting browser, until it expires."""

    url: str
    expires_at: datetime


class PersonNamed(TypedDict):
    id: UUID
    name: Text


class RequestStepOut(TypedDict):
    """A change of state. `by` is null for automatic ones."""

    before: RequestStateName
    after: RequestStateName
    at: datetime
    by: PersonNamed | None


class RequestOut(TypedDict):
    """A request about personal data.

    It has to be answered by `due_at`; an erasure happens at `erase_at`. `steps_open` are the states to which
    the reader may move it. `waits_for_second`: a second person has to confirm the erasure (`/approvals`).
    """

    id: UUID
    person: PersonNamed
    kind: RequestKindName
    channel: RequestChannelName
    state: RequestStateName
    text: str
    document: str
    document_file: UUID | None
    answer: str
    objection: str
    removes_messages: bool
    received_at: datetime
    due_at: datetime
    erase_at: datetime | None
    closed_at: datetime | None
    steps: list[RequestStepOut]
    steps_open: list[RequestStateName]
    waits_for_second: bool
    allowed: list[Annotated[str, ActionOn("subject_request")]]
    version: int


class AccessGroundOut(TypedDict):
    """Why the reader could see it, and for which organisation and position they acted, if any."""

    kind: AccessGroundName
    organisation: Text | None
    position: Text | None


class AccessedOut(TypedDict):
    """What was seen. `title` and `url` are null for an object that the requester may not see."""

    kind: AccessedName
    title: Text | None
    url: str | None


class AccessOut(TypedDict):
    """An access; `at` is the first one within that hour, `way` how."""

    id: UUID
    at: datetime
    way: AccessWayName
    reader: PersonNamed
    ground: AccessGroundOut
    what: AccessedOut


class MyDataOut(TypedDict):
    """Data held about the reader, and the actions open to them.

    `seq` is the position in `user:<id>`.
    """

    holdings: list[HoldingOut]
    export: ExportOut | None
    erasure: RequestOut | None
    hindrances: list[HindranceOut]
    cool_off_days: int
    is_officer: bool
    seq: int
