"""The event log: the only code that writes events and assigns sequence numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.bulk import write_event_rows
from viche.kernel.events.payload import Payload, Recorded
from viche.kernel.events.subscribers import subscribers_of
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, Topic, TopicEntry
from viche.kernel.sql import execute_prepared

# CTEs of a statement that writes events of one kind into the same topics: the next numbers of each topic (in
# sorted order, so that two writers cannot deadlock), the events, their topic entries and outbox rows. The
# parameters are those of `build_event_parameters`. A service with a hot write puts its own CTEs before them
# in the same WITH, the last one named `gate`: one row for each event with its position `nth` (from 1),
# `event_id`, `actor_id`, `session_id`, `token_id`, `subject_id` and `data`. Without a row nothing is written.
# The part `numbered` has these rows once for each topic, with the topic's `name` and their number `seq` in
# it.
EVENT_CTES = """
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

WRITE_EVENT_SQL = f"""
    WITH gate AS (
        SELECT 1 AS nth, %(event_id)s::uuid AS event_id, %(actor_id)s::uuid AS actor_id,
               %(session_id)s::uuid AS session_id, %(token_id)s::uuid AS token_id,
               %(subject_id)s::uuid AS subject_id, %(data)s::jsonb AS data
    ), {EVENT_CTES}
    SELECT name, seq FROM numbered
"""  # noqa: S608 - constants only


def build_event_parameters(actor: Actor, payload: Payload, at: datetime | None = None) -> dict[str, Any]:
    """Return the parameters for EVENT_CTES."""
    subject_type, subject_id = payload.subject
    data = payload.data() | ({"confirmed": actor.disclosed} if payload.discloses else {})
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
        "data": orjson.dumps(data).decode(),
        "topics": sorted(set(payload.topics)),
        "subscribers": subscribers_of(payload.kind),
    }


def write_events(pending: Sequence[tuple[Actor, Payload]]) -> list[Recorded]:
    """Write the events of one transaction in the order in which they were recorded."""
    prepared = [build_event_parameters(actor, payload) for actor, payload in pending]
    if len(prepared) == 1:
        return [_write_one(prepared[0])]
    places = write_event_rows(prepared)
    return [Recorded(one["event_id"], one["kind"], tuple(places[one["event_id"]])) for one in prepared]


def _write_one(parameters: dict[str, Any]) -> Recorded:
    with connection.cursor() as cursor:
        cursor.execute(WRITE_EVENT_SQL, parameters)
        return Recorded(parameters["event_id"], parameters["kind"], tuple(cursor.fetchall()))


def get_head(topic: str) -> int:
    """Return the last sequence number of a topic; 0 when it has no events."""
    return get_heads([topic])[topic]


def lock_topic(name: str) -> None:
    """Lock a topic that the unit of work will write to, before it takes other locks.

    Without this the topic would be locked last, which can deadlock.
    """
    Topic.objects.select_for_update(no_key=True).filter(pk=name).first()


HEADS_SQL = "SELECT name, seq FROM kernel_topic WHERE name = ANY (%(names)s)"


def get_heads(topics: Iterable[str]) -> dict[str, int]:
    """Return the last sequence number of each topic; 0 for a topic without events."""
    wanted = list(topics)
    known = dict(execute_prepared(HEADS_SQL, {"names": wanted})) if wanted else {}
    return {name: known.get(name, 0) for name in wanted}


def list_events_after(topic: str, after: int, limit: int = 1000) -> list[tuple[int, Event]]:
    """Return up to `limit` events of a topic after number `after`, in order, with their numbers."""
    entries = TopicEntry.objects.filter(topic_id=topic, seq__gt=after).select_related("event").order_by("seq")
    return [(entry.seq, entry.event) for entry in entries[:limit]]
