"""What a thread shows beside itself: its end, whom it names, how many read it, and what its reader has seen.

For however many threads it is one question, one more for last messages and one for who is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.messages.models import Message
from dialogue.messages.selectors import last_messages
from dialogue.reading.models import Attention
from dialogue.reading.read_state import Reading, reading
from dialogue.threads.access import READ, STANDING, note_heads, note_standing
from dialogue.threads.events import TOPIC
from dialogue.threads.models import Thread, ThreadAudience
from dialogue.threads.selectors import seen_among
from groups.common.columns import ORGANISATION, PERSON
from groups.policies import READ as READ_GROUP, permission_of
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.lists import given_ids, referring
from viche.kernel.prepared import Prepared
from viche.kernel.sql import prepared


@dataclass(frozen=True, slots=True)
class ThreadFigures:
    """`audience_size` people may read the thread; `reading`, `attention` and `spoke_at` (when they last
    posted) are those of the one who asks; `merged_into` is told to who sees that thread.
    """

    reading: Reading
    audience_size: int
    seq: int
    last: Message | None = None
    audience: Sequence[ThreadAudience] = ()
    attention: str = Attention.USUAL
    spoke_at: datetime | None = None
    merged_into: UUID | None = None


# Whoever reads the group is counted once for it, and not for each of its threads. Nobody is counted whose
# account is closed.
FIGURES = f"""
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
           {STANDING.format(person="%(person_id)s")}
    FROM asked AS thread
    LEFT JOIN readers ON readers.group_id = thread.group_id AND thread.is_open
    LEFT JOIN guests ON guests.id = thread.id
    LEFT JOIN kernel_topic AS topic ON topic.name = '{TOPIC}' || thread.id
    LEFT JOIN dialogue_threadreading AS reading
        ON reading.thread_id = thread.id AND reading.person_id = %(person_id)s
    LEFT JOIN dialogue_threadattention AS attention
        ON attention.thread_id = thread.id AND attention.person_id = %(person_id)s
"""  # noqa: S608 - constants only


def figures_of(threads: Sequence[Thread], actor: Actor = ANONYMOUS) -> dict[UUID, ThreadFigures]:
    """The figures of several threads. What `actor` holds on each is brought to it (`standing_of`)."""
    if not threads:
        return {}
    at_hand = {thread.pk: thread for thread in threads}
    last = {one.thread_id: one for one in last_messages([pk for pk in at_hand if at_hand[pk].message_count])}
    audience = _audience(threads)
    seen_on = seen_among(actor, {one.merged_into_id for one in threads if one.merged_into_id is not None})
    known = {
        "ids": list(at_hand),
        "person_id": actor.person_id,
        "now": now(),
        "read": permission_of(READ),
        "read_group": permission_of(READ_GROUP),
    }
    found = {}
    for pk, size, seq, spans, seen, attention, spoke_at, own, of_group in prepared(FIGURES, known):
        note_standing(actor, at_hand[pk], own, of_group)
        read = reading(at_hand[pk], tuple(map(tuple, spans)), seen)
        named = audience.get(pk, ())
        into = at_hand[pk].merged_into_id
        on = into if into in seen_on else None
        found[pk] = ThreadFigures(read, size, seq, last.get(pk), named, attention, spoke_at, on)
    note_heads(actor, threads)
    return found


def _audience(threads: Sequence[Thread]) -> dict[UUID, list[ThreadAudience]]:
    restricted = [thread.pk for thread in threads if thread.is_restricted]
    found: dict[UUID, list[ThreadAudience]] = defaultdict(list)
    for row in AUDIENCE.all(ids=restricted) if restricted else ():
        found[row.thread_id].append(row)
    return found


AUDIENCE = Prepared(
    lambda: referring(
        ThreadAudience.objects.filter(given_ids("thread", "ids")), organisation=ORGANISATION, person=PERSON
    ).order_by("id")
)
