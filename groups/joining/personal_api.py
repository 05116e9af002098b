"""What is offered to one address in person, over HTTP: an administration, an office, a guest share.

The secret of a letter comes in the body, never in an address: those are logged on the way.
"""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.joining import access_log, presenters as about
from groups.joining.api import AccountIn, SecretIn
from groups.joining.models import Offered, PersonalInvitation
from groups.joining.personal_invitations import (
    invite_to_administer,
    invite_to_office,
    revoke_personal_invitation,
    send_personal_letter,
    sign_up_for,
    take_personal_invitation,
)
from groups.joining.policies import PersonalInvitationAction, PersonalInvitationPolicy
from groups.joining.selectors import get_personal, personal_invitations_by
from groups.offices.models import OfficeKind
from groups.organisations.policies import OrganisationAction
from groups.territories.policies import TerritoryAction
from viche.accounts.api.proof import require_proof
from viche.kernel.api import (
    PUBLIC,
    SIGNED_IN,
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.policy import load
from viche.kernel.reads import Way

DOCUMENT_LENGTH = 300


class PersonalEndpoint(Endpoint):
    """Answers with invitations as who made them, or may give the same, sees them."""

    def present(self, rows: list[PersonalInvitation]) -> list[about.PersonalInvitationOut]:
        return about.personal_invitations(rows, self.actor)

    def one(self, row: PersonalInvitation, status: int = 200) -> Response:
        (out,) = self.present([row])
        access_log.note_invitations(self.actor, [out], Way.PAGE)
        return answer(out, status=status)


class PersonalQuery(StrictSerializer):
    """`about` is the organisation, the territory or the thing that is shared."""

    offered = serializers.ChoiceField(Offered.choices, required=False)
    about = StrictUuid(required=False)


class PersonalInvitations(PersonalEndpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("groups:read",)}
    asks = PersonalQuery

    @extend_schema(responses=page_of(about.PersonalInvitationOut))
    def get(self, request: Request) -> Response:
        """What the reader has offered to people, and what others have that the reader may give, as long as it
        may be taken: the newest first.
        """
        with snapshot():
            rows = personal_invitations_by(self.actor, self.asked.get("offered"), self.asked.get("about"))
            page = keyset_page(request, rows, order=("-id",), present=self.present)
        access_log.note_invitations(self.actor, page["items"], Way.LIST)
        return answer(page)


class OnePersonalInvitation(PersonalEndpoint):
    actions = {"GET": PersonalInvitationAction.READ, "DELETE": PersonalInvitationAction.REVOKE}

    @extend_schema(responses=shape(about.PersonalInvitationOut))
    def get(self, request: Request, personal_invitation_id: UUID) -> Response:
        """One of them."""
        row = load(
            PersonalInvitationPolicy(), self.actor, personal_invitation_id, PersonalInvitationAction.READ
        )
        return self.one(row)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, personal_invitation_id: UUID) -> Response:
        """Let its letter open nothing any more. What was taken stays."""
        revoke_personal_invitation(actor=self.actor, personal_invitation_id=personal_invitation_id)
        return answer(None, status=204)


class PersonalLetters(PersonalEndpoint):
    actions = {"POST": PersonalInvitationAction.SEND}

    @extend_schema(request=None, responses={202: shape(about.PersonalInvitationOut)})
    def post(self, request: Request, personal_invitation_id: UUID) -> Response:
        """Have its letter sent anew; the link of the earlier one opens nothing any more."""
        sent = send_personal_letter(actor=self.actor, personal_invitation_id=personal_invitation_id)
        return self.one(sent, 202)


class InviteAdministratorIn(StrictSerializer):
    email = serializers.EmailField()
    document = PlainText(max_length=DOCUMENT_LENGTH)


class AdministratorInvitations(PersonalEndpoint):
    actions = {"POST": OrganisationAction.SET_ADMINISTRATORS}
    browser_only = frozenset({"POST"})
    created = "personal-invitations/{id}"

    @extend_schema(request=InviteAdministratorIn, responses={201: shape(about.PersonalInvitationOut)})
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Offer it to an address, in a letter. Needs a fresh proof; whether it has an account is not told."""
        data = self.parse(InviteAdministratorIn)
        require_proof(self)
        return self.one(invite_to_administer(actor=self.actor, organisation_id=organisation_id, **data), 201)


class InviteToOfficeIn(StrictSerializer):
    """Without `ends_at` the office lasts until it is taken back."""

    email = serializers.EmailField()
    kind = serializers.ChoiceField(OfficeKind.choices)
    territory = StrictUuid(source="territory_id")
    document = PlainText(max_length=DOCUMENT_LENGTH)
    ends_at = Instant(required=False, allow_null=True)


class OfficeInvitations(PersonalEndpoint):
    actions = {"POST": TerritoryAction.GIVE_OFFICE}
    browser_only = frozenset({"POST"})
    created = "personal-invitations/{id}"

    @extend_schema(request=InviteToOfficeIn, responses={201: shape(about.PersonalInvitationOut)})
    def post(self, request: Request) -> Response:
        """Offer an office to an address, in a letter, after a fresh proof."""
        data = self.parse(InviteToOfficeIn)
        require_proof(self)
        return self.one(invite_to_office(actor=self.actor, **data), 201)


class PersonalOffer(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses=shape(about.PersonalOfferOut))
    def post(self, request: Request) -> Response:
        """What a letter offers."""
        return answer(about.personal_offer(*get_personal(self.parse(SecretIn)["secret"])))


class PersonalTakings(Endpoint):
    actions = {"POST": SIGNED_IN}
    scopes = {"POST": ("groups:read", "groups:write")}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Take what a letter offers."""
        take_personal_invitation(actor=self.actor, secret=self.parse(SecretIn)["secret"])
        return answer(None, status=204)


class PersonalSignUps(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=AccountIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Make an account by a letter, and take what it offers. Nobody is signed in by that."""
        sign_up_for(actor=self.actor, **self.parse(AccountIn))
        return answer(None, status=204)
