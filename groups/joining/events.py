"""Events of invitations and requests for a seat."""

from __future__ import annotations

from uuid import UUID

from viche.kernel.events import Payload


class InvitationMade(Payload, kind="groups.invitation_made"):
    invitation_id: UUID
    group_id: UUID
    role: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "invitation", self.invitation_id


class InvitationRevoked(InvitationMade, kind="groups.invitation_revoked"):
    pass


class InvitationSent(InvitationMade, kind="groups.invitation_sent"):
    """Its e-mail was requested; the mailer sends it."""


class InvitationLost(InvitationMade, kind="groups.invitation_lost"):
    """Its e-mail did not arrive: `why` is a code of `viche.accounts.models.Loss`."""

    why: str


class InvitationUsed(InvitationMade, kind="groups.invitation_used"):
    """`person_id` used it: for a seat, or for a request for one."""

    person_id: UUID


class AddresseeMoved(InvitationMade, kind="groups.addressee_moved"):
    """The address to which it went is no longer that of `person_id`."""

    person_id: UUID


class PersonalInvitationMade(Payload, kind="groups.personal_invitation_made"):
    """An administration, an office or a share was offered to one address."""

    personal_invitation_id: UUID
    offered: str

    @property
    def subject(self) -> tuple[str, UUID]:
        return "personal_invitation", self.personal_invitation_id


class PersonalInvitationRevoked(PersonalInvitationMade, kind="groups.personal_invitation_revoked"):
    pass


class PersonalInvitationSent(PersonalInvitationMade, kind="groups.personal_invitation_sent"):
    """Its e-mail was requested again; the mailer sends it."""


class PersonalInvitationLost(PersonalInvitationMade, kind="groups.personal_invitation_lost"):
    """Its e-mail did not arrive: `why` is a code of `viche.accounts.models.Loss`."""

    why: str


class PersonalInvitationUsed(PersonalInvitationMade, kind="groups.personal_invitation_used"):
    """`person_id` accepted it."""

    person_id: UUID


class PersonalAddresseeMoved(PersonalInvitationUsed, kind="groups.personal_addressee_moved"):
    """The address to which it went is no longer that of `person_id`."""


class SeatAskedFor(Payload, kind="groups.seat_asked_for", discloses=True):
    """`confirmed` lists kinds of personal data knowingly given in the text, not the text.

    See `viche.kernel.disclosure`.
    """

    request_id: UUID
    group_id: UUID
    person_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "join_request", self.request_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"user:{self.person_id}",)


class JoinRequestClosed(SeatAskedFor, kind="groups.join_request_closed"):
    """The request was admitted, declined or withdrawn, see `state`."""

    state: str
