"""Restricted threads of which a group knows, and requests for access to them, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.access_requests import services
from dialogue.access_requests.access_log import note_access_requests
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.access_requests.selectors import (
    again_from,
    announced_in,
    get_access_request_for,
    may_ask,
    own_requests,
    requests_for,
)
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, DialogueAction
from dialogue.threads.selectors import get_announced_thread, get_group_for
from groups.common import presenters as groups
from groups.common.schemas import GroupRef, PersonRef, Voice
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Confirmed,
    Endpoint,
    PlainText,
    StrictSerializer,
    WhySeen,
    answer,
    list_of,
    shape,
    snapshot,
)
from viche.kernel.reads import Way
from viche.kernel.text import Text, both


class MyAccessRequestAccess(WhySeen):
    actions = {"GET": AccessRequestAction.READ}
    policy = AccessRequestPolicy()


class AccessRequestOut(TypedDict):
    """Somebody asks to read a restricted thread, through their seat. `state` `over`: the thread was closed,
    widened or is announced no more, or their seat ended. `answer` says why it was declined; `again_at` from
    when on they may ask again.
    """

    id: UUID
    thread_id: UUID
    asker: Voice
    reason: str
    state: Literal["pending", "granted", "declined", "withdrawn", "over"]
    asked_at: datetime
    decided_at: datetime | None
    decided_by: PersonRef | None
    answer: str
    again_at: datetime | None
    allowed: list[str]


class AnnouncedThreadOut(TypedDict):
    """A restricted thread of which the reader knows that it is there, and nothing else. `request` is the last
    one of the reader. `allowed` holds `ask_for_access` or nothing.
    """

    id: UUID
    group: GroupRef
    title: Text
    facilitator: Voice | None
    request: AccessRequestOut | None
    allowed: list[str]


class AskForAccessIn(StrictSerializer):
    """Why the reader asks."""

    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class AnswerAccessIn(StrictSerializer):
    """Declining needs a `reason`, which who asked reads."""

    to = serializers.ChoiceField([AccessState.GRANTED, AccessState.DECLINED])
    reason = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


def requests_out(rows: Sequence[AccessRequest], actor: Actor) -> list[AccessRequestOut]:
    allowed = AccessRequestPolicy().allowed_in(actor, rows)
    return [_request(row, can) for row, can in zip(rows, allowed, strict=True)]


def _request(row: AccessRequest, allowed: list[str]) -> AccessRequestOut:
    return {
        "id": row.pk,
        "thread_id": row.thread_id,
        "asker": groups.voice(row.person, row.seat.mandate),
        "reason": row.reason,
        "state": cast("Literal['pending']", row.state),
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "decided_by": groups.person(row.decided_by) if row.decided_by is not None else None,
        "answer": row.answer,
        "again_at": again_from(row),
        "allowed": allowed,
    }


def cards(rows: Sequence[Thread], actor: Actor) -> list[AnnouncedThreadOut]:
    """Threads of one group that are announced to `actor`: as many queries for many as for one."""
    if not rows:
        return []
    asked = list(own_requests(actor, [row.pk for row in rows]).values())
    shown = {one["thread_id"]: one for one in requests_out(asked, actor)}
    open_for = may_ask(actor, rows, asked)
    return [
        {
            "id": row.pk,
            "group": groups.group_ref(row.group),
            "title": both(row, "title"),
            "facilitator": _leader(row),
            "request": shown.get(row.pk),
            "allowed": ["ask_for_access"] if row.pk in open_for else [],
        }
        for row in rows
    ]


def _leader(row: Thread) -> Voice | None:
    mandate = row.facilitator
    return groups.voice(mandate.person, mandate) if mandate is not None else None


class GroupAnnouncedThreads(Endpoint):
    """What a group knows of its restricted threads."""

    actions = {"GET": DialogueAction.READ}

    @extend_schema(responses=list_of(AnnouncedThreadOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Those that are announced and that the reader does not read, the last announced first, at most a
        hundred. What happens in them moves none.
        """
        with snapshot():
            group = get_group_for(self.actor, group_id)
            items = cards(announced_in(self.actor, group), self.actor)
        return answer({"items": items})


class ThreadCard(Endpoint):
    """One restricted thread that is announced to the reader."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("dialogue:read",)}

    @extend_schema(responses=shape(AnnouncedThreadOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """What everybody who reads its group knows of it."""
        with snapshot():
            (card,) = cards([get_announced_thread(self.actor, thread_id)], self.actor)
        return answer(card)


class _Requests(Endpoint):
    """Answers with requests as the reader sees them."""

    def one(self, row: AccessRequest, status: int = 200) -> Response:
        (out,) = requests_out([get_access_request_for(self.actor, row.pk)], self.actor)
        note_access_requests(self.actor, [out["id"]], [out["asker"]["person"]["id"]], Way.PAGE)
        return answer(out, status=status)


class ThreadAccessRequests(_Requests):
    """Who asks for access to a restricted thread."""

    actions = {"GET": Action.SET_AUDIENCE, "POST": SIGNED_IN}
    created = "access-requests/{id}"
    scopes = {"POST": ("dialogue:read", "dialogue:write")}

    @extend_schema(responses=list_of(AccessRequestOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """For who leads it and reads it: the newest first, at most a hundred."""
        with snapshot():
            items = requests_out(requests_for(self.actor, thread_id), self.actor)
        ids, people = [one["id"] for one in items], [one["asker"]["person"]["id"] for one in items]
        note_access_requests(self.actor, ids, people, Way.LIST)
        return answer({"items": items})

    @extend_schema(request=AskForAccessIn, responses={201: shape(AccessRequestOut)})
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Ask to read a thread that is announced."""
        said = self.parse(AskForAccessIn)
        return self.one(services.ask_for_access(actor=self.actor, thread_id=thread_id, **said), status=201)


class OneAccessRequest(_Requests):
    """One request for access."""

    actions = {
        "GET": AccessRequestAction.READ,
        "POST": AccessRequestAction.GRANT,
        "DELETE": AccessRequestAction.WITHDRAW,
    }

    @extend_schema(responses=shape(AccessRequestOut))
    def get(self, request: Request, access_request_id: UUID) -> Response:
        """For who asked, and who leads the thread."""
        return self.one(get_access_request_for(self.actor, access_request_id))

    @extend_schema(request=AnswerAccessIn, responses=shape(AccessRequestOut))
    def post(self, request: Request, access_request_id: UUID) -> Response:
        """Grant or decline."""
        said = self.parse(AnswerAccessIn)
        if said["to"] == AccessState.GRANTED:
            return self.one(services.grant_access(actor=self.actor, request_id=access_request_id))
        declined = services.decline_access(
            actor=self.actor,
            request_id=access_request_id,
            reason=said["reason"],
            confirmed=said.get("confirmed", ()),
        )
        return self.one(declined)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, access_request_id: UUID) -> Response:
        """Take back one's own request."""
        services.withdraw_access_request(actor=self.actor, request_id=access_request_id)
        return answer(None, status=204)
