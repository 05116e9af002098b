"""Who speaks when: pause a discussion, let it go on, and slow it down."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from dialogue.common.text_validation import checked_text
from dialogue.facilitation.models import FloorChange
from dialogue.facilitation.selectors import write_step
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import check_version, place_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(Action.KEEP_FLOOR)
def lock_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    reason: str = "",
    confirmed: Collection[str] = (),
    expected_version: int | None = None,
) -> Thread:
    """Let those who lead alone post. Again, it puts the reason in other words; the same changes nothing.

    `confirmed` are the kinds of personal data that the reason is meant to tell. `expected_version` is the
    thread's, None: whatever it is by now. Raises NotFound, Forbidden, Invalid, PersonalData, Stale.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    reason = checked_text("/reason", reason, NOTE_LENGTH, required=False)
    if thread.locked_at is None or reason != thread.lock_reason:
        _check_version(thread, expected_version)
        told = told_knowingly({"/reason": reason}, confirmed, [thread.lock_reason])
        thread.locked_at, thread.lock_reason = thread.locked_at or now(), reason
        _keep(actor, thread, FloorChange.LOCKED, told, reason=reason)
    return thread


@service(Action.KEEP_FLOOR)
def unlock_thread(*, actor: Actor, thread_id: UUID, expected_version: int | None = None) -> Thread:
    """Let everybody post who speaks here. Again, it changes nothing. Raises NotFound, Forbidden, Stale."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    if thread.locked_at is not None:
        _check_version(thread, expected_version)
        thread.locked_at, thread.lock_reason = None, ""
        _keep(actor, thread, FloorChange.UNLOCKED)
    return thread


@service(Action.KEEP_FLOOR)
def set_pace(*, actor: Actor, thread_id: UUID, seconds: int, expected_version: int | None = None) -> Thread:
    """Let whoever does not lead wait so many `seconds` (one of `PACES`) between two messages of theirs. The
    same again changes nothing. Raises NotFound, Forbidden, Stale.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.KEEP_FLOOR, lock=True)
    if seconds != thread.slow_seconds:
        _check_version(thread, expected_version)
        thread.slow_seconds = seconds
        _keep(actor, thread, FloorChange.SLOWED, seconds=seconds)
    return thread


def _check_version(thread: Thread, expected: int | None) -> None:
    """What holds already is no change: whoever asks for it again, since the answer was lost, hears so."""
    if expected is not None:
        check_version(thread, expected)


def _keep(actor: Actor, thread: Thread, what: FloorChange, told: tuple[str, ...] = (), **facts: Any) -> None:
    thread.version += 1
    thread.save(update_fields=["locked_at", "lock_reason", "slow_seconds", "version"])
    write_step(actor, thread, what, **facts)
    record(actor, ThreadChanged(**place_of(thread), change=what.value, confirmed=told))
