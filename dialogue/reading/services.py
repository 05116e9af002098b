"""Mark messages as read or unread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dialogue.common.number_ranges import (
    Span,
    Spans,
    count_numbers,
    format_multirange,
    merge_spans,
    parse_multirange,
)
from dialogue.reading.events import ReadingPutBack
from dialogue.reading.models import ThreadReading
from dialogue.threads.loaders import require_person
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.services import service

MAX_SPANS = 100

# Two clients of one person may report at once: the new ranges are merged with the stored ones under the row
# lock.
UPSERT_READING = """
    INSERT INTO dialogue_threadreading AS reading (id, thread_id, person_id, ranges, seen)
    VALUES (%(id)s, %(thread_id)s, %(person_id)s, %(ranges)s::int4multirange, %(seen)s)
    ON CONFLICT (thread_id, person_id) DO UPDATE SET (ranges, seen, passed_on, put_back) = (
        SELECT joined.ranges,
               (SELECT coalesce(sum(upper(span) - lower(span)), 0) FROM unnest(joined.ranges) AS span),
               reading.passed_on - EXCLUDED.ranges, reading.put_back - EXCLUDED.ranges
        FROM (SELECT reading.ranges + EXCLUDED.ranges AS ranges) AS joined
    )
    RETURNING ranges, seen, passed_on, put_back
"""

# Messages from the number on that the previous holder of the post had read become unread, too, without
# counting as seen.
MARK_UNREAD = """
    UPDATE dialogue_threadreading AS reading SET
        ranges = reading.ranges - later.numbers,
        seen = (
            SELECT coalesce(sum(upper(span) - lower(span)), 0)
            FROM unnest(reading.ranges - later.numbers) AS span
        ),
        put_back = reading.put_back + (reading.ranges - reading.passed_on) * later.numbers,
        passed_on = reading.passed_on - later.numbers
    FROM (SELECT int4multirange(int4range(%(number)s, NULL)) AS numbers) AS later
    WHERE thread_id = %(thread_id)s AND person_id = %(person_id)s
    RETURNING ranges, seen, passed_on, put_back
"""


@service(Action.MARK_READ)
def mark_read(*, actor: Actor, thread_id: UUID, ranges: Sequence[Span]) -> ThreadReading:
    """Add ranges of message numbers (first and last, both included) to what the actor has read.

    It concerns only the reader and records no event; current subscribers of the thread receive an ephemeral
    frame. Raises NotFound, and Invalid for ranges that are not in the thread.
    """
    person_id = require_person(actor)
    thread = load_thread(actor, thread_id, Action.MARK_READ)
    spans = _validate_ranges(ranges, thread.message_count)
    parameters: dict[str, Any] = {
        "id": uuid7(),
        "thread_id": thread.pk,
        "person_id": person_id,
        "ranges": format_multirange(spans),
        "seen": count_numbers(spans),
    }
    with connection.cursor() as cursor:
        cursor.execute(UPSERT_READING, parameters)
        return _build_reading(thread, person_id, cursor.fetchone())


@service(Action.MARK_READ)
def mark_unread(*, actor: Actor, thread_id: UUID, number: int) -> ThreadReading:
    """Mark the messages from `number` on as unread for the actor, including their own messages.

    Other readers still see them as read. Raises NotFound, and Invalid for a number that is not in the thread.
    """
    person_id = require_person(actor)
    thread = load_thread(actor, thread_id, Action.MARK_READ)
    if not 1 <= number <= thread.message_count:
        raise Invalid.field("/number", "not_in_thread", _("There is no such message in the thread."))
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {"thread_id": thread.pk, "person_id": person_id, "number": number}
        cursor.execute(MARK_UNREAD, parameters)
        row = cursor.fetchone()
    if row is None:  # there is no read state yet
        return ThreadReading(thread=thread, person_id=person_id, ranges=(), seen=0)
    record(actor, ReadingPutBack(person_id=person_id, thread_id=thread.pk))
    return _build_reading(thread, person_id, row)


def _build_reading(thread: Thread, person_id: UUID, row: Sequence[Any]) -> ThreadReading:
    ranges, seen, passed_on, again = row
    return ThreadReading(
        thread=thread,
        person_id=person_id,
        ranges=parse_multirange(ranges),
        seen=seen,
        passed_on=parse_multirange(passed_on),
        put_back=parse_multirange(again),
    )


def _validate_ranges(ranges: Sequence[Span], last: int) -> Spans:
    if len(ranges) > MAX_SPANS:
        raise Invalid.field("/ranges", "too_many", _("Send at most 100 ranges at once."))
    faults = [
        FieldError(
            f"/ranges/{place}",
            "not_in_thread",
            _("A range goes from its first to its last message, and both are in the thread."),
        )
        for place, (first, end) in enumerate(ranges)
        if not 1 <= first <= end <= last
    ]
    if faults:
        raise Invalid(faults)
    return merge_spans(ranges)
