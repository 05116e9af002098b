"""Break-glass (emergency access): request, approve, refuse and end it; list active access."""

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

from groups.break_glass.access_log import log_emergencies
from groups.break_glass.models import BreakGlass
from groups.break_glass.policies import BreakGlassAuthority, BreakGlassPolicy, GlassAction
from groups.break_glass.selectors import (
    filter_open,
    find_requests_without_second_person,
    get_emergency_for,
    list_active_emergencies_unscoped,
    list_emergencies_for,
)
from groups.break_glass.services import (
    approve_break_glass,
    end_break_glass,
    refuse_break_glass,
    request_break_glass,
)
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants import container_of, list_emergency_kinds
from viche.accounts.api.reauthentication import require_proof
from viche.kernel.actor import Actor
from viche.kernel.api import (
    ActionOn,
    Endpoint,
    NameField,
    OneOf,
    PlainText,
    Show,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
)
from viche.kernel.object_links import LinkView, describe
from viche.kernel.policy import Policy, load
from viche.kernel.text import Text, render_bilingual

CapacityName = Literal["administrator", "data_protection_officer", "coordinator"]
MAX_REASON_LENGTH = 1000


class EmergencyOut(TypedDict):
    """Emergency access of one person to one restricted object: who approved it, why, and until when.

    `answered_by` and `answered_as` are null, although `since` is set, when a command on the server approved
    it.
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
    """A request for emergency access. It can be answered until `expires_at`, by another person.

    `title` and `url` of the object are null when the reader may not see it. `note` comes with the answer.
    `missing` describes the people who could approve a pending request when there are no such people now;
    otherwise null.
    """

    standing: Literal["asked", "expired", "active", "over", "refused", "withdrawn"]
    container_type: Annotated[str, OneOf(list_emergency_kinds)]
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
    allowed: list[Annotated[str, ActionOn("break_glass")]]


class AskIn(StrictSerializer):
    container_type = NameField(list_emergency_kinds)
    container_id = StrictUuid()
    reason = PlainText(max_length=MAX_REASON_LENGTH)


class ApproveIn(StrictSerializer):
    note = PlainText(max_length=MAX_REASON_LENGTH, required=False, default="", allow_blank=True)


class RefuseIn(StrictSerializer):
    note = PlainText(max_length=MAX_REASON_LENGTH)


class RequestsAsked(StrictSerializer):
    """`state`: `open` lists only pending requests and active access."""

    state = serializers.ChoiceField(["open"], required=False)


def _show_one(actor: Actor, break_glass_id: UUID) -> EmergencyRequestOut:
    (shown,) = _show_requests(actor, [get_emergency_for(actor, break_glass_id)])
    return shown


def _show_emergency(row: BreakGlass) -> EmergencyOut:
    answered = row.answered_by is not None
    return {
        "id": row.pk,
        "asked_by": common_presenters.show_person(row.asked_by),
        "asked_as": cast("CapacityName", row.asked_as),
        "reason": row.reason,
        "answered_by": common_presenters.show_person(row.answered_by)
        if row.answered_by is not None
        else None,
        "answered_as": cast("CapacityName", row.answered_as) if answered else None,
        "since": row.answered_at,
        "until": row.until,
    }


def _describe_second_person() -> str:
    return _("a coordinator or data protection officer of the territory who was so before the request")


def _show_requests(actor: Actor, rows: list[BreakGlass]) -> list[EmergencyRequestOut]:
    """Present requests, in as many queries for many as for one."""
    views = describe(actor, {(row.container_type, row.container_id) for row in rows})
    desk, alone = BreakGlassAuthority.of(actor), find_requests_without_second_person(rows)
    return [
        _show_request(
            actor, row, views.get((row.container_type, row.container_id)), desk, alone=row.pk in alone
        )
        for row in rows
    ]


def _show_request(
    actor: Actor, row: BreakGlass, view: LinkView | None, desk: BreakGlassAuthority, *, alone: bool
) -> EmergencyRequestOut:
    return {
        **_show_emergency(row),
        "standing": cast("Any", str(row.standing)),
        "container_type": row.container_type,
        "container_id": row.container_id,
        "title": view.title if view is not None else None,
        "url": view.url if view is not None else None,
        "group": common_presenters.show_group_ref(row.group),
        "asked_at": row.asked_at,
        "expires_at": row.expires_at,
        "note": row.note,
        "ended_at": row.ended_at,
        "ended_by": common_presenters.show_person(row.ended_by) if row.ended_by is not None else None,
        "missing": render_bilingual(_describe_second_person) if alone else None,
        "allowed": BreakGlassPolicy().allowed_at(actor, row, desk),
    }


class Requests(Endpoint):
    """POST: Request to read one restricted object, with a reason.

    Another person can answer within four hours.
    """

    records = log_emergencies
    actions = {"GET": GlassAction.READ}
    asks = RequestsAsked

    @extend_schema(parameters=[RequestsAsked], responses=page_of(EmergencyRequestOut))
    def get(self, request: Request) -> Response:
        """List the requests that you made or may answer, newest first."""
        with read_snapshot():
            rows = list_emergencies_for(self.actor)
            if "state" in self.asked:
                rows = filter_open(rows)
            return answer(paginate(request, rows, order=["-id"], present=partial(_show_requests, self.actor)))

    post = Write(GlassAction.ASK, request_break_glass, body=AskIn, shows=_show_one, status=201)


class OneRequest(Endpoint):
    """GET: Return one request.

    DELETE: Withdraw the request, or end the emergency access at once.
    """

    records = log_emergencies

    get = Show(GlassAction.READ, _show_one)

    delete = Write(GlassAction.END, end_break_glass)


class Approval(Endpoint):
    """POST: Approve the request: the requester may read the object for an hour.

    All readers of the object and the deciders are notified. Needs a fresh reauthentication.
    """

    records = log_emergencies

    post = Write(
        GlassAction.APPROVE, approve_break_glass, body=ApproveIn, check=require_proof, shows=_show_one
    )


class Refusal(Endpoint):
    """POST: Refuse the request, with a reason."""

    records = log_emergencies

    post = Write(GlassAction.REFUSE, refuse_break_glass, body=RefuseIn, shows=_show_one)


class Emergencies(Endpoint):
    """Active emergency access to one object. Subclasses set `policy` and `actions`."""

    policy: ClassVar[Policy[Any]]

    @extend_schema(responses=list_of(EmergencyOut))
    def get(self, request: Request, **named: UUID) -> Response:
        """List active emergency access: by whom, why, who approved it, and until when.

        Available to every reader of the object.
        """
        (pk,) = named.values()
        with read_snapshot():
            obj = load(self.policy, self.actor, pk, self.actions["GET"])
            rows = list_active_emergencies_unscoped(container_of(self.policy.model).kind, obj.pk)
            return answer({"items": [_show_emergency(row) for row in rows]})
