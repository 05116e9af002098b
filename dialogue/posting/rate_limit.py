"""Token bucket per author: limit how many messages one person posts per minute, over all threads."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from math import ceil
from threading import Lock
from uuid import UUID

from django.conf import settings

from dialogue.posting.errors import refuse_by_rate_limit
from viche.kernel.clock import now

MAX_PEOPLE = 10_000
"""Authors remembered per process; the least recently active one is evicted first."""
SECONDS_PER_MINUTE = 60

_lock = Lock()
_left: OrderedDict[UUID, tuple[float, datetime]] = OrderedDict()


def check_message_rate(person_id: UUID) -> None:
    """Count a new message of a person against the rate limit. Raises RetryLater.

    The burst is half of what a minute allows. Each process counts for itself, so that a message costs no
    extra round trip.
    """
    a_minute, at = settings.MESSAGES_A_MINUTE, now()
    most = max(a_minute / 2, 1)
    with _lock:
        left, since = _left.pop(person_id, (most, at))
        passed = (at - since).total_seconds()
        # A clock that was set back says nothing about the elapsed time.
        left = min(most, left + passed * a_minute / SECONDS_PER_MINUTE) if passed >= 0 else most
        _left[person_id] = (left - 1 if left >= 1 else left), at
        if len(_left) > MAX_PEOPLE:
            _left.popitem(last=False)
    if left < 1:
        raise refuse_by_rate_limit(ceil((1 - left) * SECONDS_PER_MINUTE / a_minute))
