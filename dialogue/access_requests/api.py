"""HTTP endpoints of announced restricted threads and of access requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.access_requests import services
from dialogue.access_requests.access_log import log_access_requests
from dialogue.access_requests.models import AbstractAccessRequest, AccessRequest, AccessState
from dialogue.access_requests.policies import AccessRequestAction, AccessRequestPolicy
from dialogue.access_requests.selectors import (
    filter_requestable_threads,
    get_access_request_for,
    get_retry_time,
    list_announced_threads,
    list_own_requests,
    list_requests_for,
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
    ActionOn,
    Confirmed,
    Endpoint,
    Listing,
    PlainText,
    Show,
    StrictSerializer,
    Write,
    answer,
    read_snapshot,
    shape_of,
)
from viche.kernel.text import Text, bilingual_of


class AccessRequestFacts(TypedDict):
    """A request to read what the group only knows of, through the requester's seat.

    `state` `over`: it cannot be granted any more, or the seat ended. `answer` says why it was declined;
    `again_at` is from when on they may ask again.
    """

    id: UUID
    asker: Voice
    reason: str
    state: Literal["pending", "granted", "declined", "withdrawn", "over"]
    asked_at: datetime
    decided_at: datetime | None
    decided_by: PersonRef | None
    answer: str
    again_at: datetime | None


class AccessRequestOut(AccessRequestFacts):
    """A request to read a restricted thread.

    `state` `over`: the thread was closed, widened or is no longer announced, or the seat ended.
    """

    thread_id: UUID
    allowed: list[Annotated[str, ActionOn("access_request")]]


class AnnouncedThreadOut(TypedDict):
    """A restricted thread of which the reader knows only that it exists.

    `request` is the last one of the reader. `allowed` holds `ask_for_access` or nothing.
    """

    id: UUID
    group: GroupRef
    title: Text
    facilitator: Voice | None
    request: AccessRequestOut | None
    allowed: list[Literal["ask_for_access"]]


class AskForAccessIn(StrictSerializer):
    """The reason why the reader asks for access."""

    reason = PlainText(max_length=NOTE_LENGTH)
    confirmed = Confirmed(required=False)


class AnswerAccessIn(StrictSerializer):
    """The answer to a request. Declining needs a `reason`, which the requester can read."""

    to = serializers.ChoiceField([AccessState.GRANTED, AccessState.DECLINED])
    reason = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True, default="")
    confirmed = Confirmed(required=False)


def show_requests(rows: Sequence[AccessRequest], actor: Actor) -> list[AccessRequestOut]:
    allowed = AccessRequestPolicy().allowed_in(actor, rows)
    return [_show_request(row, can) for row, can in zip(rows, allowed, strict=True)]


def _show_request(row: AccessRequest, allowed: list[str]) -> AccessRequestOut:
    return {**show_request_facts(row), "thread_id": row.thread_id, "allowed": allowed}


def show_request_facts(row: AbstractAccessRequest) -> AccessRequestFacts:
    """Return the facts of a request. Needs the relations of its seat."""
    return {
        "id": row.pk,
        "asker": groups.show_voice(row.person, row.seat.mandate),
        "reason": row.reason,
        "state": cast("Literal['pending']", row.state),
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "decided_by": groups.show_person(row.decided_by) if row.decided_by is not None else None,
        "answer": row.answer,
        "again_at": get_retry_time(row),
    }


def show_announced_threads(rows: Sequence[Thread], actor: Actor) -> list[AnnouncedThreadOut]:
    """Show threads of one group that are announced to `actor`, with a constant number of queries."""
    if not rows:
        return []
    asked = list(list_own_requests(actor, [row.pk for row in rows]).values())
    shown = {one["thread_id"]: one for one in show_requests(asked, actor)}
    open_for = filter_requestable_threads(actor, rows, asked)
    return [
        {
            "id": row.pk,
            "group": groups.show_group_ref(row.group),
            "title": bilingual_of(row, "title"),
            "facilitator": _show_facilitator(row),
            "request": shown.get(row.pk),
            "allowed": ["ask_for_access"] if row.pk in open_for else [],
        }
        for row in rows
    ]


def _show_facilitator(row: Thread) -> Voice | None:
    mandate = row.facilitator
    return groups.show_voice(mandate.person, mandate) if mandate is not None else None


def _show_card(actor: Actor, thread_id: UUID) -> AnnouncedThreadOut:
    with read_snapshot():
        (card,) = show_announced_threads([get_announced_thread(actor, thread_id)], actor)
    return card


def _show_one(actor: Actor, access_request_id: UUID) -> AccessRequestOut:
    (out,) = show_requests([get_access_request_for(actor, access_request_id)], actor)
    return out


class GroupAnnouncedThreads(Endpoint):
    """Announced restricted threads of a group.

    GET: List announced threads that the reader may not read, the last announced first.

    At most a hundred. Activity in a thread does not change the order.

    The topic of the group hears `dialogue.announcement_changed` with `thread_id` when a thread is
    announced, no longer announced, renamed or handed over: load the list anew.
    """

    get = Listing(
        DialogueAction.READ, list_announced_threads, loads=get_group_for, shows=show_announced_threads
    )


class ThreadCard(Endpoint):
    """One announced restricted thread.

    GET: Return what all readers of its group know of the thread.

    `title`, `facilitator` with their organisation, the reader's own last `request`, and `allowed`
    (`ask_for_access`). `GET /threads/{id}` answers 403 `ask_for_access` to these readers; everything
    inside the thread, and every step, answers 404 as if it did not exist.
    """

    scopes = {"GET": ("dialogue:read",)}

    get = Show(SIGNED_IN, _show_card)


class ThreadAccessRequests(Endpoint):
    """Access requests of a restricted thread.

    GET: List the requests, the newest first, at most a hundred.

    For facilitators who read the thread.

    `state` is `pending`, `granted`, `declined`, `withdrawn` or `over`: a request ends with the seat of
    its author. `asker` has person, organisation and position.

    POST: Request access to an announced thread.

    Through one's seat in the group; observers ask to read. 403 `no_seat`, `group_not_working`; 409
    `already_asked`, `already_reads`, `asked_lately` (seven days after a refusal, one day after a
    withdrawal). Requester and facilitators hear `dialogue.access_asked_for` and
    `dialogue.access_request_closed` with `thread_id` on their own topics.
    """

    records = log_access_requests
    created = "access-requests/{id}"
    scopes = {"POST": ("dialogue:read", "dialogue:write")}

    get = Listing(Action.SET_AUDIENCE, list_requests_for, shows=show_requests)

    post = Write(SIGNED_IN, services.ask_for_access, body=AskForAccessIn, shows=_show_one, status=201)


class OneAccessRequest(Endpoint):
    """One request for access.

    GET: Return the request; for its author and the facilitators of the thread.
    """

    actions = {
        "POST": AccessRequestAction.GRANT,
        "DELETE": AccessRequestAction.WITHDRAW,
    }
    records = log_access_requests

    get = Show(AccessRequestAction.READ, _show_one)

    @extend_schema(request=AnswerAccessIn, responses=shape_of(AccessRequestOut))
    def post(self, request: Request, access_request_id: UUID) -> Response:
        """Grant or decline the request.

        `granted` names the person in the thread, which gets a new version (409 `seat_over`).
        `declined` takes a `reason`, which the requester reads.
        """
        said = self.parse(AnswerAccessIn)
        if said["to"] == AccessState.GRANTED:
            services.grant_access(actor=self.actor, request_id=access_request_id)
        else:
            services.decline_access(actor=self.actor, request_id=access_request_id, reason=said["reason"])
        return answer(_show_one(self.actor, access_request_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, access_request_id: UUID) -> Response:
        """Withdraw one's own request."""
        services.withdraw_access_request(actor=self.actor, request_id=access_request_id)
        return answer(None, status=204)
