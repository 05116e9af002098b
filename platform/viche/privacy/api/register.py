"""/subject-requests: the register of data subject requests, for the data protection officer."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.reauthentication import require_proof
from viche.kernel.access_log import Read, log_each
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    Endpoint,
    Instant,
    PlainText,
    Show,
    StrictBoolean,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    page_of,
    paginate,
    shape_of,
)
from viche.privacy import selectors
from viche.privacy.api import presenters, shapes
from viche.privacy.api.my_data import MAX_TEXT_LENGTH
from viche.privacy.models import RequestKind, RequestState, SubjectRequest
from viche.privacy.policies import RequestAction
from viche.privacy.services.requests import move_request, register_request
from viche.privacy.services.written_erasures import stop_erasure

TARGET_STATES = [
    state for state in RequestState.choices if state[0] not in ("received", "appealed", "withdrawn")
]


class RegisterAsks(StrictSerializer):
    """`state`: only open, or only closed requests."""

    state = serializers.ChoiceField(["open", "closed"], required=False)


class RegisterIn(StrictSerializer):
    email = PlainText(max_length=254)
    kind = serializers.ChoiceField(RequestKind.choices)
    document = PlainText(max_length=300)
    document_file = StrictUuid(required=False, allow_null=True)
    text = PlainText(max_length=MAX_TEXT_LENGTH, required=False, allow_blank=True)
    received_at = Instant(required=False)
    removes_messages = StrictBoolean(default=False)


class TransitionIn(StrictSerializer):
    to = serializers.ChoiceField(TARGET_STATES)
    note = PlainText(max_length=MAX_TEXT_LENGTH, required=False, allow_blank=True)


log_requests = log_each(lambda one: Read("subject_request", one["id"], one["person"]["id"]))


def _show_request(actor: Actor, request_id: UUID) -> shapes.RequestOut:
    return presenters.show_request(actor, selectors.request_for(actor, request_id))


class Register(Endpoint):
    """POST: Register a request that came in writing."""

    records = {"GET": log_requests}
    actions = {"GET": RequestAction.READ}
    browser_only = frozenset({"GET"})
    asks = RegisterAsks

    @extend_schema(parameters=[RegisterAsks], responses=page_of(shapes.RequestOut))
    def get(self, request: Request) -> Response:
        """List requests of the people in the officer's care, newest first."""
        rows = selectors.register_for(self.actor)
        if (state := self.asked.get("state")) is not None:
            rows = rows.filter(closed_at__isnull=state == "open")
        return answer(paginate(request, rows, order=["-id"], present=self._present))

    post = Write(RequestAction.REGISTER, register_request, body=RegisterIn, shows=_show_request, status=201)

    def _present(self, rows: list[SubjectRequest]) -> list[shapes.RequestOut]:
        return [presenters.show_request(self.actor, row) for row in rows]


class RegisteredRequest(Endpoint):
    """GET: Return one request, to its person and to the officer."""

    records = log_requests

    get = Show(RequestAction.READ, _show_request)


class RequestTransitions(Endpoint):
    actions = {"POST": RequestAction.HANDLE}
    conditional = frozenset({"POST"})

    @extend_schema(request=TransitionIn, responses=shape_of(shapes.RequestOut))
    def post(self, request: Request, request_id: UUID) -> Response:
        """Move a request to its next state.

        The answer to a request for erasure needs a fresh proof of identity, and waits for a second person.

        An erasure needs its document (`document_file`), a fresh proof of identity and a second
        person, and is carried out seven days later.
        """
        version, sent = self.expected_version(), self.parse(TransitionIn)
        row = selectors.request_for(self.actor, request_id)
        if row.kind == RequestKind.ERASURE and sent["to"] == RequestState.ANSWERED:
            require_proof(self)
        move_request(actor=self.actor, request_id=request_id, expected_version=version, **sent)
        row = selectors.request_for(self.actor, request_id)
        return answer(presenters.show_request(self.actor, row), version=row.version)


class StopErasureIn(StrictSerializer):
    """The secret of the link in the letter."""

    secret = PlainText(max_length=100)


class StoppedErasure(Endpoint):
    """POST: Stop a scheduled erasure by the link of its letter; the account is active again."""

    keeps_answers = False

    post = Write(PUBLIC, stop_erasure, body=StopErasureIn)
