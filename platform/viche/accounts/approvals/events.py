"""Events of two-person approvals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFact(Payload):
    """Something about a request. `person_id` is who made it; none where the product itself asks.

    `decider_ids`: who could have decided it, in an event that ends the wait; their open pages hear of it.
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
    """A step that takes two people was requested, and waits for the second."""

    kind: ClassVar[str] = "accounts.approval_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalConfirmed(ApprovalFact):
    """A second person confirmed a step that takes two."""

    kind: ClassVar[str] = "accounts.approval_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDeclined(ApprovalFact):
    """A second person declined a step that takes two."""

    kind: ClassVar[str] = "accounts.approval_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalWithdrawn(ApprovalFact):
    """The requester withdrew a step that takes two."""

    kind: ClassVar[str] = "accounts.approval_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLapsed(ApprovalFact):
    """Nobody decided the request in its term."""

    kind: ClassVar[str] = "accounts.approval_lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecidedOnServer(ApprovalFact):
    """A command on the server replaced the second person. Every holder of an office is notified."""

    kind: ClassVar[str] = "accounts.approval_decided_on_server"
