"""/subject-requests: the register of the data protection officer."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.proof import require_proof
from viche.kernel.api import (
    PUBLIC,
    Endpoint,
    Instant,
    PlainText,
    StrictBoolean,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    page_of,
    shape,
)
from viche.kernel.reads import Read, Way, note_reads
from viche.privacy import selectors
from viche.privacy.api import present, shapes
from viche.privacy.api.my_data import LONGEST_TEXT
from viche.privacy.models import RequestKind, RequestState, SubjectRequest
from viche.privacy.policies import RequestAction
from viche.privacy.services.requests import move_request, register_request
from viche.privacy.services.written_erasures import stop_erasure

TO = [state for state in RequestState.choices if state[0] not in ("received", "appealed", "withdrawn")]


class RegisterAsks(StrictSerializer):
    """`state`: only what is open, or only what is closed."""

    state = serializers.ChoiceField(["open", "closed"], required=False)


class RegisterIn(StrictSerializer):
    email = PlainText(max_length=254)
    kind = serializers.ChoiceField(RequestKind.choices)
    document = PlainText(max_length=300)
    document_file = StrictUuid(required=False, allow_null=True)
    text = PlainText(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    received_at = Instant(required=False)
    removes_messages = StrictBoolean(default=False)


class TransitionIn(StrictSerializer):
    to = serializers.ChoiceField(TO)
    note = PlainText(max_length=LONGEST_TEXT, required=False, allow_blank=True)


def _read(request_id: UUID, person_id: UUID) -> Read:
    """What is written down of whoever is shown the request of somebody else."""
    return Read("subject_request", request_id, person_id)


class Register(Endpoint):
    actions = {"GET": RequestAction.READ, "POST": RequestAction.REGISTER}
    browser_only = frozenset({"GET"})
    asks = RegisterAsks

    @extend_schema(parameters=[RegisterAsks], responses=page_of(shapes.RequestOut))
    def get(self, request: Request) -> Response:
        """Requests of the people in the officer's care, newest first."""
        rows = selectors.register_for(self.actor)
        if (state := self.asked.get("state")) is not None:
            rows = rows.filter(closed_at__isnull=state == "open")
        page = keyset_page(request, rows, order=["-id"], present=self._present)
        note_reads(self.actor, [_read(one["id"], one["person"]["id"]) for one in page["items"]], Way.LIST)
        return answer(page)

    @extend_schema(request=RegisterIn, responses={201: shape(shapes.RequestOut)})
    def post(self, request: Request) -> Response:
        """Enter a request that came in writing."""
        made = register_request(actor=self.actor, **self.parse(RegisterIn))
        row = selectors.request_for(self.actor, made.pk)
        return answer(present.request(self.actor, row), status=201, version=row.version)

    def _present(self, rows: list[SubjectRequest]) -> list[shapes.RequestOut]:
        return [present.request(self.actor, row) for row in rows]


class RegisteredRequest(Endpoint):
    actions = {"GET": RequestAction.READ}

    @extend_schema(responses=shape(shapes.RequestOut))
    def get(self, request: Request, request_id: UUID) -> Response:
        """One request, for the person and for the officer."""
        row = selectors.request_for(self.actor, request_id)
        note_reads(self.actor, [_read(row.pk, row.person_id)])
        return answer(present.request(self.actor, row), version=row.version)


class RequestTransitions(Endpoint):
    actions = {"POST": RequestAction.HANDLE}
    conditional = frozenset({"POST"})

    @extend_schema(request=TransitionIn, responses=shape(shapes.RequestOut))
    def post(self, request: Request, request_id: UUID) -> Response:
        """Take a request one step on.

        The answer to a request for erasure needs a fresh proof of who asks, and waits for a second person.
        """
        version, sent = self.expected_version(), self.parse(TransitionIn)
        row = selectors.request_for(self.actor, request_id)
        if row.kind == RequestKind.ERASURE and sent["to"] == RequestState.ANSWERED:
            require_proof(self)
        move_request(actor=self.actor, request_id=request_id, expected_version=version, **sent)
        row = selectors.request_for(self.actor, request_id)
        return answer(present.request(self.actor, row), version=row.version)


class StopErasureIn(StrictSerializer):
    """The secret of the link in the letter."""

    secret = PlainText(max_length=100)


class StoppedErasure(Endpoint):
    actions = {"POST": PUBLIC}
    keeps_answers = False

    @extend_schema(request=StopErasureIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Stop a scheduled erasure by the link of the letter that told of it; the account is active again."""
        stop_erasure(actor=self.actor, **self.parse(StopErasureIn))
        return answer(None, status=204)
