"""Ways to the table over HTTP: invitations by a link, and requests for a seat.

The secret of a link comes in the body, never in an address: those are logged on the way.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.initiative_groups.policies import GroupAction
from groups.joining import access_log, presenters as about
from groups.joining.invitations import (
    MOST_USES,
    invite,
    revoke_invitation,
    send_invitation_letter,
    use_invitation,
)
from groups.joining.join_requests import admit, ask_for_seat, decline, withdraw_request
from groups.joining.models import Invitation, JoinRequest, RequestState
from groups.joining.policies import InvitationAction, JoinRequestAction
from groups.joining.selectors import (
    get_invitation,
    invitations_of,
    join_requests_of,
    letter_of,
    own_join_requests,
)
from groups.joining.signup import ask_for_arrival_letter, sign_up
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
    Nothing,
    PlainText,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.qr import svg_of
from viche.kernel.reads import Way

NEWEST = ("-id",)
ANSWERED = "answered"
POSITION, DOCUMENT, WORDS = 200, 300, 2000


class PositionIn(StrictSerializer):
    """`position` in Ukrainian, `position_en` in English where it differs."""

    position = PlainText(max_length=POSITION, required=False, allow_blank=True, default="")
    position_en = PlainText(max_length=POSITION, required=False, allow_blank=True, default="")


class InviteIn(PositionIn):
    """With `email` it is for one person. `document` appoints whoever comes, in `position`.

    `ends_on` is the last day of the seat: the invitation is over with it, even before `expires_at`.
    """

    organisation = StrictUuid()
    role = serializers.ChoiceField(Role.choices)
    email = serializers.EmailField(required=False, allow_blank=True)
    document = PlainText(max_length=DOCUMENT, required=False, allow_blank=True, default="")
    uses = StrictInteger(min_value=1, max_value=MOST_USES, required=False, default=1)
    expires_at = Instant()
    ends_on = StrictDate(required=False, allow_null=True, default=None)


class GroupInvitations(Endpoint):
    actions = {"GET": GroupAction.INVITE, "POST": GroupAction.INVITE}
    created = "invitations/{id}"
    asks = Nothing
    keeps_answers = False

    @extend_schema(responses=page_of(about.InvitationOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """The links into the group, the newest first. What a link is, is not kept."""
        with snapshot():
            rows = invitations_of(self.actor, group_id)
            page = keyset_page(request, rows, order=NEWEST, present=self._present)
        access_log.note_invitations(self.actor, page["items"], Way.LIST)
        return answer(page)

    @extend_schema(request=InviteIn, responses={201: shape(about.MadeInvitationOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Make a link. It is shown once, with its QR code; one to an address also goes there in a letter."""
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
            position_uk=data["position"],
            position_en=data["position_en"],
            ends_on=data["ends_on"],
        )
        link = urljoin(settings.BASE_URL, f"/join#{secret}")
        return answer({**self._present([made])[0], "link": link, "qr": svg_of(link)}, status=201)

    def _present(self, rows: list[Invitation]) -> list[about.InvitationOut]:
        return about.invitations(rows, self.actor)


class InvitationDetails(Endpoint):
    actions = {"DELETE": InvitationAction.REVOKE}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, invitation_id: UUID) -> Response:
        """Let a link open nothing any more. Seats that it gave stay."""
        revoke_invitation(actor=self.actor, invitation_id=invitation_id)
        return answer(None, status=204)


class InvitationLetters(Endpoint):
    actions = {"POST": InvitationAction.SEND}

    @extend_schema(request=None, responses={202: shape(about.InvitationOut)})
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Have the letter of an invitation to one address sent anew."""
        sent = send_invitation_letter(actor=self.actor, invitation_id=invitation_id)
        (out,) = about.invitations([sent], self.actor)
        access_log.note_invitations(self.actor, [out], Way.PAGE)
        return answer(out, status=202)


class SecretIn(StrictSerializer):
    secret = PlainText(max_length=100)


class Offer(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=SecretIn, responses=shape(about.OfferOut))
    def post(self, request: Request) -> Response:
        """What a link offers."""
        secret = self.parse(SecretIn)["secret"]
        return answer(about.offer(get_invitation(secret), letter_of(secret)))


class UseInvitationIn(PositionIn, SecretIn):
    """`position` and `words` belong to the request, where somebody has to appoint first."""

    words = PlainText(max_length=WORDS, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class Arrivals(Endpoint):
    actions = {"POST": SIGNED_IN}
    created = "groups/{group[id]}"
    scopes = {"POST": ("groups:read", "groups:write")}
    keeps_answers = False

    @extend_schema(request=UseInvitationIn, responses={201: shape(about.ArrivalOut)})
    def post(self, request: Request) -> Response:
        """Come in by a link: to a seat, or with a request that waits for an answer."""
        arrived = use_invitation(actor=self.actor, **_columns(self.parse(UseInvitationIn)))
        return answer(about.arrival(arrived, self.actor), status=201)


class ArrivalLetterIn(SecretIn):
    """`email` belongs to a link for anybody; one for one address knows it."""

    email = PlainText(max_length=254, required=False, allow_blank=True, default="")


class ArrivalLetters(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=ArrivalLetterIn, responses={202: None})
    def post(self, request: Request) -> Response:
        """Have a letter sent by which who is not signed in proves an address. It tells not whose that is."""
        data = self.parse(ArrivalLetterIn)
        ask_for_arrival_letter(
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

    @extend_schema(request=SignUpIn, responses={201: shape(about.ArrivalOut)})
    def post(self, request: Request) -> Response:
        """Make an account by the link of a letter, and come in with it. Nobody is signed in by that."""
        person, arrived = sign_up(actor=self.actor, **_columns(self.parse(SignUpIn)))
        return answer(about.arrival(arrived, Actor.for_person(person.pk)), status=201)


class AskForSeatIn(PositionIn):
    organisation = StrictUuid()
    words = PlainText(max_length=WORDS, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class RequestsQuery(StrictSerializer):
    """`answered` stands for admitted and declined."""

    state = serializers.ChoiceField([*RequestState.values, ANSWERED], required=False, source="state__in")

    def validate_state(self, value: str) -> list[str]:
        return [RequestState.ADMITTED, RequestState.DECLINED] if value == ANSWERED else [value]


class JoinRequestEndpoint(Endpoint):
    """Answers with requests as the actor sees them."""

    def requests(self, rows: list[JoinRequest]) -> list[about.JoinRequestOut]:
        return about.join_requests(rows, self.actor)

    def one(self, row: JoinRequest, status: int = 200) -> Response:
        (out,) = self.requests([row])
        access_log.note_requests(self.actor, [out], Way.PAGE)
        return answer(out, status=status)


class GroupJoinRequests(JoinRequestEndpoint):
    actions = {"GET": GroupAction.ADD_MEMBER, "POST": SIGNED_IN}
    created = "join-requests/{id}"
    scopes = {"POST": ("groups:read", "groups:write")}
    asks = RequestsQuery

    @extend_schema(responses=page_of(about.JoinRequestOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Who asks or asked for a seat, the newest first."""
        with snapshot():
            rows = join_requests_of(self.actor, group_id).filter(**self.asked)
            page = keyset_page(request, rows, order=NEWEST, present=self.requests)
        access_log.note_requests(self.actor, page["items"], Way.LIST)
        return answer(page)

    @extend_schema(request=AskForSeatIn, responses={201: shape(about.JoinRequestOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Ask for a seat in a group that one may know of."""
        data = _columns(self.parse(AskForSeatIn))
        organisation_id = data.pop("organisation")
        asked = ask_for_seat(actor=self.actor, group_id=group_id, organisation_id=organisation_id, **data)
        return self.one(asked, status=201)


class MyJoinRequests(JoinRequestEndpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("groups:read",)}
    asks = Nothing

    @extend_schema(responses=page_of(about.JoinRequestOut))
    def get(self, request: Request) -> Response:
        """What the reader asks or asked for, the newest first."""
        with snapshot():
            rows = own_join_requests(self.actor)
            return answer(keyset_page(request, rows, order=NEWEST, present=self.requests))


class AnswerIn(StrictSerializer):
    """Declining needs a `reason`; admitting who has no mandate yet a `document` that appoints."""

    to = serializers.ChoiceField([RequestState.ADMITTED, RequestState.DECLINED])
    role = serializers.ChoiceField(Role.choices, required=False)
    document = PlainText(max_length=DOCUMENT, required=False, allow_blank=True, default="")
    reason = PlainText(max_length=1000, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


class JoinRequestDetails(JoinRequestEndpoint):
    actions = {"POST": JoinRequestAction.READ, "DELETE": JoinRequestAction.WITHDRAW}
    scopes = {"POST": ("groups:read", "groups:write")}

    @extend_schema(request=AnswerIn, responses=shape(about.JoinRequestOut))
    def post(self, request: Request, join_request_id: UUID) -> Response:
        """Admit or decline."""
        data = self.parse(AnswerIn)
        confirmed = data.get("confirmed", ())
        if data["to"] == RequestState.DECLINED:
            declined = decline(
                actor=self.actor, request_id=join_request_id, reason=data["reason"], confirmed=confirmed
            )
            return self.one(declined)
        role = Role(data["role"]) if "role" in data else None
        return self.one(
            admit(
                actor=self.actor,
                request_id=join_request_id,
                role=role,
                document=data["document"],
                reason=data["reason"],
                confirmed=confirmed,
            )
        )

    @extend_schema(responses={204: None})
    def delete(self, request: Request, join_request_id: UUID) -> Response:
        """Take back one's own request."""
        withdraw_request(actor=self.actor, request_id=join_request_id)
        return answer(None, status=204)


def _columns(data: dict[str, Any]) -> dict[str, Any]:
    return {"position_uk" if name == "position" else name: value for name, value in data.items()}
