"""Statistics of threads and the state of their reader, for lists.

For any number of threads there is one query, one more for the last messages and one for the audience.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.messages.models import Message
from dialogue.messages.selectors import list_last_messages
from dialogue.reading.models import Attention
from dialogue.reading.read_state import ReadState, build_read_state
from dialogue.threads.access import ACCESS_SQL, READ, cache_facilitator_seats, cache_thread_access
from dialogue.threads.events import TOPIC
from dialogue.threads.models import Thread, ThreadAudience
from dialogue.threads.selectors import filter_visible_thread_ids
from groups.common.columns import ORGANISATION, PERSON
from groups.policies import READ as READ_GROUP, get_permission_id
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import ids_param_q, select_related_columns
from viche.kernel.prepared_queries import PreparedQuery
from viche.kernel.sql import execute_prepared


@dataclass(frozen=True, slots=True)
class ThreadStats:
    """Statistics of a thread for one reader.

    `audience_size` people may read the thread; `reading`, `attention` and `spoke_at` (when they last posted)
    are those of the reader; `merged_into` is set if the reader may see that thread.
    """

    reading: ReadState
    audience_size: int
    seq: int
    last: Message | None = None
    audience: Sequence[ThreadAudience] = ()
    attention: str = Attention.USUAL
    spoke_at: datetime | None = None
    merged_into: UUID | None = None


# The readers of a group are counted once, and not for each of its threads. People whose account is closed are
# not counted.
STATS = f"""
    WITH asked AS MATERIALIZED (
        SELECT id, group_id, visibility = 'group' AND state <> 'draft' AS is_open
        FROM dialogue_thread WHERE id = ANY (%(ids)s)
    ), of_group AS MATERIALIZED (
        SELECT content_object_id AS group_id, user_id FROM groups_initiativegroupuserpermission
        JOIN accounts_user AS person ON person.id = user_id AND person.is_active
        WHERE content_object_id = ANY (ARRAY(SELECT group_id FROM asked WHERE is_open))
          AND permission_id = %(read_group)s
          AND (valid_until IS NULL OR valid_until > %(now)s)
    ), named AS MATERIALIZED (
        SELECT content_object_id AS thread_id, user_id FROM dialogue_threaduserpermission
        JOIN accounts_user AS person ON person.id = user_id AND person.is_active
        WHERE content_object_id = ANY (%(ids)s)
          AND permission_id = %(read)s
          AND (valid_until IS NULL OR valid_until > %(now)s)
    ), readers AS (
        SELECT group_id, count(*) AS counted FROM of_group GROUP BY group_id
    ), guests AS (
        SELECT asked.id, count(*) AS counted FROM asked JOIN named ON named.thread_id = asked.id
        WHERE NOT asked.is_open OR (group_id, user_id) NOT IN (SELECT group_id, user_id FROM of_group)
        GROUP BY asked.id
    )
    SELECT thread.id, coalesce(readers.counted, 0) + coalesce(guests.counted, 0), coalesce(topic.seq, 0),
           ARRAY(SELECT ARRAY[lower(span), upper(span) - 1] FROM unnest(reading.ranges) AS span),
           coalesce(reading.seen, 0), coalesce(attention.level, 'usual'), reading.spoke_at,
           {ACCESS_SQL.format(person="%(person_id)s")}
    FROM asked AS thread
    LEFT JOIN readers ON readers.group_id = thread.group_id AND thread.is_open
    LEFT JOIN guests ON guests.id = thread.id
    LEFT JOIN kernel_topic AS topic ON topic.name = '{TOPIC}' || thread.id
    LEFT JOIN dialogue_threadreading AS reading
        ON reading.thread_id = thread.id AND reading.person_id = %(person_id)s
    LEFT JOIN dialogue_threadattention AS attention
        ON attention.thread_id = thread.id AND attention.person_id = %(person_id)s
"""  # noqa: S608 - constants only


def get_thread_stats(threads: Sequence[Thread], actor: Actor = ANONYMOUS) -> dict[UUID, ThreadStats]:
    """Return the statistics of threads, and cache the access of `actor` on each."""
    if not threads:
        return {}
    at_hand = {thread.pk: thread for thread in threads}
    last = {
        one.thread_id: one for one in list_last_messages([pk for pk in at_hand if at_hand[pk].message_count])
    }
    audience = _load_audience(threads)
    seen_on = filter_visible_thread_ids(
        actor, {one.merged_into_id for one in threads if one.merged_into_id is not None}
    )
    known = {
        "ids": list(at_hand),
        "person_id": actor.person_id,
        "now": now(),
        "read": get_permission_id(READ),
        "read_group": get_permission_id(READ_GROUP),
    }
    found = {}
    for pk, size, seq, spans, seen, attention, spoke_at, own, of_group in execute_prepared(STATS, known):
        cache_thread_access(actor, at_hand[pk], own, of_group)
        read = build_read_state(at_hand[pk], tuple(map(tuple, spans)), seen)
        named = audience.get(pk, ())
        into = at_hand[pk].merged_into_id
        on = into if into in seen_on else None
        found[pk] = ThreadStats(read, size, seq, last.get(pk), named, attention, spoke_at, on)
    cache_facilitator_seats(actor, threads)
    return found


def _load_audience(threads: Sequence[Thread]) -> dict[UUID, list[ThreadAudience]]:
    restricted = [thread.pk for thread in threads if thread.is_restricted]
    found: dict[UUID, list[ThreadAudience]] = defaultdict(list)
    for row in AUDIENCE_QUERY.all(ids=restricted) if restricted else ():
        found[row.thread_id].append(row)
    return found


AUDIENCE_QUERY = PreparedQuery(
    lambda: select_related_columns(
        ThreadAudience.objects.filter(ids_param_q("thread", "ids")), organisation=ORGANISATION, person=PERSON
    ).order_by("id")
)
