"""HTTP endpoints of the room."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import PUBLIC, SIGNED_IN, Endpoint, StrictSerializer, answer, shape
from viche.realtime.api.shapes import Ticket, TopicEvents
from viche.realtime.asyncapi import document
from viche.realtime.selectors import events_since
from viche.realtime.tickets import issue_ticket


class EventsQuery(StrictSerializer):
    topic = serializers.CharField(max_length=80)
    after = serializers.IntegerField(min_value=0, max_value=2**63 - 1)


class Events(Endpoint):
    """What happened on a topic: the same frames that a socket gets, to the same people."""

    actions = {"GET": SIGNED_IN}  # the rule of the topic's kind decides
    scopes = {"GET": ()}
    asks = EventsQuery

    @extend_schema(responses=shape(TopicEvents))
    def get(self, request: Request) -> Response:
        return answer(events_since(self.actor, self.asked["topic"], self.asked["after"]))


class RealtimeTicket(Endpoint):
    """A one-time ticket for a websocket, for clients that sign in with a token."""

    actions = {"POST": SIGNED_IN}
    scopes = {"POST": ()}

    @extend_schema(request=None, responses={201: shape(Ticket)})
    def post(self, request: Request) -> Response:
        ticket, expires_at = issue_ticket(actor=self.actor)
        return answer(Ticket(ticket=ticket, expires_at=expires_at), status=201)


class RealtimeSchema(Endpoint):
    """The websocket protocol as an AsyncAPI 3.0 document."""

    actions = {"GET": PUBLIC}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return answer(document())
