"""Write many events in one statement: what a transaction that made a thousand of them needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

# The same as EVENT_PARTS for a list of events, given as one JSON text (the driver would write arrays element
# by element). Topics are numbered once each and in sorted order, so that two writers never wait for each
# other in a circle; within a topic the events keep the order in which they were recorded.
WRITE_MANY = """
    WITH given AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%s::json) AS e(
            place int, event_id uuid, kind text, version int, at timestamptz, actor_id uuid, system text,
            subject_type text, subject_id uuid, data jsonb, topics text[], subscribers text[]
        )
    ), entered AS (
        SELECT topic, event_id, row_number() OVER (PARTITION BY topic ORDER BY place) AS step
        FROM given, unnest(topics) AS topic
    ), counted AS (
        SELECT topic, count(*) AS steps FROM entered GROUP BY topic
    ), bumped AS (
        INSERT INTO kernel_topic (name, seq)
        SELECT topic, steps FROM counted ORDER BY topic
        ON CONFLICT (name) DO UPDATE SET seq = kernel_topic.seq + excluded.seq
        RETURNING name, seq
    ), event AS (
        INSERT INTO kernel_event (id, kind, version, at, actor_id, system, subject_type, subject_id, data)
        SELECT event_id, kind, version, at, actor_id, system, subject_type, subject_id, data
        FROM given ORDER BY place
    ), waiting AS (
        INSERT INTO kernel_outboxentry (event_id, subscriber, attempts, next_try_at)
        SELECT event_id, subscriber, 0, at FROM given, unnest(subscribers) AS subscriber ORDER BY place
    )
    INSERT INTO kernel_topicentry (topic_id, seq, event_id)
    SELECT entered.topic, bumped.seq - counted.steps + entered.step, entered.event_id
    FROM entered JOIN counted USING (topic) JOIN bumped ON bumped.name = entered.topic
    RETURNING event_id, topic_id, seq
"""

Places = dict[UUID, list[tuple[str, int]]]


def write_many(prepared: Sequence[dict[str, Any]]) -> Places:
    """Write events given as `event_parameters`; returns the places of each in its topics, by event id."""
    given = [
        {**one, "place": place, "data": orjson.Fragment(one["data"])}
        for place, one in enumerate(prepared, start=1)
    ]
    found: Places = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(WRITE_MANY, [orjson.dumps(given).decode()])
        for event_id, topic, seq in cursor.fetchall():
            found[event_id].append((topic, seq))
    return found
