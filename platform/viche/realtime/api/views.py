"""HTTP endpoints of the realtime app."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import PUBLIC, SIGNED_IN, Endpoint, StrictSerializer, answer, shape_of
from viche.realtime.api.shapes import Ticket, TopicEvents
from viche.realtime.asyncapi import build_document
from viche.realtime.selectors import list_events_since
from viche.realtime.tickets import issue_ticket


class EventsQuery(StrictSerializer):
    topic = serializers.CharField(max_length=80)
    after = serializers.IntegerField(min_value=0, max_value=2**63 - 1)


class Events(Endpoint):
    """The events of a topic: the same frames, under the same access rules, as on a socket.

    `topic` and `after` are those of `subscribe`. For clients without a websocket.
    """

    actions = {"GET": SIGNED_IN}  # the access rule of the topic kind decides
    scopes = {"GET": ()}
    asks = EventsQuery

    @extend_schema(responses=shape_of(TopicEvents))
    def get(self, request: Request) -> Response:
        return answer(list_events_since(self.actor, self.asked["topic"], self.asked["after"]))


class RealtimeTicket(Endpoint):
    """A one-time ticket for a websocket, for clients that authenticate with a token.

    It opens one connection within a minute, at `/ws/v1?ticket=…` without an `Origin` header.
    """

    actions = {"POST": SIGNED_IN}
    scopes = {"POST": ()}

    @extend_schema(request=None, responses={201: shape_of(Ticket)})
    def post(self, request: Request) -> Response:
        ticket, expires_at = issue_ticket(actor=self.actor)
        return answer(Ticket(ticket=ticket, expires_at=expires_at), status=201)


class RealtimeSchema(Endpoint):
    """The websocket protocol as an AsyncAPI 3.0 document."""

    actions = {"GET": PUBLIC}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return answer(build_document())
