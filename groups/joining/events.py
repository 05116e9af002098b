"""Events of invitations and requests for a seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from viche.kernel.events import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMade(Payload):
    kind: ClassVar[str] = "groups.invitation_made"
    invitation_id: UUID
    group_id: UUID
    role: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "invitation", self.invitation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(InvitationMade):
    kind: ClassVar[str] = "groups.invitation_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSent(InvitationMade):
    """Its e-mail was requested; the mailer sends it."""

    kind: ClassVar[str] = "groups.invitation_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLost(InvitationMade):
    """Its e-mail did not arrive: `why` is a code of `viche.accounts.models.Loss`."""

    kind: ClassVar[str] = "groups.invitation_lost"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationUsed(InvitationMade):
    """`person_id` used it: for a seat, or for a request for one."""

    kind: ClassVar[str] = "groups.invitation_used"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AddresseeMoved(InvitationMade):
    """The address to which it went is no longer that of `person_id`."""

    kind: ClassVar[str] = "groups.addressee_moved"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalInvitationMade(Payload):
    """An administration, an office or a share was offered to one address."""

    kind: ClassVar[str] = "groups.personal_invitation_made"
    personal_invitation_id: UUID
    offered: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "personal_invitation", self.personal_invitation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalInvitationRevoked(PersonalInvitationMade):
    kind: ClassVar[str] = "groups.personal_invitation_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalInvitationSent(PersonalInvitationMade):
    """Its e-mail was requested again; the mailer sends it."""

    kind: ClassVar[str] = "groups.personal_invitation_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalInvitationLost(PersonalInvitationMade):
    """Its e-mail did not arrive: `why` is a code of `viche.accounts.models.Loss`."""

    kind: ClassVar[str] = "groups.personal_invitation_lost"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalInvitationUsed(PersonalInvitationMade):
    """`person_id` accepted it."""

    kind: ClassVar[str] = "groups.personal_invitation_used"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalAddresseeMoved(PersonalInvitationUsed):
    """The address to which it went is no longer that of `person_id`."""

    kind: ClassVar[str] = "groups.personal_addressee_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAskedFor(Payload):
    """`confirmed` lists kinds of personal data knowingly given in the text, not the text.

    See `viche.kernel.disclosure`.
    """

    kind: ClassVar[str] = "groups.seat_asked_for"
    request_id: UUID
    group_id: UUID
    person_id: UUID
    confirmed: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str, UUID]:
        return "join_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequestClosed(SeatAskedFor):
    """The request was admitted, declined or withdrawn, see `state`."""

    kind: ClassVar[str] = "groups.join_request_closed"
    state: str
