"""Pin threads in the list of their group."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

MAX_PINNED = 10
# Serialises pinning in a group: two concurrent transactions would not count each other's pin.
LOCK_PINS = "SELECT pg_advisory_xact_lock(hashtextextended('dialogue.pins', 0) # hashtextextended(%s, 0))"


@service(Action.PIN)
def pin_thread(*, actor: Actor, thread_id: UUID) -> Thread:
    """Pin a thread in the list of its group. Idempotent.

    Raises NotFound, Forbidden, and Conflict where the maximum is pinned already.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.PIN, lock=True)
    if thread.pinned_at is None:
        _check_limit(actor, thread)
        _set_pinned(actor, thread, now(), "pinned")
    return thread


@service(Action.PIN)
def unpin_thread(*, actor: Actor, thread_id: UUID) -> Thread:
    """Unpin a thread. Idempotent. Raises NotFound, Forbidden."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.PIN, lock=True)
    if thread.pinned_at is not None:
        _set_pinned(actor, thread, None, "unpinned")
    return thread


def _check_limit(actor: Actor, thread: Thread) -> None:
    """Raise Conflict at the limit of pinned threads that `actor` may read.

    Others do not count: only their readers may know that they exist.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_PINS, [str(thread.group_id)])
    seen = ThreadPolicy().visible_to(actor)
    if seen.filter(group=thread.group_id, pinned_at__isnull=False).count() >= MAX_PINNED:
        raise Conflict("too_many_pinned", _("You can pin at most ten threads. Unpin another one first."))


def _set_pinned(actor: Actor, thread: Thread, pinned_at: datetime | None, change: str) -> None:
    thread.pinned_at = pinned_at
    save_new_version(thread, "pinned_at")
    record(actor, ThreadChanged(**get_event_scope(thread), change=change))
