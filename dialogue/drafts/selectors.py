"""Selectors of drafts."""

from __future__ import annotations

from dialogue.drafts.models import MessageDraft
from dialogue.threads.models import Thread
from viche.kernel.actor import Actor


def find_draft(actor: Actor, thread: Thread) -> MessageDraft | None:
    """Return the draft of `actor` in a thread that they may read, or None."""
    return MessageDraft.objects.filter(thread=thread, person=actor.person_id).first()
