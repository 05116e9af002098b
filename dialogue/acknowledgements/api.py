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
from viche.kernel.api import Endpoint, Write, answer, list_of


def _show_must_read(actor: Actor, message: Message) -> timeline_schemas.MessageMustReadOut:
    (row,) = messages_selectors.list_messages_unscoped([message.pk])
    acknowledged = row.pk in messages_selectors.filter_acknowledged(actor, [row.pk])
    return {"message_id": row.pk, "must_read": timeline_presenters.show_must_read(row, acknowledged)}


class MessageMustRead(Endpoint):
    """Must-read request of a message.

    PUT: Request acknowledgements, optionally by a day; repeating it changes the day.

    For facilitators (`make_must_read`): all readers but the author are asked. `due_on` is a day of the
    group's calendar, or null.

    Reminders come at nine, local time of the group: the day before and on that day; after it, or after
    the request when it has no day, every third day; once a week after a month; for a year. They also come
    to readers who mute the thread. `to_acknowledge` of `GET /today` lists what the reader has not
    acknowledged.

    DELETE: Delete the request with its acknowledgements.
    """

    put = Write(Action.MAKE_MUST_READ, make_must_read, body=serializers.MustReadIn, shows=_show_must_read)

    delete = Write(Action.MAKE_MUST_READ, lift_must_read, shows=_show_must_read)


class MessageAcknowledgement(Endpoint):
    """The reader's acknowledgement of a message.

    PUT: Acknowledge the message. It cannot be undone.

    Each reader answers only for themselves (`acknowledge`), for the `version` that they have read, by
    default the present one. 409 `not_must_read`, `own_message`.
    """

    put = Write(
        Action.ACKNOWLEDGE, acknowledge_message, body=serializers.AcknowledgeIn, shows=_show_must_read
    )


class MessageAcknowledgements(Endpoint):
    """Acknowledgements of a message."""

    actions = {"GET": Action.SEE_ACCESS}
    records = log_thread_read

    @extend_schema(responses=list_of(timeline_schemas.AcknowledgementOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """List first who has not acknowledged, then the others in the order in which they did.

        Not for guests.

        For those who may see who reads the thread. Each acknowledgement has the `version` to which it
        belongs.
        """
        message, _thread = messages_selectors.get_message_for(self.actor, message_id)
        message.thread = threads_selectors.get_thread_for(self.actor, message.thread_id, Action.SEE_ACCESS)
        items = [presenters.show_acknowledgement(one) for one in list_acknowledgement_states(message)]
        return answer({"items": items}, of=message.thread)
