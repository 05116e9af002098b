"""Emergency access over HTTP: asked for, answered by somebody else, ended; who reads a thing by it now."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any, ClassVar, Literal, TypedDict, cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.break_glass.access_log import note_emergencies
from groups.break_glass.models import BreakGlass
from groups.break_glass.policies import Desk, GlassAction, GlassPolicy
from groups.break_glass.selectors import (
    being_read,
    emergencies_for,
    emergency_for,
    still_open,
    without_second_person,
)
from groups.break_glass.services import (
    approve_break_glass,
    ask_break_glass,
    end_break_glass,
    refuse_break_glass,
)
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import container_of, emergency_kinds
from viche.accounts.api.proof import require_proof
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Endpoint,
    NameField,
    OneOf,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    list_of,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.links import LinkView, describe
from viche.kernel.policy import Policy, load
from viche.kernel.reads import Way
from viche.kernel.text import Text, in_both

CapacityName = Literal["administrator", "data_protection_officer", "coordinator"]
LONGEST_REASON = 1000


class EmergencyOut(TypedDict):
    """Who reads a thing in an emergency, who agreed, why and until when.

    `answered_by` and `answered_as` are null with a `since` where a command on the server approved it.
    """

    id: UUID
    asked_by: common_schemas.PersonRef
    asked_as: CapacityName
    reason: str
    answered_by: common_schemas.PersonRef | None
    answered_as: CapacityName | None
    since: datetime | None
    until: datetime | None


class EmergencyRequestOut(EmergencyOut):
    """A request. It waits for somebody else’s answer until `expires_at`.

    `title` and `url` of the thing are null for who does not see it; `note` was said with the answer.
    `missing` says who could approve it, where it waits and there is nobody like that; it is null otherwise.
    """

    standing: Literal["asked", "expired", "active", "over", "refused", "withdrawn"]
    container_type: Annotated[str, OneOf(emergency_kinds)]
    container_id: UUID
    title: Text | None
    url: str | None
    group: common_schemas.GroupRef
    asked_at: datetime
    expires_at: datetime
    note: str
    ended_at: datetime | None
    ended_by: common_schemas.PersonRef | None
    missing: Text | None
    allowed: list[str]


class AskIn(StrictSerializer):
    container_type = NameField(emergency_kinds)
    container_id = StrictUuid()
    reason = PlainText(max_length=LONGEST_REASON)


class ApproveIn(StrictSerializer):
    note = PlainText(max_length=LONGEST_REASON, required=False, default="", allow_blank=True)


class RefuseIn(StrictSerializer):
    note = PlainText(max_length=LONGEST_REASON)


class RequestsAsked(StrictSerializer):
    """`state`: only what waits for an answer or is being read."""

    state = serializers.ChoiceField(["open"], required=False)


class Requests(Endpoint):
    actions = {"GET": GlassAction.READ, "POST": GlassAction.ASK}
    asks = RequestsAsked

    @extend_schema(parameters=[RequestsAsked], responses=page_of(EmergencyRequestOut))
    def get(self, request: Request) -> Response:
        """What one asked for and what one may answer, the newest first."""
        with snapshot():
            rows = emergencies_for(self.actor)
            if "state" in self.asked:
                rows = still_open(rows)
            shown: list[BreakGlass] = []
            page = keyset_page(request, rows, order=["-id"], present=partial(self._present, shown))
        note_emergencies(self.actor, shown, Way.LIST)
        return answer(page)

    @extend_schema(request=AskIn, responses={201: shape(EmergencyRequestOut)})
    def post(self, request: Request) -> Response:
        """Ask to read one restricted thing, with a reason. Somebody else answers within four hours."""
        made = ask_break_glass(actor=self.actor, **self.parse(AskIn))
        return _one(self.actor, made.pk, status=201)

    def _present(self, shown: list[BreakGlass], rows: list[BreakGlass]) -> list[EmergencyRequestOut]:
        shown += rows
        return _requests(self.actor, rows)


class OneRequest(Endpoint):
    actions = {"GET": GlassAction.READ, "DELETE": GlassAction.END}

    @extend_schema(responses=shape(EmergencyRequestOut))
    def get(self, request: Request, break_glass_id: UUID) -> Response:
        """One request."""
        return _one(self.actor, break_glass_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, break_glass_id: UUID) -> Response:
        """Take it back, or end the reading at once."""
        end_break_glass(actor=self.actor, break_glass_id=break_glass_id)
        return answer(None, status=204)


class Approval(Endpoint):
    actions = {"POST": GlassAction.APPROVE}
    browser_only = frozenset({"POST"})

    @extend_schema(request=ApproveIn, responses=shape(EmergencyRequestOut))
    def post(self, request: Request, break_glass_id: UUID) -> Response:
        """Let the other person read it for an hour; all concerned are told. Needs a fresh proof."""
        note = self.parse(ApproveIn)["note"]
        require_proof(self)
        approve_break_glass(actor=self.actor, break_glass_id=break_glass_id, note=note)
        return _one(self.actor, break_glass_id)


class Refusal(Endpoint):
    actions = {"POST": GlassAction.REFUSE}

    @extend_schema(request=RefuseIn, responses=shape(EmergencyRequestOut))
    def post(self, request: Request, break_glass_id: UUID) -> Response:
        """Say no, and why."""
        refuse_break_glass(actor=self.actor, break_glass_id=break_glass_id, **self.parse(RefuseIn))
        return _one(self.actor, break_glass_id)


class Emergencies(Endpoint):
    """Who reads one thing in an emergency now. A room sets `policy` and `actions`."""

    policy: ClassVar[Policy[Any]]

    @extend_schema(responses=list_of(EmergencyOut))
    def get(self, request: Request, **named: UUID) -> Response:
        """For everybody who reads the thing: by whom, why, who agreed, and until when."""
        (pk,) = named.values()
        with snapshot():
            obj = load(self.policy, self.actor, pk, self.actions["GET"])
            rows = being_read(container_of(self.policy.model).kind, obj.pk)
            return answer({"items": [_emergency(row) for row in rows]})


def _one(actor: Actor, break_glass_id: UUID, status: int = 200) -> Response:
    row = emergency_for(actor, break_glass_id)
    (shown,) = _requests(actor, [row])
    note_emergencies(actor, [row], Way.PAGE)
    return answer(shown, status=status)


def _emergency(row: BreakGlass) -> EmergencyOut:
    answered = row.answered_by is not None
    return {
        "id": row.pk,
        "asked_by": common_presenters.person(row.asked_by),
        "asked_as": cast("CapacityName", row.asked_as),
        "reason": row.reason,
        "answered_by": common_presenters.person(row.answered_by) if row.answered_by is not None else None,
        "answered_as": cast("CapacityName", row.answered_as) if answered else None,
        "since": row.answered_at,
        "until": row.until,
    }


def _second_person() -> str:
    return _("a coordinator or data protection officer of the territory who was so before the request")


def _requests(actor: Actor, rows: list[BreakGlass]) -> list[EmergencyRequestOut]:
    """In as many queries as for one."""
    views = describe(actor, {(row.container_type, row.container_id) for row in rows})
    desk, alone = Desk.of(actor), without_second_person(rows)
    return [
        _request(actor, row, views.get((row.container_type, row.container_id)), desk, alone=row.pk in alone)
        for row in rows
    ]


def _request(
    actor: Actor, row: BreakGlass, view: LinkView | None, desk: Desk, *, alone: bool
) -> EmergencyRequestOut:
    return {
        **_emergency(row),
        "standing": cast("Any", str(row.standing)),
        "container_type": row.container_type,
        "container_id": row.container_id,
        "title": view.title if view is not None else None,
        "url": view.url if view is not None else None,
        "group": common_presenters.group_ref(row.group),
        "asked_at": row.asked_at,
        "expires_at": row.expires_at,
        "note": row.note,
        "ended_at": row.ended_at,
        "ended_by": common_presenters.person(row.ended_by) if row.ended_by is not None else None,
        "missing": in_both(_second_person) if alone else None,
        "allowed": GlassPolicy().allowed_at(actor, row, desk),
    }
