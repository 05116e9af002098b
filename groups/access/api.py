"""Who sees a thing and why, who saw it once, and sharing it with a guest, over HTTP. Rooms register their own
addresses.
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

from groups.access.ended_by import enders_of
from groups.access.former_readers import former_readers_of
from groups.access.selectors import Ground, grounds_for, readers_of
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
from viche.kernel.api import (
    Endpoint,
    Instant,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    list_of,
    shape,
    snapshot,
)
from viche.kernel.policy import Policy, load
from viche.kernel.reads import Read, note_reads
from viche.kernel.text import Text, both


class GroundOut(TypedDict):
    """One reason why somebody sees a thing; what does not belong to its `kind` is null.

    *break_glass* is an emergency access: `given_by` approved it, `reason` is why it was asked for.
    A *membership* has a role; a *deputyship* says in whose place (`instead_of`); an *office* is held in a
    `territory`; a *guest_share* says what the guest may do (`access`) and, to those who may share the thing
    and to the guest, who gave it and why.
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
    """A reason that is over since `until`; `ended_by` is null where nobody ended it: its time ran out. Who
    ended what was given on a single thing is told to whom it is told who gave it.
    """

    ended_by: common_schemas.PersonRef | None


class PersonAccess(TypedDict):
    """Somebody who sees a thing by its `grounds`, and saw it by those that have `ended`, of which is told
    where it is asked who saw it before. Nobody whose account is closed (`is_active`) sees anything, whatever
    their grounds are.
    """

    person: common_schemas.PersonRef
    is_active: bool
    grounds: list[GroundOut]
    ended: list[EndedGroundOut]


NOTHING: dict[str, Any] = dict.fromkeys(GroundOut.__annotations__)


def _membership(row: Membership, _shares: bool) -> dict[str, Any]:
    return {"since": row.since, "role": row.role, **_mandate(row)}


def _deputyship(row: Deputyship, _shares: bool) -> dict[str, Any]:
    return {
        "since": row.starts_at,
        "instead_of": common_presenters.person(row.mandate.person),
        **_mandate(row),
    }


def _mandate(row: Membership | Deputyship) -> dict[str, Any]:
    mandate = row.mandate
    return {
        "position": both(mandate, "position"),
        "organisation": common_presenters.organisation(mandate.organisation),
    }


def _office(row: Office, _shares: bool) -> dict[str, Any]:
    return {
        "since": row.starts_at,
        "office": row.kind,
        "territory": common_presenters.territory_ref(row.territory),
    }


def _guest_share(row: GuestShare, shares: bool) -> dict[str, Any]:
    known = {"since": row.since, "access": row.access}
    if not shares:
        return known
    giver = None if row.granted_by is None else common_presenters.person(row.granted_by)
    return {**known, "given_by": giver, "reason": row.reason}


def _break_glass(row: BreakGlass, _shares: bool) -> dict[str, Any]:
    """Nothing of it is kept from those who read the thing."""
    giver = None if row.answered_by is None else common_presenters.person(row.answered_by)
    return {"since": row.answered_at, "given_by": giver, "reason": row.reason}


TOLD: dict[str, Any] = {
    "membership": _membership,
    "deputyship": _deputyship,
    "office": _office,
    "guest_share": _guest_share,
    "break_glass": _break_glass,
}


def ground(one: Ground, *, shares: bool) -> GroundOut:
    """`shares`: whether the reader may share the thing, or is the guest."""
    source = one.source
    facts = {"kind": source.kind, "id": source.record_id, "until": source.until}
    told = TOLD[source.kind](one.record, shares)
    # A seat lasts longer than what it gives: its mandate may begin later, or have rested meanwhile.
    return cast("GroundOut", {**NOTHING, **facts, **told, "since": source.since or told["since"]})


def ended_ground(one: Ground, ender: User | None, *, shares: bool) -> EndedGroundOut:
    """The same of one that is over."""
    told = ender is not None and (shares or one.source.kind != "guest_share")
    return {
        **ground(one, shares=shares),
        "ended_by": common_presenters.person(ender) if ender and told else None,
    }


def _only(named: dict[str, UUID]) -> UUID:
    """The one id in an address, by whichever name the room has given it there."""
    (pk,) = named.values()
    return pk


class AccessAsked(StrictSerializer):
    """`when`: who sees it `now`, or who saw it `before` by something that is over; of these some see it
    again, or still by something else.
    """

    when = serializers.ChoiceField(["now", "before"], required=False, default="now")


class Access(Endpoint):
    """Everybody who sees one thing now, or saw it. A room sets `policy` and `actions`."""

    asks = AccessAsked
    policy: ClassVar[Policy[Any]]

    def read_of(self, obj: Any) -> list[Read]:
        """What is written down of whoever is shown this of a thing, beside whom it is shared with."""
        return []

    @extend_schema(parameters=[AccessAsked], responses=list_of(PersonAccess))
    def get(self, request: Request, **named: UUID) -> Response:
        """By name, each with every reason why; of those that are over the latest first."""
        with snapshot():
            obj = load(self.policy, self.actor, _only(named), self.actions["GET"])
            share = container_of(self.policy.model).unshare_action
            shares = share is not None and self.policy.can(self.actor, share, obj)
            items = people_who_see(self.policy, obj, when=self.asked["when"], shares=shares)
        note_reads(self.actor, [*self.read_of(obj), *(_guests(items) if shares else [])])
        return answer({"items": items})


def people_who_see(policy: Policy[Any], obj: Any, *, when: str, shares: bool) -> list[PersonAccess]:
    """Who sees a thing `now`, or saw it `before`, by name. `shares`: whether the reader may share it."""
    return _now(policy, obj, shares) if when == "now" else _before(policy, obj, shares)


def _now(policy: Policy[Any], obj: Any, shares: bool) -> list[PersonAccess]:
    return [
        {
            "person": common_presenters.person(reader.person),
            "is_active": True,
            "grounds": [ground(one, shares=shares) for one in reader.grounds],
            "ended": [],
        }
        for reader in readers_of(policy, obj)
    ]


def _before(policy: Policy[Any], obj: Any, shares: bool) -> list[PersonAccess]:
    readers = former_readers_of(container_of(policy.model), obj)
    enders = enders_of((one for reader in readers for one in reader.ended), [obj])
    return [
        {
            "person": common_presenters.person(reader.person),
            "is_active": reader.person.is_active,
            "grounds": [ground(one, shares=shares) for one in reader.grounds],
            "ended": [ended_ground(one, enders.get(one.source), shares=shares) for one in reader.ended],
        }
        for reader in readers
    ]


def _guests(items: Iterable[PersonAccess]) -> list[Read]:
    """Why something was shared with whom is for those who may share it: personal data of the guest."""
    return [
        Read("guest_share", one["id"], item["person"]["id"])
        for item in items
        for one in (*item["grounds"], *item["ended"])
        if one["kind"] == "guest_share"
    ]


class MyAccess(Endpoint):
    """Why the reader sees one thing. A room sets `policy` and `actions`."""

    policy: ClassVar[Policy[Any]]

    @extend_schema(responses=list_of(GroundOut))
    def get(self, request: Request, **named: UUID) -> Response:
        """Every reason; each comes and goes by itself."""
        with snapshot():
            obj = load(self.policy, self.actor, _only(named), self.actions["GET"])
            person_id = self.actor.person_id
            found = grounds_for(person_id, self.policy, obj) if person_id is not None else []
            return answer({"items": [ground(one, shares=True) for one in found]})


def share_scopes(policy: Policy[Any]) -> Sequence[str]:
    """Return the scopes that a token needs to share what `policy` guards."""
    action = container_of(policy.model).share_action
    return () if action is None else policy.scopes_of(action)


class GuestShareIn(StrictSerializer):
    """`access` is `read`, `speak` (threads) or `work` (action items); `until` is a moment to come.

    The guest is named by `person` or by `email`, the address with which they sign in. A share that is given
    to a `mandate` of theirs ends with it, before `until`.
    """

    person = StrictUuid(required=False)
    email = serializers.EmailField(required=False)
    mandate = StrictUuid(required=False)
    access = serializers.ChoiceField(ShareAccess.choices)
    until = Instant()
    reason = PlainText(max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One name is enough: two could be those of two people."""
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
    """Shares of one thing with guests. A room sets `policy`."""

    actions = {"POST": ShareAction.GIVE}
    created = "guest-shares/{id}"
    policy: ClassVar[Policy[Any]]

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        return share_scopes(cls.policy)

    @extend_schema(request=GuestShareIn, responses={201: shape(GuestShareOut)})
    def post(self, request: Request, **named: UUID) -> Response:
        """Share it with one person until a moment; they see nothing else of the group."""
        data = self.parse(GuestShareIn)
        share = share_with_guest(
            actor=self.actor,
            container_type=container_of(self.policy.model).kind,
            container_id=_only(named),
            access=ShareAccess(data["access"]),
            until=data["until"],
            reason=data["reason"],
            person_id=data.get("person"),
            email=data.get("email", ""),
            mandate_id=data.get("mandate"),
        )
        return answer(_share(share), status=201)


class InviteGuestIn(StrictSerializer):
    """The guest is whoever reads what comes to `email`."""

    email = serializers.EmailField()
    access = serializers.ChoiceField(ShareAccess.choices)
    until = Instant()
    reason = PlainText(max_length=1000)


class GuestInvitations(PersonalEndpoint):
    """Shares of one thing, offered to addresses. A room sets `policy`."""

    actions = {"POST": ShareAction.GIVE}
    created = "personal-invitations/{id}"
    policy: ClassVar[Policy[Any]]

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        return share_scopes(cls.policy)

    @extend_schema(request=InviteGuestIn, responses={201: shape(joining_presenters.PersonalInvitationOut)})
    def post(self, request: Request, **named: UUID) -> Response:
        """Offer it to an address, in a letter. Whether it has an account is not told."""
        data = self.parse(InviteGuestIn)
        made = invite_as_guest(
            actor=self.actor,
            container_type=container_of(self.policy.model).kind,
            container_id=_only(named),
            email=data["email"],
            access=ShareAccess(data["access"]),
            until=data["until"],
            reason=data["reason"],
        )
        return self.one(made, 201)


def _share(row: GuestShare) -> GuestShareOut:
    return {
        "id": row.id,
        "person": common_presenters.person(row.person),
        "mandate": row.mandate_id,
        "access": cast("Any", row.access),
        "since": row.since,
        "until": row.until,
        "reason": row.reason,
    }


class Share(Endpoint):
    actions = {"DELETE": ShareAction.END}

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        """Those of everything that can be shared: of what a share is must not be told before."""
        policies = (one.policy for one in CONTAINERS.values() if one.share_action is not None)
        return sorted({scope for one in policies if one is not None for scope in share_scopes(one)})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, share_id: UUID) -> Response:
        """Take a share back; the guest sees nothing more in the same second."""
        end_guest_share(actor=self.actor, share_id=share_id)
        return answer(None, status=204)


class GroupAccess(Access):
    actions = {"GET": GroupAction.SEE_ACCESS}
    policy = GroupPolicy()


class MyGroupAccess(MyAccess):
    actions = {"GET": GroupAction.READ}
    policy = GroupPolicy()
