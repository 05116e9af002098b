"""Who sees a thing and why, and sharing it with a guest, over HTTP. Rooms register their own addresses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Literal, TypedDict, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.api import present, shapes
from groups.grants import container_of
from groups.models import BreakGlass, Deputyship, GuestShare, Membership, Office, ShareAccess
from groups.policies import GroupAction, GroupPolicy, ShareAction
from groups.selectors import Ground, Reader, grounds_for, readers_of
from groups.services.shares import end_guest_share, share_with_guest
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, answer, list_of, shape, snapshot
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
    role: shapes.RoleName | None
    office: Literal["coordinator", "data_protection_officer"] | None
    position: Text | None
    organisation: shapes.OrganisationRef | None
    instead_of: shapes.PersonRef | None
    territory: shapes.TerritoryRef | None
    access: Literal["read", "speak", "work"] | None
    given_by: shapes.PersonRef | None
    reason: str | None


class PersonAccess(TypedDict):
    person: shapes.PersonRef
    grounds: list[GroundOut]


NOTHING: dict[str, Any] = dict.fromkeys(GroundOut.__annotations__)


def _membership(row: Membership, _shares: bool) -> dict[str, Any]:
    return {"since": row.since, "role": row.role, **_mandate(row)}


def _deputyship(row: Deputyship, _shares: bool) -> dict[str, Any]:
    return {"since": row.starts_at, "instead_of": present.person(row.mandate.person), **_mandate(row)}


def _mandate(row: Membership | Deputyship) -> dict[str, Any]:
    mandate = row.mandate
    return {"position": both(mandate, "position"), "organisation": present.organisation(mandate.organisation)}


def _office(row: Office, _shares: bool) -> dict[str, Any]:
    return {"since": row.starts_at, "office": row.kind, "territory": present.territory_ref(row.territory)}


def _guest_share(row: GuestShare, shares: bool) -> dict[str, Any]:
    known = {"since": row.since, "access": row.access}
    if not shares:
        return known
    giver = None if row.granted_by is None else present.person(row.granted_by)
    return {**known, "given_by": giver, "reason": row.reason}


def _break_glass(row: BreakGlass, _shares: bool) -> dict[str, Any]:
    """Nothing of it is kept from those who read the thing."""
    giver = None if row.answered_by is None else present.person(row.answered_by)
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
    return cast("GroundOut", {**NOTHING, **facts, **TOLD[source.kind](one.record, shares)})


def _only(named: dict[str, UUID]) -> UUID:
    """The one id in an address, by whichever name the room has given it there."""
    (pk,) = named.values()
    return pk


class Access(Endpoint):
    """Everybody who sees one thing now. A room sets `policy` and `actions`."""

    policy: ClassVar[Policy[Any]]

    def read_of(self, obj: Any) -> list[Read]:
        """What is written down of whoever is shown this of a thing, beside whom it is shared with."""
        return []

    @extend_schema(responses=list_of(PersonAccess))
    def get(self, request: Request, **named: UUID) -> Response:
        """By name, each with every reason why."""
        with snapshot():
            obj = load(self.policy, self.actor, _only(named), self.actions["GET"])
            share = container_of(self.policy.model).share_action
            shares = share is not None and self.policy.can(self.actor, share, obj)
            readers = readers_of(self.policy, obj)
        note_reads(self.actor, [*self.read_of(obj), *(_guests(readers) if shares else [])])
        items: list[PersonAccess] = [
            {
                "person": present.person(reader.person),
                "grounds": [ground(one, shares=shares) for one in reader.grounds],
            }
            for reader in readers
        ]
        return answer({"items": items})


def _guests(readers: Iterable[Reader]) -> list[Read]:
    """Why something was shared with whom is for those who may share it: personal data of the guest."""
    return [
        Read("guest_share", one.source.record_id, reader.person.pk)
        for reader in readers
        for one in reader.grounds
        if one.source.kind == "guest_share"
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


class GuestShareIn(StrictSerializer):
    """`access` is `read`, `speak` (threads) or `work` (action items); `until` is a moment to come.

    The guest is named by `person` or by `email`, the address with which they sign in.
    """

    person = serializers.UUIDField(required=False)
    email = serializers.EmailField(required=False)
    access = serializers.ChoiceField(ShareAccess.choices)
    until = serializers.DateTimeField()
    reason = PlainText(max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One name is enough: two could be those of two people."""
        if ("person" in attrs) == ("email" in attrs):
            raise serializers.ValidationError({"email": _("Name the guest, once.")}, code="one_name")
        return attrs


class GuestShareOut(TypedDict):
    id: UUID
    person: shapes.PersonRef
    access: Literal["read", "speak", "work"]
    since: datetime
    until: datetime
    reason: str


class Shares(Endpoint):
    """Shares of one thing with guests. A room sets `policy`."""

    actions = {"POST": ShareAction.GIVE}
    policy: ClassVar[Policy[Any]]

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
        )
        return answer(_share(share), status=201)


def _share(row: GuestShare) -> GuestShareOut:
    return {
        "id": row.id,
        "person": present.person(row.person),
        "access": cast("Any", row.access),
        "since": row.since,
        "until": row.until,
        "reason": row.reason,
    }


class Share(Endpoint):
    actions = {"DELETE": ShareAction.END}

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
