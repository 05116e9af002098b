"""Selectors of drafts."""

from __future__ import annotations

from dialogue.drafts.models import MessageDraft
from dialogue.threads.models import Thread
from viche.kernel.actor import Actor


def draft_of(actor: Actor, thread: Thread) -> MessageDraft | None:
    """What somebody has begun to write in a thread that they see."""
    return MessageDraft.objects.filter(thread=thread, person=actor.person_id).first()
