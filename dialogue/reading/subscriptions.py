"""Attention: what of a thread its reader wants to be told of."""

from __future__ import annotations

from uuid import UUID

from dialogue.reading.events import AttentionChanged
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.reading.mute_links import level_before, level_of
from dialogue.threads.loaders import person_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.FOLLOW)
def set_attention(*, actor: Actor, thread_id: UUID, level: Attention) -> None:
    """Choose what one is told of in a thread. The same again changes nothing. Raises NotFound."""
    _choose(actor, load_thread(actor, thread_id, Action.FOLLOW), level)


@service(Action.FOLLOW)
def take_mute_back(*, actor: Actor, thread_id: UUID) -> None:
    """Be told of a thread as before one muted it; nothing changes where one does not. Raises NotFound."""
    thread = load_thread(actor, thread_id, Action.FOLLOW)
    person_id = person_of(actor)
    if level_of(person_id, thread.pk) == Attention.MUTED:
        _choose(actor, thread, level_before(person_id, thread))


def _choose(actor: Actor, thread: Thread, level: Attention) -> None:
    person_id = person_of(actor)
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
