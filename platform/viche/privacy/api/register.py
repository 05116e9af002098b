"""/subject-requests: the register of data subject requests, for the data protection officer."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.reauthentication import require_proof
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.api import (
    PUBLIC,
    Endpoint,
    Instant,
    PlainText,
    StrictBoolean,
    StrictSerializer,
    StrictUuid,
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


def _build_read(request_id: UUID, person_id: UUID) -> Read:
    """Return the access log entry of showing another person's request."""
    return Read("subject_request", request_id, person_id)


class Register(Endpoint):
    actions = {"GET": RequestAction.READ, "POST": RequestAction.REGISTER}
    browser_only = frozenset({"GET"})
    asks = RegisterAsks

    @extend_schema(parameters=[RegisterAsks], responses=page_of(shapes.RequestOut))
    def get(self, request: Request) -> Response:
        """List requests of the people in the officer's care, newest first."""
        rows = selectors.register_for(self.actor)
        if (state := self.asked.get("state")) is not None:
            rows = rows.filter(closed_at__isnull=state == "open")
        page = paginate(request, rows, order=["-id"], present=self._present)
        log_access(
            self.actor,
            [_build_read(one["id"], one["person"]["id"]) for one in page["items"]],
            AccessMode.LIST,
        )
        return answer(page)

    @extend_schema(request=RegisterIn, responses={201: shape_of(shapes.RequestOut)})
    def post(self, request: Request) -> Response:
        """Register a request that came in writing."""
        made = register_request(actor=self.actor, **self.parse(RegisterIn))
        row = selectors.request_for(self.actor, made.pk)
        return answer(presenters.show_request(self.actor, row), status=201, version=row.version)

    def _present(self, rows: list[SubjectRequest]) -> list[shapes.RequestOut]:
        return [presenters.show_request(self.actor, row) for row in rows]


class RegisteredRequest(Endpoint):
    actions = {"GET": RequestAction.READ}

    @extend_schema(responses=shape_of(shapes.RequestOut))
    def get(self, request: Request, request_id: UUID) -> Response:
        """Return one request, to its person and to the officer."""
        row = selectors.request_for(self.actor, request_id)
        log_access(self.actor, [_build_read(row.pk, row.person_id)])
        return answer(presenters.show_request(self.actor, row), version=row.version)


class RequestTransitions(Endpoint):
    actions = {"POST": RequestAction.HANDLE}
    conditional = frozenset({"POST"})

    @extend_schema(request=TransitionIn, responses=shape_of(shapes.RequestOut))
    def post(self, request: Request, request_id: UUID) -> Response:
        """Move a request to its next state.

        The answer to a request for erasure needs a fresh proof of identity, and waits for a second person.
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
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=StopErasureIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Stop a scheduled erasure by the link of its letter; the account is active again."""
        stop_erasure(actor=self.actor, **self.parse(StopErasureIn))
        return answer(None, status=204)
