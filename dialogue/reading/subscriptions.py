"""Notification level of a reader in a thread."""

from __future__ import annotations

from uuid import UUID

from dialogue.reading.events import AttentionChanged
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.reading.mute_links import get_level_before_mute, level_of
from dialogue.threads.loaders import require_person
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.FOLLOW)
def set_notification_level(*, actor: Actor, thread_id: UUID, level: Attention) -> None:
    """Set the notification level in a thread. Idempotent. Raises NotFound."""
    _set_level(actor, load_thread(actor, thread_id, Action.FOLLOW), level)


@service(Action.FOLLOW)
def unmute_thread(*, actor: Actor, thread_id: UUID) -> None:
    """Restore the level from before the mute; does nothing if not muted. Raises NotFound."""
    thread = load_thread(actor, thread_id, Action.FOLLOW)
    person_id = require_person(actor)
    if level_of(person_id, thread.pk) == Attention.MUTED:
        _set_level(actor, thread, get_level_before_mute(person_id, thread))


def _set_level(actor: Actor, thread: Thread, level: Attention) -> None:
    person_id = require_person(actor)
    if level_of(person_id, thread.pk) == level:
        return
    rows = ThreadAttention.objects.filter(thread=thread, person=person_id)
    if level == Attention.USUAL:
        rows.delete()
    else:
        ThreadAttention.objects.update_or_create(
            thread=thread, person_id=person_id, defaults={"level": level}
        )
    record(actor, AttentionChanged(person_id=person_id, thread_id=thread.pk, level=level))
