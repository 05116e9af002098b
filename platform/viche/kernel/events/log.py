"""The event log: the only place that writes events and gives out sequence numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.bulk import write_many
from viche.kernel.events.payload import Payload, Recorded
from viche.kernel.events.subscribers import subscribers_of
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, Topic, TopicEntry
from viche.kernel.sql import prepared

# Part of a statement that writes events of one kind into the same topics: the next numbers of each topic (in
# sorted order, so that two writers never wait for each other in a circle), the events, their places and
# outbox rows. Its parameters are those of `event_parameters`. A service with a hot write puts its own parts
# before it in the same WITH, the last of them named `gate`: a row for each event with its number `nth` among
# them (from 1), `event_id`, `actor_id`, `session_id`, `token_id`, `subject_id` and `data`. Without a row
# nothing is written. The part `numbered` has these rows once for each topic, with its `name` and their number
# `seq` in it.
EVENT_PARTS = """
    bumped AS (
        INSERT INTO kernel_topic (name, seq)
        SELECT topic, steps
        FROM unnest(%(topics)s::text[]) AS topic, (SELECT count(*) AS steps FROM gate) AS counted
        WHERE steps > 0 ORDER BY topic
        ON CONFLICT (name) DO UPDATE SET seq = kernel_topic.seq + EXCLUDED.seq
        RETURNING name, seq
    ), event AS (
        INSERT INTO kernel_event (
            id, kind, version, at, actor_id, session_id, token_id, system, subject_type, subject_id, data
        )
        SELECT event_id, %(kind)s::text, %(version)s::int, %(at)s::timestamptz, actor_id, session_id,
               token_id, %(system)s::text, %(subject_type)s::text, subject_id, data
        FROM gate ORDER BY nth
    ), numbered AS (
        SELECT bumped.name, bumped.seq - (SELECT count(*) FROM gate) + nth AS seq, gate.* FROM bumped, gate
    ), placed AS (
        INSERT INTO kernel_topicentry (topic_id, seq, event_id, kind, version, at, actor_id, subject_id, data)
        SELECT name, seq, event_id, %(kind)s::text, %(version)s::int, %(at)s::timestamptz, actor_id,
               subject_id, data::text
        FROM numbered
    ), waiting AS (
        INSERT INTO kernel_outboxentry (event_id, subscriber, attempts, next_try_at)
        SELECT event_id, subscriber, 0, %(at)s::timestamptz
        FROM gate, unnest(%(subscribers)s::text[]) AS subscriber ORDER BY nth
    )
"""

WRITE_EVENT = f"""
    WITH gate AS (
        SELECT 1 AS nth, %(event_id)s::uuid AS event_id, %(actor_id)s::uuid AS actor_id,
               %(session_id)s::uuid AS session_id, %(token_id)s::uuid AS token_id,
               %(subject_id)s::uuid AS subject_id, %(data)s::jsonb AS data
    ), {EVENT_PARTS}
    SELECT name, seq FROM numbered
"""  # noqa: S608 - constants only


def event_parameters(actor: Actor, payload: Payload, at: datetime | None = None) -> dict[str, Any]:
    """Parameters for EVENT_PARTS."""
    subject_type, subject_id = payload.subject
    return {
        "event_id": uuid7(),
        "kind": payload.kind,
        "version": payload.version,
        "at": at or now(),
        "actor_id": actor.person_id,
        "session_id": actor.session_public_id,
        "token_id": actor.token_id,
        "system": actor.system or "",
        "subject_type": subject_type,
        "subject_id": subject_id,
        "data": orjson.dumps(payload.data()).decode(),
        "topics": sorted(set(payload.topics)),
        "subscribers": subscribers_of(payload.kind),
    }


def write_events(pending: Sequence[tuple[Actor, Payload]]) -> list[Recorded]:
    """Write the events of one transaction, in the order in which they were recorded."""
    prepared = [event_parameters(actor, payload) for actor, payload in pending]
    if len(prepared) == 1:
        return [_write(prepared[0])]
    places = write_many(prepared)
    return [Recorded(one["event_id"], one["kind"], tuple(places[one["event_id"]])) for one in prepared]


def _write(parameters: dict[str, Any]) -> Recorded:
    with connection.cursor() as cursor:
        cursor.execute(WRITE_EVENT, parameters)
        return Recorded(parameters["event_id"], parameters["kind"], tuple(cursor.fetchall()))


def head(topic: str) -> int:
    """The last sequence number of a topic; 0 when nothing happened yet."""
    return heads([topic])[topic]


def hold_topic(name: str) -> None:
    """Take the lock of a topic that the unit will write to before its other locks, not after them."""
    Topic.objects.select_for_update(no_key=True).filter(pk=name).first()


HEADS = "SELECT name, seq FROM kernel_topic WHERE name = ANY (%(names)s)"


def heads(topics: Iterable[str]) -> dict[str, int]:
    """The last sequence number of each topic."""
    wanted = list(topics)
    known = dict(prepared(HEADS, {"names": wanted})) if wanted else {}
    return {name: known.get(name, 0) for name in wanted}


def events_after(topic: str, after: int, limit: int = 1000) -> list[tuple[int, Event]]:
    """Up to `limit` events of a topic after sequence number `after`, in order, each with its number."""
    entries = TopicEntry.objects.filter(topic_id=topic, seq__gt=after).select_related("event").order_by("seq")
    return [(entry.seq, entry.event) for entry in entries[:limit]]
