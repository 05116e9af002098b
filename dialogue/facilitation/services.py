"""Lock and unlock threads, and set their slow mode."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dialogue.common.text_validation import validate_text
from dialogue.facilitation.models import FloorChange
from dialogue.facilitation.selectors import log_facilitation_step
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(Action.KEEP_FLOOR)
def lock_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    reason: str = "",
    expected_version: int | None = None,
) -> Thread:
    """Lock a thread, so that only facilitators may post, or change the reason. Idempotent.

    `expected_version` is that of the thread; None skips the check. Raises NotFound, Forbidden, Invalid,
    PersonalData, Stale.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    reason = validate_text("/reason", reason, NOTE_LENGTH, required=False)
    if thread.locked_at is None or reason != thread.lock_reason:
        check_version(thread, expected_version)
        actor = check_disclosure(actor, {"/reason": reason}, [thread.lock_reason])
        thread.locked_at, thread.lock_reason = thread.locked_at or now(), reason
        _save_step(actor, thread, FloorChange.LOCKED, reason=reason)
    return thread


@service(Action.KEEP_FLOOR)
def unlock_thread(*, actor: Actor, thread_id: UUID, expected_version: int | None = None) -> Thread:
    """Unlock a thread. Idempotent. Raises NotFound, Forbidden, Stale."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    if thread.locked_at is not None:
        check_version(thread, expected_version)
        thread.locked_at, thread.lock_reason = None, ""
        _save_step(actor, thread, FloorChange.UNLOCKED)
    return thread


@service(Action.KEEP_FLOOR)
def set_slow_mode(
    *, actor: Actor, thread_id: UUID, seconds: int, expected_version: int | None = None
) -> Thread:
    """Make authors who are not facilitators wait between two messages. Idempotent.

    `seconds` is one of `PACES`. Raises NotFound, Forbidden, Stale.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    if seconds != thread.slow_seconds:
        check_version(thread, expected_version)
        thread.slow_seconds = seconds
        _save_step(actor, thread, FloorChange.SLOWED, seconds=seconds)
    return thread


def _save_step(actor: Actor, thread: Thread, what: FloorChange, **facts: Any) -> None:
    save_new_version(thread, "locked_at", "lock_reason", "slow_seconds")
    log_facilitation_step(actor, thread, what, **facts)
    record(actor, ThreadChanged(**get_event_scope(thread), change=what.value))
