"""Personal invitations: an administration, an office or a guest share offered to one address.

The secret of a letter is sent in the body, never in a URL: URLs are logged on the way.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.joining import access_log, presenters as about
from groups.joining.api import AccountIn, SecretIn
from groups.joining.models import Offered
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
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    SIGNED_IN,
    Endpoint,
    Instant,
    PlainText,
    Show,
    StrictSerializer,
    StrictUuid,
    Write,
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

    records = access_log.record_invitation_reads


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
            present = partial(about.show_personal_invitations, actor=self.actor)
            return answer(paginate(request, rows, order=("-id",), present=present))


def _show_invitation(actor: Actor, personal_invitation_id: UUID) -> about.PersonalInvitationOut:
    row = load(PersonalInvitationPolicy(), actor, personal_invitation_id, PersonalInvitationAction.READ)
    return about.show_personal_invitations([row], actor)[0]


class OnePersonalInvitation(PersonalEndpoint):
    """GET: Return one personal invitation.

    DELETE: Revoke a personal invitation. What was accepted stays.
    """

    get = Show(PersonalInvitationAction.READ, _show_invitation)

    delete = Write(PersonalInvitationAction.REVOKE, revoke_personal_invitation)


class PersonalLetters(PersonalEndpoint):
    """POST: Resend its e-mail; the link of the earlier one stops working."""

    post = Write(
        PersonalInvitationAction.SEND, send_personal_letter, shows=about.show_personal_invitations, status=202
    )


class InviteAdministratorIn(StrictSerializer):
    email = serializers.EmailField()
    document = PlainText(max_length=DOCUMENT_LENGTH)


class AdministratorInvitations(PersonalEndpoint):
    """POST: Offer the administration of an organisation by e-mail. Needs fresh reauthentication.

    The answer does not reveal whether the address has an account.
    """

    browser_only = frozenset({"POST"})
    created = "personal-invitations/{id}"

    post = Write(
        OrganisationAction.SET_ADMINISTRATORS,
        invite_to_administer,
        body=InviteAdministratorIn,
        check=require_proof,
        shows=about.show_personal_invitations,
        status=201,
    )


class InviteToOfficeIn(StrictSerializer):
    """Without `ends_at` the office lasts until it is ended."""

    email = serializers.EmailField()
    kind = serializers.ChoiceField(OfficeKind.choices)
    territory = StrictUuid(source="territory_id")
    document = PlainText(max_length=DOCUMENT_LENGTH)
    ends_at = Instant(required=False, allow_null=True)


class OfficeInvitations(PersonalEndpoint):
    """POST: Offer an office by e-mail. Needs fresh reauthentication."""

    browser_only = frozenset({"POST"})
    created = "personal-invitations/{id}"

    post = Write(
        TerritoryAction.GIVE_OFFICE,
        invite_to_office,
        body=InviteToOfficeIn,
        check=require_proof,
        shows=about.show_personal_invitations,
        status=201,
    )


class PersonalOffer(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses=shape_of(about.PersonalOfferOut))
    def post(self, request: Request) -> Response:
        """Return what an e-mail offers."""
        return answer(about.show_personal_offer(*get_personal_invitation(self.parse(SecretIn)["secret"])))


class PersonalTakings(Endpoint):
    """POST: Accept what an e-mail offers."""

    scopes = {"POST": ("groups:read", "groups:write")}
    keeps_answers = False

    post = Write(SIGNED_IN, accept_personal_invitation, body=SecretIn)


class PersonalSignUps(Endpoint):
    """POST: Create an account by an e-mail and accept what it offers. It does not sign in."""

    keeps_answers = False

    post = Write(PUBLIC, sign_up_for_offer, body=AccountIn)
