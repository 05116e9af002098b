"""Events of two-person approvals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFact(Payload):
    """An event of a request. `person_id` is the requester; None when the system made the request.

    `decider_ids`: the people who could have decided it, in events that close the request. The event is
    published on their own topics, so that their open pages are updated.
    """

    approval_id: UUID
    approval_kind: str
    person_id: UUID | None
    decider_ids: tuple[UUID, ...] = ()

    @property
    def subject(self) -> tuple[str, UUID]:
        return "approval", self.approval_id

    @property
    def topics(self) -> tuple[str, ...]:
        own = () if self.person_id is None else (self.person_id,)
        return tuple(f"user:{pk}" for pk in (*own, *self.decider_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequested(ApprovalFact):
    """A step that needs two people was requested."""

    kind: ClassVar[str] = "accounts.approval_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalConfirmed(ApprovalFact):
    """A second person confirmed the request, and the step was carried out."""

    kind: ClassVar[str] = "accounts.approval_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDeclined(ApprovalFact):
    """A second person declined the request."""

    kind: ClassVar[str] = "accounts.approval_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalWithdrawn(ApprovalFact):
    """The request was withdrawn, by its requester or because its subject no longer exists."""

    kind: ClassVar[str] = "accounts.approval_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLapsed(ApprovalFact):
    """The request was not decided in time."""

    kind: ClassVar[str] = "accounts.approval_lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecidedOnServer(ApprovalFact):
    """A command on the server decided the request in place of a second person.

    All holders of an office are notified.
    """

    kind: ClassVar[str] = "accounts.approval_decided_on_server"
