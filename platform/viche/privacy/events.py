"""Events of exports and data subject requests, in the topic of their person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExportPayload(Payload):
    export_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "data_export", self.export_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(_ExportPayload):
    """The person asked for a copy of their data."""

    kind: ClassVar[str] = "privacy.export_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReady(_ExportPayload):
    """A copy of the person's data can be downloaded."""

    kind: ClassVar[str] = "privacy.export_ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFailed(_ExportPayload):
    """A copy of the person's data could not be made."""

    kind: ClassVar[str] = "privacy.export_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDownloaded(_ExportPayload):
    """The person downloaded a copy of their data."""

    kind: ClassVar[str] = "privacy.export_downloaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDeleted(_ExportPayload):
    """A copy of the person's data was deleted."""

    kind: ClassVar[str] = "privacy.export_deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequestPayload(Payload):
    request_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "subject_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceived(_RequestPayload):
    """A data subject's request was received."""

    kind: ClassVar[str] = "privacy.request_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMoved(_RequestPayload):
    """A data subject's request went one step on."""

    kind: ClassVar[str] = "privacy.request_moved"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureScheduled(_RequestPayload):
    """Two people confirmed a written request: the account is deactivated, and erased at `erase_at`."""

    kind: ClassVar[str] = "privacy.erasure_scheduled"
    erase_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFallsDue(_RequestPayload):
    """A request is still open shortly before its deadline (`days_left`; 0 on the last day)."""

    kind: ClassVar[str] = "privacy.request_falls_due"
    days_left: int
