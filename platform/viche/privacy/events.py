"""Events of exports and data subject requests, in the topic of their person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from viche.kernel.events import Payload


class _ExportPayload(Payload):
    export_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "data_export", self.export_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


class ExportAsked(_ExportPayload, kind="privacy.export_asked"):
    """The person asked for a copy of their data."""


class ExportReady(_ExportPayload, kind="privacy.export_ready"):
    """A copy of the person's data can be downloaded."""


class ExportFailed(_ExportPayload, kind="privacy.export_failed"):
    """A copy of the person's data could not be made."""


class ExportDownloaded(_ExportPayload, kind="privacy.export_downloaded"):
    """The person downloaded a copy of their data."""


class ExportDeleted(_ExportPayload, kind="privacy.export_deleted"):
    """A copy of the person's data was deleted."""


class _RequestPayload(Payload):
    request_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "subject_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


class RequestReceived(_RequestPayload, kind="privacy.request_received"):
    """A data subject's request was received."""


class RequestMoved(_RequestPayload, kind="privacy.request_moved"):
    """A data subject's request went one step on."""

    before: str
    after: str


class ErasureScheduled(_RequestPayload, kind="privacy.erasure_scheduled"):
    """Two people confirmed a written request: the account is deactivated, and erased at `erase_at`."""

    erase_at: datetime


class RequestFallsDue(_RequestPayload, kind="privacy.request_falls_due"):
    """A request is still open shortly before its deadline (`days_left`; 0 on the last day)."""

    days_left: int
