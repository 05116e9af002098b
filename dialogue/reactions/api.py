"""Short answers to messages, over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.messages.policies import MessageAction
from dialogue.reactions import presenters
from dialogue.reactions.models import ReactionKind
from dialogue.reactions.selectors import reactions_to
from dialogue.reactions.services import react, support_message, take_reaction_back, withdraw_support
from dialogue.threads.access_log import note_thread
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from viche.kernel.api import Endpoint, answer, list_of, shape
from viche.kernel.errors import NotFound


class MessageSupport(Endpoint):
    """The reader's support for a message."""

    actions = {"PUT": Action.SUPPORT, "DELETE": Action.SUPPORT}

    @extend_schema(request=None, responses=shape(timeline_schemas.SupportOut))
    def put(self, request: Request, message_id: UUID) -> Response:
        """Stand behind a message."""
        message = support_message(actor=self.actor, message_id=message_id)
        return answer({"message_id": message.pk, "supporters": messages_selectors.supporters_of(message)})

    @extend_schema(responses={200: shape(timeline_schemas.SupportOut)})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """No longer stand behind it."""
        message = withdraw_support(actor=self.actor, message_id=message_id)
        return answer({"message_id": message.pk, "supporters": messages_selectors.supporters_of(message)})


class MessageReactions(Endpoint):
    """Who supports a message and who says what to it, by name."""

    actions = {"GET": MessageAction.READ}

    @extend_schema(responses=list_of(timeline_schemas.ReactionOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """Supports first, then the others by kind, each in the order in which they came."""
        message, thread = messages_selectors.get_message_for(self.actor, message_id)
        message.thread = thread
        note_thread(self.actor, thread)
        return answer({"items": [presenters.reaction(one) for one in reactions_to(message)]})


class MessageReaction(Endpoint):
    """One thing that the reader says to a message: thanks, question or important."""

    actions = {"PUT": Action.SUPPORT, "DELETE": Action.SUPPORT}

    @extend_schema(request=None, responses=shape(timeline_schemas.MessageReactionsOut))
    def put(self, request: Request, message_id: UUID, kind: str) -> Response:
        """Say it."""
        return _shown(react(actor=self.actor, message_id=message_id, kind=_kind(kind)))

    @extend_schema(responses={200: shape(timeline_schemas.MessageReactionsOut)})
    def delete(self, request: Request, message_id: UUID, kind: str) -> Response:
        """No longer say it."""
        return _shown(take_reaction_back(actor=self.actor, message_id=message_id, kind=_kind(kind)))


def _kind(named: str) -> ReactionKind:
    """There is nothing at the address of any other kind."""
    if named not in ReactionKind.values:
        raise NotFound
    return ReactionKind(named)


def _shown(message: Message) -> Response:
    (row,) = messages_selectors.messages_as_they_are([message.pk])
    return answer({"message_id": row.pk, "reactions": timeline_presenters.reactions(row)})
