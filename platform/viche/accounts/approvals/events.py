"""Events of two-person approvals."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


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


class ApprovalRequested(ApprovalFact, kind="accounts.approval_requested"):
    """A step that needs two people was requested."""


class ApprovalConfirmed(ApprovalFact, kind="accounts.approval_confirmed"):
    """A second person confirmed the request, and the step was carried out."""


class ApprovalDeclined(ApprovalFact, kind="accounts.approval_declined"):
    """A second person declined the request."""


class ApprovalWithdrawn(ApprovalFact, kind="accounts.approval_withdrawn"):
    """The request was withdrawn, by its requester or because its subject no longer exists."""


class ApprovalLapsed(ApprovalFact, kind="accounts.approval_lapsed"):
    """The request was not decided in time."""


class ApprovalDecidedOnServer(ApprovalFact, kind="accounts.approval_decided_on_server"):
    """A command on the server decided the request in place of a second person.

    All holders of an office are notified.
    """
