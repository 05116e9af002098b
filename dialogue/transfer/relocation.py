"""Move messages to another thread: unchanged, under new numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Max

from dialogue.messages.models import Message, MessageQuote
from dialogue.reading.models import Attention, ThreadAttention, ThreadReading
from dialogue.rounds.models import Round
from dialogue.summary.models import Question, Statement
from dialogue.threads.models import Thread
from viche.kernel.clock import now

RELOCATE_MESSAGES = """
    UPDATE dialogue_message AS message
    SET thread_id = %(into_id)s, number = taken.after,
        parent_id = CASE WHEN message.parent_id = ANY(%(ids)s::uuid[]) THEN message.parent_id END
    FROM unnest(%(ids)s::uuid[], %(after)s::int[]) AS taken(id, after)
    WHERE message.id = taken.id
"""

# A tombstone in the place of each message that was moved.
INSERT_TOMBSTONES = """
    INSERT INTO dialogue_message (
        id, version, thread_id, number, author_id, mandate_id, on_behalf, parent_id, body, html, recipe,
        client_id, posted_at, deleted_at, moved_to_id
    )
    SELECT uuidv7(), 1, %(thread_id)s, taken.before, author_id, mandate_id, on_behalf, taken.parent_id, '',
           '', recipe, uuidv7(), posted_at, %(at)s, message.id
    FROM unnest(%(ids)s::uuid[], %(before)s::int[], %(parents)s::uuid[]) AS taken(id, before, parent_id)
    JOIN dialogue_message AS message ON message.id = taken.id
    ORDER BY taken.before
"""

# Messages and tombstones that stay reply to the tombstone of a moved message.
RELINK_REPLIES = """
    UPDATE dialogue_message AS answer SET parent_id = stone.id
    FROM unnest(%(ids)s::uuid[], %(before)s::int[]) AS taken(id, before)
    JOIN dialogue_message AS stone ON stone.thread_id = %(thread_id)s AND stone.number = taken.before
    WHERE answer.thread_id = %(thread_id)s AND answer.parent_id = taken.id
"""

# What each reader had read of the moved messages, under their numbers in the other thread.
COPY_READ_STATE = """
    WITH moved AS (
        SELECT before, after FROM unnest(%(before)s::int[], %(after)s::int[]) AS pair(before, after)
    ), told AS (
        SELECT reading.person_id,
               range_agg(int4range(after, after, '[]')) FILTER (WHERE before <@ reading.ranges) AS ranges,
               count(*) FILTER (WHERE before <@ reading.ranges) AS seen,
               range_agg(int4range(after, after, '[]'))
                   FILTER (WHERE before <@ reading.passed_on) AS passed_on,
               range_agg(int4range(after, after, '[]'))
                   FILTER (WHERE before <@ reading.put_back) AS put_back
        FROM dialogue_threadreading AS reading, moved
        WHERE reading.thread_id = %(thread_id)s
        GROUP BY reading.person_id
    )
    INSERT INTO dialogue_threadreading AS reading (
        id, thread_id, person_id, ranges, seen, passed_on, put_back
    )
    SELECT uuidv7(), %(into_id)s, person_id, coalesce(ranges, '{}'), seen,
           coalesce(passed_on, '{}'), coalesce(put_back, '{}')
    FROM told WHERE ranges IS NOT NULL OR put_back IS NOT NULL
    ORDER BY person_id
    ON CONFLICT (thread_id, person_id) DO UPDATE
    SET ranges = reading.ranges + EXCLUDED.ranges, seen = reading.seen + EXCLUDED.seen,
        passed_on = reading.passed_on + EXCLUDED.passed_on, put_back = reading.put_back + EXCLUDED.put_back
"""


def relocate_messages(thread: Thread, into: Thread, messages: Sequence[Message]) -> None:
    """Move messages of `thread`, in their order, to the end of `into`.

    A tombstone in the place of each refers to its new place. Replies among them and the read state of each
    reader are kept. Both threads must be locked.
    """
    first = into.message_count + 1
    facts: dict[str, Any] = {
        "thread_id": thread.pk,
        "into_id": into.pk,
        "at": now(),
        "ids": [one.pk for one in messages],
        "parents": [one.parent_id for one in messages],
        "before": [one.number for one in messages],
        "after": list(range(first, first + len(messages))),
    }
    # A quote of a withdrawn message is empty.
    MessageQuote.objects.filter(message__in=facts["ids"], source__deleted_at__isnull=False).delete()
    with connection.cursor() as cursor:
        for statement in (RELOCATE_MESSAGES, INSERT_TOMBSTONES, RELINK_REPLIES, COPY_READ_STATE):
            cursor.execute(statement, facts)
    into.message_count += len(messages)
    into.save(update_fields=["message_count"])


def relocate_related_records(thread: Thread, into: Thread, messages: Sequence[Message]) -> None:
    """Move records of messages with a whole thread: statements, answered questions and rounds.

    Both threads must be locked; the caller saves them.
    """
    ids = [one.pk for one in messages]
    Statement.objects.filter(thread=thread, source__in=ids).update(thread=into)
    last = Question.objects.filter(thread=into).aggregate(last=Max("position"))["last"] or 0
    answered = list(Question.objects.filter(thread=thread, answer__in=ids).order_by("position", "id"))
    for position, one in enumerate(answered, start=last + 1):
        one.thread, one.position = into, position
    Question.objects.bulk_update(answered, ["thread", "position"])
    rounds = Round.objects.filter(thread=thread).update(thread=into)
    thread.round_count, into.round_count = thread.round_count - rounds, into.round_count + rounds
    thread.wording, into.wording = thread.wording + 1, into.wording + 1


def copy_subscriptions(thread: Thread, into: Thread) -> None:
    """Copy the notification levels to the other thread, unless people have their own there.

    A person who has read or posted in it has chosen the usual level, for which there is no row, so a mute is
    not copied. Call this before messages are moved.
    """
    at_home = {
        *ThreadReading.objects.filter(thread=into).values_list("person", flat=True),
        *Message.objects.filter(thread=into).values_list("author", flat=True).distinct(),
    }
    ThreadAttention.objects.bulk_create(
        (
            ThreadAttention(thread=into, person_id=one.person_id, level=one.level)
            for one in ThreadAttention.objects.filter(thread=thread)
            if one.level != Attention.MUTED or one.person_id not in at_home
        ),
        ignore_conflicts=True,
    )
