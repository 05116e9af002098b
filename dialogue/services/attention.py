"""Attention: what of a thread its reader wants to be told of."""

from __future__ import annotations

from uuid import UUID

from dialogue.events import AttentionChanged
from dialogue.facts import person_of
from dialogue.models import Attention, ThreadAttention
from dialogue.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.FOLLOW)
def set_attention(*, actor: Actor, thread_id: UUID, level: Attention) -> None:
    """Choose what one is told of in a thread. The same again changes nothing. Raises NotFound."""
    person_id = person_of(actor)
    thread = load_thread(actor, thread_id, Action.FOLLOW)
    rows = ThreadAttention.objects.filter(thread=thread, person=person_id)
    before = rows.values_list("level", flat=True).first() or Attention.USUAL
    if before == level:
        return
    if level == Attention.USUAL:
        rows.delete()
    else:
        ThreadAttention.objects.update_or_create(
            thread=thread, person_id=person_id, defaults={"level": level}
        )
    record(actor, AttentionChanged(person_id=person_id, thread_id=thread.pk, level=level))
