"""Access to one object: its readers with reasons, its former readers, and shares with guests.

Other apps register their own URLs for these endpoints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, TypedDict, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.access.ended_by import get_enders_of
from groups.access.former_readers import list_former_readers_of
from groups.access.selectors import AccessReason, list_grounds_for, list_readers_of
from groups.break_glass.models import BreakGlass
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import container_of
from groups.grants.registry import CONTAINERS
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.guest_shares.policies import ShareAction
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining import presenters as joining_presenters
from groups.joining.personal_api import PersonalEndpoint
from groups.joining.personal_invitations import invite_as_guest
from groups.mandates.models import Deputyship
from groups.offices.models import Office
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.access_log import Read, log_access
from viche.kernel.api import (
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    list_of,
    read_snapshot,
    shape_of,
)
from viche.kernel.policy import Policy, load
from viche.kernel.text import Text, bilingual_of


class GroundOut(TypedDict):
    """One reason why a person sees an object. Fields that do not apply to its `kind` are null.

    - *membership*: a seat with a `role`.
    - *deputyship*: the person acts for the absent holder `instead_of`.
    - *office*: an office held in a `territory`.
    - *guest_share*: `access` is what the guest may do. `given_by` and `reason` are visible to the guest and
      to people who may share the object.
    - *break_glass*: emergency access. `given_by` approved it; `reason` is why it was requested.
    """

    kind: Literal["membership", "deputyship", "guest_share", "office", "break_glass"]
    id: UUID
    since: datetime
    until: datetime | None
    role: common_schemas.RoleName | None
    office: Literal["coordinator", "data_protection_officer"] | None
    position: Text | None
    organisation: common_schemas.OrganisationRef | None
    instead_of: common_schemas.PersonRef | None
    territory: common_schemas.TerritoryRef | None
    access: Literal["read", "speak", "work"] | None
    given_by: common_schemas.PersonRef | None
    reason: str | None


class EndedGroundOut(GroundOut):
    """A reason that ended at `until`. `ended_by` is null when it expired; it is visible as `given_by` is."""

    ended_by: common_schemas.PersonRef | None


class PersonAccess(TypedDict):
    """A person with present or past access to an object.

    `grounds` are current reasons. `ended` are past reasons; they are listed only in answers about past
    access. A person whose account is closed (`is_active` is false) sees nothing, whatever the grounds.
    """

    person: common_schemas.PersonRef
    is_active: bool
    grounds: list[GroundOut]
    ended: list[EndedGroundOut]


EMPTY_GROUND: dict[str, Any] = dict.fromkeys(GroundOut.__annotations__)


def _show_membership(row: Membership, _shares: bool) -> dict[str, Any]:
    return {"since": row.since, "role": row.role, **_show_mandate(row)}


def _show_deputyship(row: Deputyship, _shares: bool) -> dict[str, Any]:
    return {
        "since": row.starts_at,
        "instead_of": common_presenters.show_person(row.mandate.person),
        **_show_mandate(row),
    }


def _show_mandate(row: Membership | Deputyship) -> dict[str, Any]:
    mandate = row.mandate
    return {
        "position": bilingual_of(mandate, "position"),
        "organisation": common_presenters.show_organisation(mandate.organisation),
    }


def _show_office(row: Office, _shares: bool) -> dict[str, Any]:
    return {
        "since": row.starts_at,
        "office": row.kind,
        "territory": common_presenters.show_territory_ref(row.territory),
    }


def _show_guest_share(row: GuestShare, shares: bool) -> dict[str, Any]:
    known = {"since": row.since, "access": row.access}
    if not shares:
        return known
    giver = None if row.granted_by is None else common_presenters.show_person(row.granted_by)
    return {**known, "given_by": giver, "reason": row.reason}


def _show_break_glass(row: BreakGlass, _shares: bool) -> dict[str, Any]:
    """Return the details of emergency access; readers of the object see all of them."""
    giver = None if row.answered_by is None else common_presenters.show_person(row.answered_by)
    return {"since": row.answered_at, "given_by": giver, "reason": row.reason}


PRESENTERS: dict[str, Any] = {
    "membership": _show_membership,
    "deputyship": _show_deputyship,
    "office": _show_office,
    "guest_share": _show_guest_share,
    "break_glass": _show_break_glass,
}


def show_ground(one: AccessReason, *, shares: bool) -> GroundOut:
    """Present one reason. `shares`: the reader may share the object, or is the guest."""
    source = one.source
    facts = {"kind": source.kind, "id": source.record_id, "until": source.until}
    told = PRESENTERS[source.kind](one.record, shares)
    # The periods of a seat and of its access may differ: the mandate may begin later, or be suspended.
    return cast("GroundOut", {**EMPTY_GROUND, **facts, **told, "since": source.since or told["since"]})


def show_ended_ground(one: AccessReason, ender: User | None, *, shares: bool) -> EndedGroundOut:
    """Present one reason that has ended, with the person who ended it."""
    told = ender is not None and (shares or one.source.kind != "guest_share")
    return {
        **show_ground(one, shares=shares),
        "ended_by": common_presenters.show_person(ender) if ender and told else None,
    }


def _get_only_id(named: dict[str, UUID]) -> UUID:
    """Return the only id in the URL, by whatever name the app's URL pattern calls it."""
    (pk,) = named.values()
    return pk


class AccessAsked(StrictSerializer):
    """`when` is `now`, or `before`: by a reason that has ended, even if another one still holds."""

    when = serializers.ChoiceField(["now", "before"], required=False, default="now")


class Access(Endpoint):
    """Current or former readers of one object. Subclasses set `policy` and `actions`."""

    asks = AccessAsked
    records = log_access
    policy: ClassVar[Policy[Any]]

    def read_of(self, obj: Any) -> list[Read]:
        """Return further reads to log for the people shown, besides those of guest shares."""
        return []

    @extend_schema(parameters=[AccessAsked], responses=list_of(PersonAccess))
    def get(self, request: Request, **named: UUID) -> Response:
        """List readers by name, each with every reason; ended reasons latest first."""
        with read_snapshot():
            obj = load(self.policy, self.actor, _get_only_id(named), self.actions["GET"])
            share = container_of(self.policy.model).unshare_action
            shares = share is not None and self.policy.can(self.actor, share, obj)
            items = list_people_with_access(self.policy, obj, when=self.asked["when"], shares=shares)
        return answer(
            {"items": items}, of=[*self.read_of(obj), *(_list_share_reads(items) if shares else [])]
        )


def list_people_with_access(policy: Policy[Any], obj: Any, *, when: str, shares: bool) -> list[PersonAccess]:
    """Return who sees an object `now`, or saw it `before`, by name, for who may share it (`shares`)."""
    return (_list_current_readers if when == "now" else _list_former_readers)(policy, obj, shares)


def _list_current_readers(policy: Policy[Any], obj: Any, shares: bool) -> list[PersonAccess]:
    return [
        {
            "person": common_presenters.show_person(reader.person),
            "is_active": True,
            "grounds": [show_ground(one, shares=shares) for one in reader.grounds],
            "ended": [],
        }
        for reader in list_readers_of(policy, obj)
    ]


def _list_former_readers(policy: Policy[Any], obj: Any, shares: bool) -> list[PersonAccess]:
    readers = list_former_readers_of(container_of(policy.model), obj)
    enders = get_enders_of((one for reader in readers for one in reader.ended), [obj])
    return [
        {
            "person": common_presenters.show_person(reader.person),
            "is_active": reader.person.is_active,
            "grounds": [show_ground(one, shares=shares) for one in reader.grounds],
            "ended": [show_ended_ground(one, enders.get(one.source), shares=shares) for one in reader.ended],
        }
        for reader in readers
    ]


def _list_share_reads(items: Iterable[PersonAccess]) -> list[Read]:
    """Return the reads to log for guest shares: their reasons are personal data of the guest."""
    return [
        Read("guest_share", one["id"], item["person"]["id"])
        for item in items
        for one in (*item["grounds"], *item["ended"])
        if one["kind"] == "guest_share"
    ]


class MyAccess(Endpoint):
    """Why the reader sees one object. Subclasses set `policy` and `actions`."""

    policy: ClassVar[Policy[Any]]

    @extend_schema(responses=list_of(GroundOut))
    def get(self, request: Request, **named: UUID) -> Response:
        """List every reason why you see the object. Each reason begins and ends independently."""
        with read_snapshot():
            obj = load(self.policy, self.actor, _get_only_id(named), self.actions["GET"])
            person_id = self.actor.person_id
            found = list_grounds_for(person_id, self.policy, obj) if person_id is not None else []
            return answer({"items": [show_ground(one, shares=True) for one in found]})


def list_share_scopes(policy: Policy[Any]) -> Sequence[str]:
    """Return the scopes that a token needs to share what `policy` guards."""
    action = container_of(policy.model).share_action
    return () if action is None else policy.scopes_of(action)


class GuestShareIn(StrictSerializer):
    """`access` is `read`, `speak` (threads) or `work` (action items); `until` is a future moment.

    The guest is given by `person` or by `email`, the address with which they sign in. A share given to a
    `mandate` of theirs ends with it, even before `until`.
    """

    person = StrictUuid(required=False)
    email = serializers.EmailField(required=False)
    mandate = StrictUuid(required=False)
    access = serializers.ChoiceField(ShareAccess.choices)
    until = Instant()
    reason = PlainText(max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require exactly one of `person` and `email`, because the two could be different people."""
        if ("person" in attrs) == ("email" in attrs):
            raise serializers.ValidationError({"email": _("Name the guest, once.")}, code="one_name")
        return attrs


class GuestShareOut(TypedDict):
    id: UUID
    person: common_schemas.PersonRef
    mandate: UUID | None
    access: Literal["read", "speak", "work"]
    since: datetime
    until: datetime
    reason: str


class Shares(Endpoint):
    """Guest shares of one object. Subclasses set `policy`."""

    actions = {"POST": ShareAction.GIVE}
    created = "guest-shares/{id}"
    policy: ClassVar[Policy[Any]]

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        return list_share_scopes(cls.policy)

    @extend_schema(request=GuestShareIn, responses={201: shape_of(GuestShareOut)})
    def post(self, request: Request, **named: UUID) -> Response:
        """Share the object with one person until a moment; they see nothing else of the group."""
        data = self.parse(GuestShareIn)
        share = share_with_guest(
            actor=self.actor,
            container_type=container_of(self.policy.model).kind,
            container_id=_get_only_id(named),
            access=ShareAccess(data["access"]),
            until=data["until"],
            reason=data["reason"],
            person_id=data.get("person"),
            email=data.get("email", ""),
            mandate_id=data.get("mandate"),
        )
        return answer(_show_share(share), status=201)


class InviteGuestIn(StrictSerializer):
    """The guest is the person who receives e-mail at `email`."""

    email = serializers.EmailField()
    access = serializers.ChoiceField(ShareAccess.choices)
    until = Instant()
    reason = PlainText(max_length=1000)


class GuestInvitations(PersonalEndpoint):
    """Guest shares offered to e-mail addresses. Subclasses set `policy`."""

    actions = {"POST": ShareAction.GIVE}
    created = "personal-invitations/{id}"
    policy: ClassVar[Policy[Any]]

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        return list_share_scopes(cls.policy)

    @extend_schema(request=InviteGuestIn, responses={201: shape_of(joining_presenters.PersonalInvitationOut)})
    def post(self, request: Request, **named: UUID) -> Response:
        """Offer a share by e-mail. The response does not reveal whether the address has an account."""
        data = self.parse(InviteGuestIn)
        made = invite_as_guest(
            actor=self.actor,
            container_type=container_of(self.policy.model).kind,
            container_id=_get_only_id(named),
            email=data["email"],
            access=ShareAccess(data["access"]),
            until=data["until"],
            reason=data["reason"],
        )
        (out,) = joining_presenters.show_personal_invitations([made], self.actor)
        return answer(out, status=201)


def _show_share(row: GuestShare) -> GuestShareOut:
    return {
        "id": row.id,
        "person": common_presenters.show_person(row.person),
        "mandate": row.mandate_id,
        "access": cast("Any", row.access),
        "since": row.since,
        "until": row.until,
        "reason": row.reason,
    }


class Share(Endpoint):
    """DELETE: Revoke a share; the guest loses access at once."""

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        """Return the scopes of every shareable kind.

        The kind of a share must not be revealed before the request is authorised.
        """
        policies = (one.policy for one in CONTAINERS.values() if one.share_action is not None)
        return sorted({scope for one in policies if one is not None for scope in list_share_scopes(one)})

    delete = Write(ShareAction.END, end_guest_share)


class GroupAccess(Access):
    actions = {"GET": GroupAction.SEE_ACCESS}
    policy = GroupPolicy()


class MyGroupAccess(MyAccess):
    actions = {"GET": GroupAction.READ}
    policy = GroupPolicy()
