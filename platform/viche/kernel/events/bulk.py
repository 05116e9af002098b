"""Write many events in one statement, for transactions that record hundreds of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from viche.kernel.actor import Actor
from viche.kernel.events.payload import Payload
from viche.kernel.events.subscribers import subscribers_of
from viche.kernel.ids import uuid7

# CTEs of a statement that writes many events of any kinds and topics. The WITH query before them must end
# with a part named `given`: one row for each event with all columns that are inserted below. Each topic is
# numbered once and in sorted order, so that two writers cannot deadlock; within a topic the events keep the
# order of `place`. The part `placed` has the number `seq` of each `event_id` in each `topic_id`.
BULK_EVENT_CTES = """
    entered AS MATERIALIZED (
        SELECT topic, array_agg(event_id ORDER BY place) AS events
        FROM given, unnest(topics) AS topic GROUP BY topic
    ), bumped AS (
        INSERT INTO kernel_topic (name, seq)
        SELECT topic, cardinality(events) FROM entered ORDER BY topic
        ON CONFLICT (name) DO UPDATE SET seq = kernel_topic.seq + excluded.seq
        RETURNING name, seq
    ), event AS (
        INSERT INTO kernel_event (
            id, kind, version, at, actor_id, session_id, token_id, system, subject_type, subject_id, data
        )
        SELECT event_id, kind, version, at, actor_id, session_id, token_id, system, subject_type, subject_id,
               data
        FROM given ORDER BY place
    ), waiting AS (
        INSERT INTO kernel_outboxentry (event_id, subscriber, attempts, next_try_at)
        SELECT event_id, subscriber, 0, at FROM given, unnest(subscribers) AS subscriber ORDER BY place
    ), placed AS (
        INSERT INTO kernel_topicentry (topic_id, seq, event_id, kind, version, at, actor_id, subject_id, data)
        SELECT topic, bumped.seq - cardinality(events) + step, event_id, kind, version, at, actor_id,
               subject_id, data::text
        FROM entered JOIN bumped ON bumped.name = topic,
             unnest(events) WITH ORDINALITY AS one(event_id, step) JOIN given USING (event_id)
        RETURNING event_id, topic_id, seq
    )
"""

# Passed as one JSON text, because the driver would write arrays element by element.
WRITE_EVENTS_SQL = f"""
    WITH given AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%s::json) AS e(
            place int, event_id uuid, kind text, version int, at timestamptz, actor_id uuid, session_id uuid,
            token_id uuid, system text, subject_type text, subject_id uuid, data jsonb, topics text[],
            subscribers text[]
        )
    ), {BULK_EVENT_CTES}
    SELECT event_id, topic_id, seq FROM placed
"""  # noqa: S608 - constants only

# Columns for a `given` that is computed in SQL, filled from `build_bulk_event_parameters`. The statement adds
# its own: `place` (from 1 to 65,535), `subject_id`, `data`, `topics`, and `subscribers`, which are some or
# all of `%(subscribers)s::text[]`. The ids are consecutive from a random one: generating each would take
# longer than writing the row.
BULK_EVENT_COLUMNS = """
    (%(ids)s || lpad(to_hex(place), 4, '0'))::uuid AS event_id, %(kind)s::text AS kind,
    %(version)s::int AS version, %(at)s::timestamptz AS at, %(actor_id)s::uuid AS actor_id,
    %(session_id)s::uuid AS session_id, %(token_id)s::uuid AS token_id,
    %(system)s::text AS system, %(subject_type)s::text AS subject_type
"""

Places = dict[UUID, list[tuple[str, int]]]


def build_bulk_event_parameters(
    actor: Actor, kind: type[Payload], subject_type: str, at: datetime
) -> dict[str, Any]:
    """Return the parameters for BULK_EVENT_COLUMNS."""
    return {
        "ids": str(uuid7())[:-4],
        "kind": kind.kind,
        "version": kind.version,
        "at": at,
        "actor_id": actor.person_id,
        "session_id": actor.session_public_id,
        "token_id": actor.token_id,
        "system": actor.system or "",
        "subject_type": subject_type,
        "subscribers": subscribers_of(kind.kind),
    }


def write_event_rows(prepared: Sequence[dict[str, Any]]) -> Places:
    """Write events given as `build_event_parameters`.

    Return each one's places in its topics, by event id.
    """
    given = [
        {**one, "place": place, "data": orjson.Fragment(one["data"])}
        for place, one in enumerate(prepared, start=1)
    ]
    found: Places = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(WRITE_EVENTS_SQL, [orjson.dumps(given).decode()])
        for event_id, topic, seq in cursor.fetchall():
            found[event_id].append((topic, seq))
    return found
