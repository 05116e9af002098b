"""Messages that must be read, over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import selectors
from dialogue.api import inputs, present, shapes
from dialogue.api.reads import note_thread
from dialogue.models import Message
from dialogue.must_reads import answers_to
from dialogue.policies import Action
from dialogue.services.must_reads import acknowledge_message, lift_must_read, make_must_read
from viche.kernel.api import Endpoint, answer, list_of, shape


class MessageMustRead(Endpoint):
    """Whether the readers of a message are asked to acknowledge it."""

    actions = {"PUT": Action.MAKE_MUST_READ, "DELETE": Action.MAKE_MUST_READ}

    @extend_schema(request=inputs.MustReadIn, responses=shape(shapes.MessageMustReadOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Ask them, by a day or without one; again: by another day."""
        due_on = self.parse(inputs.MustReadIn).get("due_on")
        return _shown(make_must_read(actor=self.actor, message_id=message_id, due_on=due_on))

    @extend_schema(responses={200: shape(shapes.MessageMustReadOut)})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Ask nobody any more. The answers are gone with it."""
        return _shown(lift_must_read(actor=self.actor, message_id=message_id))


class MessageAcknowledgement(Endpoint):
    """The reader's acknowledgement of a message."""

    actions = {"PUT": Action.ACKNOWLEDGE}

    @extend_schema(request=inputs.AcknowledgeIn, responses=shape(shapes.MessageMustReadOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Say that one knows what it says. It cannot be taken back."""
        version = self.parse(inputs.AcknowledgeIn).get("version")
        return _shown(acknowledge_message(actor=self.actor, message_id=message_id, version=version))


class MessageAcknowledgements(Endpoint):
    """Who has acknowledged a message, and who has not."""

    actions = {"GET": Action.SEE_ACCESS}

    @extend_schema(responses=list_of(shapes.AcknowledgementOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """First who has not, then the others in the order in which they did. Guests are not told."""
        message, _thread = selectors.get_message_for(self.actor, message_id)
        message.thread = selectors.get_thread_for(self.actor, message.thread_id, Action.SEE_ACCESS)
        note_thread(self.actor, message.thread)
        return answer({"items": [present.acknowledgement(one) for one in answers_to(message)]})


def _shown(message: Message) -> Response:
    (row,) = selectors.messages_as_they_are([message.pk])
    return answer({"message_id": row.pk, "must_read": present.must_read(row)})
