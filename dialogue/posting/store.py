"""Store new messages of one thread in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import IntegrityError

from dialogue.messages.attachments import attachments_of
from dialogue.messages.events import MessageAddressed, MessagePosted
from dialogue.messages.markdown import RENDER_VERSION, render
from dialogue.messages.models import Message, MessageAttachment, MessageQuote
from dialogue.messages.quotes import quote_of, update_stale_quotes
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import TALKING, ThreadState
from viche.kernel.clock import now
from viche.kernel.events import (
    EVENT_CTES,
    build_event_parameters,
    open_statement_unit,
    open_unit_of_work,
    record,
    record_written,
)
from viche.kernel.ids import uuid7
from viche.kernel.sql import execute_prepared

# A draft takes its first message with its creation alone; nothing becomes a draft again.
WRITABLE_STATES = ", ".join(f"'{state}'" for state in sorted({*TALKING, ThreadState.DRAFT}))
# Everything that new messages of one thread change, in one statement. The thread's row is locked first (it
# assigns their numbers), the topics last. The author's draft with the same text is deleted. Nothing is
# written when the thread was closed, moved, split, restricted, widened, published or locked, or its slow mode
# or round was changed, since it was read. `said` is JSON, since the driver would send arrays element by
# element.
INSERT_MESSAGES = f"""
    WITH said AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%(said)s::json) AS said (
            nth int, message_id uuid, author_id uuid, mandate_id uuid, on_behalf bool, parent_id uuid,
            body text, html text, client_id uuid, reading_id uuid, event_id uuid, data jsonb,
            session_id uuid, token_id uuid
        )
    ), thread AS (
        UPDATE dialogue_thread
        SET message_count = message_count + (SELECT count(*) FROM said), active_at = %(at)s::timestamptz
        WHERE id = %(thread_id)s AND state IN ({WRITABLE_STATES}) AND visibility = %(visibility)s
          AND group_id = %(group_id)s AND parted_at IS NOT DISTINCT FROM %(parted_at)s::timestamptz
          AND locked_at IS NOT DISTINCT FROM %(locked_at)s::timestamptz AND slow_seconds = %(slow_seconds)s
          AND round_id IS NOT DISTINCT FROM %(round_id)s::uuid
          AND public_at IS NOT DISTINCT FROM %(public_at)s::timestamptz
        RETURNING id, message_count - (SELECT count(*) FROM said) AS last
    ), written AS (
        INSERT INTO dialogue_message (
            id, version, thread_id, number, author_id, mandate_id, on_behalf, parent_id, body, html, recipe,
            client_id, posted_at
        )
        SELECT message_id, 1, thread.id, thread.last + nth, author_id, mandate_id, on_behalf, parent_id, body,
               html, %(recipe)s::text, client_id, %(at)s::timestamptz
        FROM said, thread ORDER BY nth
        RETURNING id, thread_id, number
    ), seen AS (
        INSERT INTO dialogue_threadreading AS reading (id, thread_id, person_id, ranges, seen, spoke_at)
        SELECT min(reading_id::text)::uuid, thread_id, author_id, range_agg(int4range(number, number, '[]')),
               count(*), %(at)s::timestamptz
        FROM said JOIN written ON written.id = message_id
        GROUP BY thread_id, author_id ORDER BY author_id
        ON CONFLICT (thread_id, person_id)
        DO UPDATE SET ranges = reading.ranges + EXCLUDED.ranges, seen = reading.seen + EXCLUDED.seen,
                      spoke_at = EXCLUDED.spoke_at
    ), sent AS (
        DELETE FROM dialogue_messagedraft AS draft USING said, written
        WHERE draft.person_id = author_id AND draft.thread_id = written.thread_id AND draft.body = said.body
          AND written.id = message_id
    ), gate AS (
        SELECT nth, event_id, author_id AS actor_id, session_id, token_id, message_id AS subject_id, data,
               number
        FROM said JOIN written ON written.id = message_id
    ), {EVENT_CTES}
    SELECT nth, number, name, seq FROM numbered ORDER BY nth, name
"""  # noqa: S608 - constants only

CLIENT_ID_CONSTRAINT = "dialogue_message_once"
ATTACHMENT_CONSTRAINT = "dialogue_messageattachment_pkey"


def store_messages(messages: Sequence[Message], *, alone: bool = True) -> bool:
    """Store messages of one thread with their numbers, events and topic positions, or return False.

    `alone`: nothing else belongs to the unit of work. Nothing is stored when the thread changed since it was
    read or one of the messages is stored already.
    """
    addressed = [one for one in messages if one.is_addressed]
    quotes = [quote for one in messages if (quote := quote_of(one)) is not None]
    attachments = [row for one in messages for row in attachments_of(one)]
    try:
        with (
            open_statement_unit()
            if alone and not (addressed or quotes or attachments)
            else open_unit_of_work()
        ):
            stored = _insert_messages(messages)
            if quotes and stored:
                update_stale_quotes(quotes)
                MessageQuote.objects.bulk_create(quotes)
            if attachments and stored:
                MessageAttachment.objects.bulk_create(attachments)
            for message in addressed if stored else ():
                place = get_event_scope(message.thread)
                record(message.posted_by, MessageAddressed(message_id=message.pk, of_version=1, **place))
            return stored
    except IntegrityError as error:
        if _get_constraint_name(error) not in (CLIENT_ID_CONSTRAINT, ATTACHMENT_CONSTRAINT):
            raise
        return False


def _get_constraint_name(error: IntegrityError) -> str | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


def _insert_messages(messages: Sequence[Message]) -> bool:
    thread, at = messages[0].thread, now()
    events = [_prepare(message, at) for message in messages]
    said = [_build_row(nth, *pair) for nth, pair in enumerate(zip(messages, events, strict=True), start=1)]
    parameters = {
        **events[0],
        "thread_id": thread.pk,
        "visibility": thread.visibility,
        "group_id": thread.group_id,
        "parted_at": thread.parted_at,
        "locked_at": thread.locked_at,
        "slow_seconds": thread.slow_seconds,
        "round_id": thread.round_id,
        "public_at": thread.public_at,
        "recipe": RENDER_VERSION,
        "said": orjson.dumps(said).decode(),
    }
    places: list[list[tuple[str, int]]] = [[] for _message in messages]
    for nth, number, name, seq in execute_prepared(INSERT_MESSAGES, parameters):
        messages[nth - 1].number = number
        places[nth - 1].append((name, seq))
    if not places[0]:
        return False
    thread.message_count, thread.active_at = messages[-1].number, at
    for message, event, found in zip(messages, events, places, strict=True):
        message.is_new, message._state.adding = True, False
        record_written(event, tuple(found), fresh=message)
    return True


def _prepare(message: Message, at: datetime) -> dict[str, Any]:
    """Complete a message except for its number; return the parameters of its event."""
    message.html, message.recipe, message.posted_at = render(message.body), RENDER_VERSION, at
    payload = MessagePosted(message_id=message.pk, **get_event_scope(message.thread))
    return build_event_parameters(message.posted_by, payload, at)


def _build_row(nth: int, message: Message, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "nth": nth,
        "message_id": message.pk,
        "author_id": message.author_id,
        "mandate_id": message.mandate_id,
        "on_behalf": message.on_behalf,
        "parent_id": message.parent_id,
        "body": message.body,
        "html": message.html,
        "client_id": message.client_id,
        "reading_id": uuid7(),
        "event_id": event["event_id"],
        "data": orjson.Fragment(event["data"]),
        "session_id": event["session_id"],
        "token_id": event["token_id"],
    }
