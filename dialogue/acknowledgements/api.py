"""HTTP endpoints of must-read messages and their acknowledgements."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.acknowledgements import presenters, serializers
from dialogue.acknowledgements.selectors import list_acknowledgement_states
from dialogue.acknowledgements.services import acknowledge_message, lift_must_read, make_must_read
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, answer, list_of, shape_of


class MessageMustRead(Endpoint):
    """Must-read request of a message."""

    actions = {"PUT": Action.MAKE_MUST_READ, "DELETE": Action.MAKE_MUST_READ}

    @extend_schema(request=serializers.MustReadIn, responses=shape_of(timeline_schemas.MessageMustReadOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Request acknowledgements, optionally by a day; repeating it changes the day."""
        due_on = self.parse(serializers.MustReadIn).get("due_on")
        return _show_must_read(
            self.actor, make_must_read(actor=self.actor, message_id=message_id, due_on=due_on)
        )

    @extend_schema(responses={200: shape_of(timeline_schemas.MessageMustReadOut)})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Delete the request with its acknowledgements."""
        return _show_must_read(self.actor, lift_must_read(actor=self.actor, message_id=message_id))


class MessageAcknowledgement(Endpoint):
    """The reader's acknowledgement of a message."""

    actions = {"PUT": Action.ACKNOWLEDGE}

    @extend_schema(request=serializers.AcknowledgeIn, responses=shape_of(timeline_schemas.MessageMustReadOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Acknowledge the message. It cannot be undone."""
        version = self.parse(serializers.AcknowledgeIn).get("version")
        message = acknowledge_message(actor=self.actor, message_id=message_id, version=version)
        return _show_must_read(self.actor, message)


class MessageAcknowledgements(Endpoint):
    """Acknowledgements of a message."""

    actions = {"GET": Action.SEE_ACCESS}

    @extend_schema(responses=list_of(timeline_schemas.AcknowledgementOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """List first who has not acknowledged, then the others in the order in which they did.

        Not for guests.
        """
        message, _thread = messages_selectors.get_message_for(self.actor, message_id)
        message.thread = threads_selectors.get_thread_for(self.actor, message.thread_id, Action.SEE_ACCESS)
        log_thread_read(self.actor, message.thread)
        return answer(
            {"items": [presenters.show_acknowledgement(one) for one in list_acknowledgement_states(message)]}
        )


def _show_must_read(actor: Actor, message: Message) -> Response:
    (row,) = messages_selectors.list_messages_unscoped([message.pk])
    acknowledged = row.pk in messages_selectors.filter_acknowledged(actor, [row.pk])
    return answer({"message_id": row.pk, "must_read": timeline_presenters.show_must_read(row, acknowledged)})
