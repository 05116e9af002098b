"""Nobody says so much in a minute that the others cannot read it: in all threads together."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from math import ceil
from threading import Lock
from uuid import UUID

from django.conf import settings

from dialogue.posting.errors import too_fast
from viche.kernel.clock import now

MOST_PEOPLE = 10_000
"""Whose pace a process remembers: who spoke last longest ago is forgotten first."""
MINUTE = 60

_lock = Lock()
_left: OrderedDict[UUID, tuple[float, datetime]] = OrderedDict()


def take_turn(person_id: UUID) -> None:
    """Count a new message of somebody: half of what a minute may bring at once, then one after the other.

    Each process counts for itself, so that a message costs no trip for it. Raises NotYet.
    """
    a_minute, at = settings.MESSAGES_A_MINUTE, now()
    most = max(a_minute / 2, 1)
    with _lock:
        left, since = _left.pop(person_id, (most, at))
        passed = (at - since).total_seconds()
        # A clock that went back tells nothing.
        left = min(most, left + passed * a_minute / MINUTE) if passed >= 0 else most
        _left[person_id] = (left - 1 if left >= 1 else left), at
        if len(_left) > MOST_PEOPLE:
            _left.popitem(last=False)
    if left < 1:
        raise too_fast(ceil((1 - left) * MINUTE / a_minute))
