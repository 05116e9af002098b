"""Ways to a seat: invitation links, and requests for a seat.

The secret of a link is sent in the body, never in a URL: URLs are logged on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.initiative_groups.policies import GroupAction
from groups.joining import access_log, presenters as about
from groups.joining.invitations import (
    MAX_USES,
    invite,
    revoke_invitation,
    send_invitation_letter,
    use_invitation,
)
from groups.joining.join_requests import admit_request, decline_request, request_seat, withdraw_request
from groups.joining.models import JoinRequest, RequestState
from groups.joining.policies import InvitationAction, JoinRequestAction
from groups.joining.selectors import (
    find_letter,
    get_invitation,
    list_invitations_of,
    list_join_requests_of,
    list_own_join_requests,
)
from groups.joining.signup import request_arrival_email, sign_up
from groups.seats.models import Role
from viche.accounts.api.passwords import Password, network_of
from viche.accounts.models import Gender, Language
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    SIGNED_IN,
    Confirmed,
    Endpoint,
    Instant,
    Page,
    PlainText,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    shape_of,
)
from viche.kernel.qr import svg_of

NEWEST = ("-id",)
ANSWERED = "answered"
POSITION, DOCUMENT, WORDS = 200, 300, 2000


class PositionIn(StrictSerializer):
    """`position` in Ukrainian, `position_en` in English where it differs."""

    position = PlainText(
        source="position_uk", max_length=POSITION, required=False, allow_blank=True, default=""
    )
    position_en = PlainText(max_length=POSITION, required=False, allow_blank=True, default="")


class InviteIn(PositionIn):
    """With `email` it is for one person. `document` appoints that person, in `position`.

    `ends_on` is the last day of the seat: the invitation ends with it, even before `expires_at`.
    """

    organisation = StrictUuid()
    role = serializers.ChoiceField(Role.choices)
    email = serializers.EmailField(required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT, required=False, allow_blank=True, default="")
    uses = StrictInteger(min_value=1, max_value=MAX_USES, required=False, default=1)
    expires_at = Instant()
    ends_on = StrictDate(required=False, allow_null=True, default=None)


class GroupInvitations(Endpoint):
    """GET: List the invitation links of the group, newest first. Their secrets are not stored."""

    actions = {"POST": GroupAction.INVITE}
    records = {"GET": access_log.record_invitation_reads}
    created = "invitations/{id}"
    keeps_answers = False

    get = Page(GroupAction.INVITE, list_invitations_of, shows=about.show_invitations, order=NEWEST)

    @extend_schema(request=InviteIn, responses={201: shape_of(about.MadeInvitationOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Create an invitation link. It is shown once, with its QR code.

        An invitation to an address is also sent there by e-mail.
        """
        data = self.parse(InviteIn)
        made, secret = invite(
            actor=self.actor,
            group_id=group_id,
            organisation_id=data["organisation"],
            role=Role(data["role"]),
            expires_at=data["expires_at"],
            uses=data["uses"],
            email=data.get("email", ""),
            document=data["document"],
            position_uk=data["position_uk"],
            position_en=data["position_en"],
            ends_on=data["ends_on"],
        )
        link = urljoin(settings.BASE_URL, f"/join#{secret}")
        (shown,) = about.show_invitations([made], self.actor)
        return answer({**shown, "link": link, "qr": svg_of(link)}, status=201)


class InvitationDetails(Endpoint):
    """DELETE: Revoke an invitation link. Seats that it gave stay."""

    delete = Write(InvitationAction.REVOKE, revoke_invitation)


class InvitationLetters(Endpoint):
    """POST: Resend the e-mail of an invitation to one address."""

    records = access_log.record_invitation_reads

    post = Write(InvitationAction.SEND, send_invitation_letter, shows=about.show_invitations, status=202)


class SecretIn(StrictSerializer):
    secret = PlainText(max_length=100)


class Offer(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses=shape_of(about.OfferOut))
    def post(self, request: Request) -> Response:
        """Return what a link offers."""
        secret = self.parse(SecretIn)["secret"]
        return answer(about.show_offer(get_invitation(secret), find_letter(secret)))


class UseInvitationIn(PositionIn, SecretIn):
    """`position` and `words` are for the request that is made when an appointment is needed."""

    words = PlainText(max_length=WORDS, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class Arrivals(Endpoint):
    """POST: Accept an invitation link: take the seat, or make a request that waits for an answer."""

    created = "groups/{group[id]}"
    scopes = {"POST": ("groups:read", "groups:write")}
    keeps_answers = False

    post = Write(SIGNED_IN, use_invitation, body=UseInvitationIn, shows=about.show_arrival, status=201)


class ArrivalLetterIn(SecretIn):
    """`email` is for an open link; an invitation to one address knows it."""

    email = PlainText(max_length=254, required=False, allow_blank=True, default="")


class ArrivalLetters(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=ArrivalLetterIn, responses={202: None})
    def post(self, request: Request) -> Response:
        """Send an e-mail by which a person who is not signed in proves their address.

        The answer does not reveal whether the address has an account.
        """
        data = self.parse(ArrivalLetterIn)
        request_arrival_email(
            actor=self.actor,
            secret=data["secret"],
            address=data["email"],
            network=network_of(request),
            language=Language.UKRAINIAN if get_language() == "uk" else Language.ENGLISH,
        )
        return answer(None, status=202)


class AccountIn(SecretIn):
    name_uk = PlainText(max_length=120)
    name_en = PlainText(max_length=120, required=False, default="", allow_blank=True)
    gender = serializers.ChoiceField(Gender.choices, default=Gender.NEUTRAL, source="grammatical_gender")
    language = serializers.ChoiceField(Language.choices)
    password = Password()


class SignUpIn(PositionIn, AccountIn):
    words = PlainText(max_length=WORDS, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class SignUps(Endpoint):
    actions = {"POST": PUBLIC}
    created = "groups/{group[id]}"
    keeps_answers = False

    @extend_schema(request=SignUpIn, responses={201: shape_of(about.ArrivalOut)})
    def post(self, request: Request) -> Response:
        """Create an account by the link of an e-mail and accept its invitation.

        It does not sign in.
        """
        data = self.parse(SignUpIn)
        person, arrived = sign_up(actor=self.actor, **data)
        return answer(about.show_arrival(arrived, Actor.for_person(person.pk)), status=201)


class AskForSeatIn(PositionIn):
    organisation = StrictUuid(source="organisation_id")
    words = PlainText(max_length=WORDS, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class RequestsQuery(StrictSerializer):
    """`answered` means admitted or declined."""

    state = serializers.ChoiceField([*RequestState.values, ANSWERED], required=False, source="states")

    def validate_state(self, value: str) -> list[str]:
        return [RequestState.ADMITTED, RequestState.DECLINED] if value == ANSWERED else [value]


def _list_requests(
    actor: Actor, group_id: UUID, states: Sequence[RequestState] = tuple(RequestState)
) -> QuerySet[JoinRequest]:
    return list_join_requests_of(actor, group_id).filter(state__in=states)


class GroupJoinRequests(Endpoint):
    """GET: List requests for a seat, newest first.

    POST: Request a seat in a group that you may know of.
    """

    records = access_log.record_request_reads
    created = "join-requests/{id}"
    scopes = {"POST": ("groups:read", "groups:write")}
    asks = RequestsQuery

    get = Page(GroupAction.ADD_MEMBER, _list_requests, shows=about.show_join_requests, order=NEWEST)

    post = Write(SIGNED_IN, request_seat, body=AskForSeatIn, shows=about.show_join_requests, status=201)


class MyJoinRequests(Endpoint):
    """GET: List your own requests for a seat, newest first."""

    scopes = {"GET": ("groups:read",)}

    get = Page(SIGNED_IN, list_own_join_requests, shows=about.show_join_requests, order=NEWEST)


class AnswerIn(StrictSerializer):
    """Declining needs a `reason`; admitting a person without a mandate an appointing `document`."""

    to = serializers.ChoiceField([RequestState.ADMITTED, RequestState.DECLINED])
    role = serializers.ChoiceField(Role.choices, required=False)
    document = PlainText(max_length=DOCUMENT, required=False, allow_blank=True, default="")
    reason = PlainText(max_length=1000, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class JoinRequestDetails(Endpoint):
    records = {"POST": access_log.record_request_reads}
    actions = {"POST": JoinRequestAction.READ, "DELETE": JoinRequestAction.WITHDRAW}
    scopes = {"POST": ("groups:read", "groups:write")}

    @extend_schema(request=AnswerIn, responses=shape_of(about.JoinRequestOut))
    def post(self, request: Request, join_request_id: UUID) -> Response:
        """Admit or decline a request."""
        data = self.parse(AnswerIn)
        if data["to"] == RequestState.DECLINED:
            row = decline_request(actor=self.actor, request_id=join_request_id, reason=data["reason"])
        else:
            role = Role(data["role"]) if "role" in data else None
            row = admit_request(
                actor=self.actor,
                request_id=join_request_id,
                role=role,
                document=data["document"],
                reason=data["reason"],
            )
        return answer(about.show_join_requests([row], self.actor)[0])

    @extend_schema(responses={204: None})
    def delete(self, request: Request, join_request_id: UUID) -> Response:
        """Withdraw your own request."""
        withdraw_request(actor=self.actor, request_id=join_request_id)
        return answer(None, status=204)
