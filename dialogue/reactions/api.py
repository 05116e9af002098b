"""HTTP endpoints of support and reactions."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.access_log import log_message_read
from dialogue.messages.models import Message
from dialogue.messages.policies import MessageAction
from dialogue.reactions import presenters
from dialogue.reactions.models import ReactionKind
from dialogue.reactions.selectors import list_reactions
from dialogue.reactions.services import add_reaction, support_message, withdraw_reaction, withdraw_support
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from viche.kernel.api import Endpoint, Listing, Write, answer, shape_of
from viche.kernel.errors import NotFound


def _show_support(message: Message) -> timeline_schemas.SupportOut:
    return {"message_id": message.pk, "supporters": messages_selectors.supporters_of(message)}


class MessageSupport(Endpoint):
    """The reader's support for a message.

    PUT: Support the message. Idempotent.

    DELETE: Withdraw the support.
    """

    put = Write(Action.SUPPORT, support_message, shows=_show_support)

    delete = Write(Action.SUPPORT, withdraw_support, shows=_show_support)


class MessageReactions(Endpoint):
    """Support and reactions of a message, by name.

    GET: List support first, then the reactions by kind, each in chronological order.

    For all readers of the message.
    """

    records = log_message_read

    get = Listing(
        MessageAction.READ,
        list_reactions,
        of=messages_selectors.get_message_with_thread_for,
        shows=presenters.show_reaction,
    )


class MessageReaction(Endpoint):
    """The reader's reaction to a message: thanks, question or important."""

    actions = {"PUT": Action.SUPPORT, "DELETE": Action.SUPPORT}

    @extend_schema(request=None, responses=shape_of(timeline_schemas.MessageReactionsOut))
    def put(self, request: Request, message_id: UUID, kind: str) -> Response:
        """Add the reaction. Idempotent.

        `kind` is `thanks`, `question` or `important`. It takes the right to `support` there, and
        nobody is notified.
        """
        return _show_reactions(add_reaction(actor=self.actor, message_id=message_id, kind=_parse_kind(kind)))

    @extend_schema(responses={200: shape_of(timeline_schemas.MessageReactionsOut)})
    def delete(self, request: Request, message_id: UUID, kind: str) -> Response:
        """Withdraw the reaction."""
        return _show_reactions(
            withdraw_reaction(actor=self.actor, message_id=message_id, kind=_parse_kind(kind))
        )


def _parse_kind(named: str) -> ReactionKind:
    """Return the kind in the URL. Raises NotFound for an unknown one."""
    if named not in ReactionKind.values:
        raise NotFound
    return ReactionKind(named)


def _show_reactions(message: Message) -> Response:
    (row,) = messages_selectors.list_messages_unscoped([message.pk])
    return answer({"message_id": row.pk, "reactions": timeline_presenters.show_reactions(row)})
