"""Reading: remember what somebody has seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dialogue.facts import person_of
from dialogue.models import ThreadReading
from dialogue.policies import Action, load_thread
from dialogue.ranges import Span, Spans, from_multirange, literal, merged, size
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.ids import uuid7
from viche.kernel.services import service

MOST_SPANS = 100

# Two pages of one person may report at once: what is there is joined with what comes, under the lock of the
# row.
WRITE = """
    INSERT INTO dialogue_threadreading AS reading (id, thread_id, person_id, ranges, seen)
    VALUES (%(id)s, %(thread_id)s, %(person_id)s, %(ranges)s::int4multirange, %(seen)s)
    ON CONFLICT (thread_id, person_id) DO UPDATE SET (ranges, seen, passed_on) = (
        SELECT joined.ranges,
               (SELECT coalesce(sum(upper(span) - lower(span)), 0) FROM unnest(joined.ranges) AS span),
               reading.passed_on - EXCLUDED.ranges
        FROM (SELECT reading.ranges + EXCLUDED.ranges AS ranges) AS joined
    )
    RETURNING ranges, seen, passed_on
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
        joined, seen, passed_on = cursor.fetchone()
    return ThreadReading(
        thread=thread,
        person_id=person_id,
        ranges=from_multirange(joined),
        seen=seen,
        passed_on=from_multirange(passed_on),
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
