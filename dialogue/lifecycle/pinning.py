"""Threads at the head of the list of their group."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import place_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

MOST_PINNED = 10
# One at a time in a group: two would each count without the other.
HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('dialogue.pins', 0) # hashtextextended(%s, 0))"


@service(Action.PIN)
def pin_thread(*, actor: Actor, thread_id: UUID) -> Thread:
    """Put a thread at the head of the list of its group. Again, it changes nothing.

    Raises NotFound, Forbidden, Conflict where so many stand there that the list would begin below them.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.PIN, lock=True)
    if thread.pinned_at is None:
        _check_room(actor, thread)
        _set(actor, thread, now(), "pinned")
    return thread


@service(Action.PIN)
def unpin_thread(*, actor: Actor, thread_id: UUID) -> Thread:
    """Let it stand where it was last active. Again, it changes nothing. Raises NotFound, Forbidden."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.PIN, lock=True)
    if thread.pinned_at is not None:
        _set(actor, thread, None, "unpinned")
    return thread


def _check_room(actor: Actor, thread: Thread) -> None:
    """Those that `actor` does not see do not count: that there are any is for their readers alone."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [str(thread.group_id)])
    seen = ThreadPolicy().visible_to(actor)
    if seen.filter(group=thread.group_id, pinned_at__isnull=False).count() >= MOST_PINNED:
        raise Conflict("too_many_pinned", _("Ten pinned threads are the most. Unpin another one first."))


def _set(actor: Actor, thread: Thread, pinned_at: datetime | None, change: str) -> None:
    thread.pinned_at = pinned_at
    thread.version += 1
    thread.save(update_fields=["pinned_at", "version"])
    record(actor, ThreadChanged(**place_of(thread), change=change))
