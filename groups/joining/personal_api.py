"""Personal invitations: an administration, an office or a guest share offered to one address.

The secret of a letter is sent in the body, never in a URL: URLs are logged on the way.
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
    accept_personal_invitation,
    invite_to_administer,
    invite_to_office,
    revoke_personal_invitation,
    send_personal_letter,
    sign_up_for_offer,
)
from groups.joining.policies import PersonalInvitationAction, PersonalInvitationPolicy
from groups.joining.selectors import get_personal_invitation, list_personal_invitations_by
from groups.offices.models import OfficeKind
from groups.organisations.policies import OrganisationAction
from groups.territories.policies import TerritoryAction
from viche.accounts.api.reauthentication import require_proof
from viche.kernel.access_log import AccessMode
from viche.kernel.api import (
    PUBLIC,
    SIGNED_IN,
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.policy import load

DOCUMENT_LENGTH = 300


class PersonalEndpoint(Endpoint):
    """Endpoints that answer with invitations to their creators and to actors who may give the same."""

    def present(self, rows: list[PersonalInvitation]) -> list[about.PersonalInvitationOut]:
        return about.show_personal_invitations(rows, self.actor)

    def one(self, row: PersonalInvitation, status: int = 200) -> Response:
        (out,) = self.present([row])
        access_log.record_invitation_reads(self.actor, [out], AccessMode.PAGE)
        return answer(out, status=status)


class PersonalQuery(StrictSerializer):
    """`about` is the id of the organisation, the territory or the shared object."""

    offered = serializers.ChoiceField(Offered.choices, required=False)
    about = StrictUuid(required=False)


class PersonalInvitations(PersonalEndpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("groups:read",)}
    asks = PersonalQuery

    @extend_schema(responses=page_of(about.PersonalInvitationOut))
    def get(self, request: Request) -> Response:
        """List your personal invitations, newest first.

        Also open ones of others whose offer you may give.
        """
        with read_snapshot():
            rows = list_personal_invitations_by(
                self.actor, self.asked.get("offered"), self.asked.get("about")
            )
            page = paginate(request, rows, order=("-id",), present=self.present)
        access_log.record_invitation_reads(self.actor, page["items"], AccessMode.LIST)
        return answer(page)


class OnePersonalInvitation(PersonalEndpoint):
    actions = {"GET": PersonalInvitationAction.READ, "DELETE": PersonalInvitationAction.REVOKE}

    @extend_schema(responses=shape_of(about.PersonalInvitationOut))
    def get(self, request: Request, personal_invitation_id: UUID) -> Response:
        """Return one personal invitation."""
        row = load(
            PersonalInvitationPolicy(), self.actor, personal_invitation_id, PersonalInvitationAction.READ
        )
        return self.one(row)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, personal_invitation_id: UUID) -> Response:
        """Revoke a personal invitation. What was accepted stays."""
        revoke_personal_invitation(actor=self.actor, personal_invitation_id=personal_invitation_id)
        return answer(None, status=204)


class PersonalLetters(PersonalEndpoint):
    actions = {"POST": PersonalInvitationAction.SEND}

    @extend_schema(request=None, responses={202: shape_of(about.PersonalInvitationOut)})
    def post(self, request: Request, personal_invitation_id: UUID) -> Response:
        """Resend its e-mail; the link of the earlier one stops working."""
        sent = send_personal_letter(actor=self.actor, personal_invitation_id=personal_invitation_id)
        return self.one(sent, 202)


class InviteAdministratorIn(StrictSerializer):
    email = serializers.EmailField()
    document = PlainText(max_length=DOCUMENT_LENGTH)


class AdministratorInvitations(PersonalEndpoint):
    actions = {"POST": OrganisationAction.SET_ADMINISTRATORS}
    browser_only = frozenset({"POST"})
    created = "personal-invitations/{id}"

    @extend_schema(request=InviteAdministratorIn, responses={201: shape_of(about.PersonalInvitationOut)})
    def post(self, request: Request, organisation_id: UUID) -> Response:
        """Offer the administration of an organisation by e-mail. Needs fresh reauthentication.

        The answer does not reveal whether the address has an account.
        """
        data = self.parse(InviteAdministratorIn)
        require_proof(self)
        return self.one(invite_to_administer(actor=self.actor, organisation_id=organisation_id, **data), 201)


class InviteToOfficeIn(StrictSerializer):
    """Without `ends_at` the office lasts until it is ended."""

    email = serializers.EmailField()
    kind = serializers.ChoiceField(OfficeKind.choices)
    territory = StrictUuid(source="territory_id")
    document = PlainText(max_length=DOCUMENT_LENGTH)
    ends_at = Instant(required=False, allow_null=True)


class OfficeInvitations(PersonalEndpoint):
    actions = {"POST": TerritoryAction.GIVE_OFFICE}
    browser_only = frozenset({"POST"})
    created = "personal-invitations/{id}"

    @extend_schema(request=InviteToOfficeIn, responses={201: shape_of(about.PersonalInvitationOut)})
    def post(self, request: Request) -> Response:
        """Offer an office by e-mail. Needs fresh reauthentication."""
        data = self.parse(InviteToOfficeIn)
        require_proof(self)
        return self.one(invite_to_office(actor=self.actor, **data), 201)


class PersonalOffer(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses=shape_of(about.PersonalOfferOut))
    def post(self, request: Request) -> Response:
        """Return what an e-mail offers."""
        return answer(about.show_personal_offer(*get_personal_invitation(self.parse(SecretIn)["secret"])))


class PersonalTakings(Endpoint):
    actions = {"POST": SIGNED_IN}
    scopes = {"POST": ("groups:read", "groups:write")}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Accept what an e-mail offers."""
        accept_personal_invitation(actor=self.actor, secret=self.parse(SecretIn)["secret"])
        return answer(None, status=204)


class PersonalSignUps(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=AccountIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Create an account by an e-mail and accept what it offers. It does not sign in."""
        sign_up_for_offer(actor=self.actor, **self.parse(AccountIn))
        return answer(None, status=204)
