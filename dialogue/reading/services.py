"""Reading: remember what somebody has seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dialogue.common.number_ranges import Span, Spans, from_multirange, literal, merged, size
from dialogue.reading.events import ReadingPutBack
from dialogue.reading.models import ThreadReading
from dialogue.threads.loaders import person_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.services import service

MOST_SPANS = 100

# Two pages of one person may report at once: what is there is joined with what comes, under the lock of the
# row.
WRITE = """
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

# What the post had read before waits from then on, too, and was not seen.
PUT_BACK = """
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
    """Add message numbers (first and last, both included) to those that the actor has seen.

    It is nobody's news but the reader's and records no event; those who look now hear of it as a passing
    frame. Raises NotFound, and Invalid for spans that are not in the thread.
    """
    person_id = person_of(actor)
    thread = load_thread(actor, thread_id, Action.MARK_READ)
    spans = _checked(ranges, thread.message_count)
    parameters: dict[str, Any] = {
        "id": uuid7(),
        "thread_id": thread.pk,
        "person_id": person_id,
        "ranges": literal(spans),
        "seen": size(spans),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, parameters)
        return _reading(thread, person_id, cursor.fetchone())


@service(Action.MARK_READ)
def put_back(*, actor: Actor, thread_id: UUID, number: int) -> ThreadReading:
    """Have the messages from `number` on wait for the actor again, also their own. Nobody else is told, who
    sees that they were seen. Raises NotFound, and Invalid for a number that is not in the thread.
    """
    person_id = person_of(actor)
    thread = load_thread(actor, thread_id, Action.MARK_READ)
    if not 1 <= number <= thread.message_count:
        raise Invalid.field("/number", "not_in_thread", _("There is no such message in the thread."))
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {"thread_id": thread.pk, "person_id": person_id, "number": number}
        cursor.execute(PUT_BACK, parameters)
        row = cursor.fetchone()
    if row is None:  # nothing was read yet
        return ThreadReading(thread=thread, person_id=person_id, ranges=(), seen=0)
    record(actor, ReadingPutBack(person_id=person_id, thread_id=thread.pk))
    return _reading(thread, person_id, row)


def _reading(thread: Thread, person_id: UUID, row: Sequence[Any]) -> ThreadReading:
    ranges, seen, passed_on, again = row
    return ThreadReading(
        thread=thread,
        person_id=person_id,
        ranges=from_multirange(ranges),
        seen=seen,
        passed_on=from_multirange(passed_on),
        put_back=from_multirange(again),
    )


def _checked(ranges: Sequence[Span], last: int) -> Spans:
    if len(ranges) > MOST_SPANS:
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
    return merged(ranges)
