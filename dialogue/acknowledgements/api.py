"""Messages that must be read, over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.acknowledgements import presenters, serializers
from dialogue.acknowledgements.selectors import answers_to
from dialogue.acknowledgements.services import acknowledge_message, lift_must_read, make_must_read
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, answer, list_of, shape


class MessageMustRead(Endpoint):
    """Whether the readers of a message are asked to acknowledge it."""

    actions = {"PUT": Action.MAKE_MUST_READ, "DELETE": Action.MAKE_MUST_READ}

    @extend_schema(request=serializers.MustReadIn, responses=shape(timeline_schemas.MessageMustReadOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Ask them, by a day or without one; again: by another day."""
        due_on = self.parse(serializers.MustReadIn).get("due_on")
        return _shown(self.actor, make_must_read(actor=self.actor, message_id=message_id, due_on=due_on))

    @extend_schema(responses={200: shape(timeline_schemas.MessageMustReadOut)})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Ask nobody any more. The answers are gone with it."""
        return _shown(self.actor, lift_must_read(actor=self.actor, message_id=message_id))


class MessageAcknowledgement(Endpoint):
    """The reader's acknowledgement of a message."""

    actions = {"PUT": Action.ACKNOWLEDGE}

    @extend_schema(request=serializers.AcknowledgeIn, responses=shape(timeline_schemas.MessageMustReadOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Say that one knows what it says. It cannot be taken back."""
        version = self.parse(serializers.AcknowledgeIn).get("version")
        message = acknowledge_message(actor=self.actor, message_id=message_id, version=version)
        return _shown(self.actor, message)


class MessageAcknowledgements(Endpoint):
    """Who has acknowledged a message, and who has not."""

    actions = {"GET": Action.SEE_ACCESS}

    @extend_schema(responses=list_of(timeline_schemas.AcknowledgementOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """First who has not, then the others in the order in which they did. Guests are not told."""
        message, _thread = messages_selectors.get_message_for(self.actor, message_id)
        message.thread = threads_selectors.get_thread_for(self.actor, message.thread_id, Action.SEE_ACCESS)
        note_thread(self.actor, message.thread)
        return answer({"items": [presenters.acknowledgement(one) for one in answers_to(message)]})


def _shown(actor: Actor, message: Message) -> Response:
    (row,) = messages_selectors.messages_as_they_are([message.pk])
    acknowledged = row.pk in messages_selectors.filter_acknowledged(actor, [row.pk])
    return answer({"message_id": row.pk, "must_read": timeline_presenters.must_read(row, acknowledged)})
