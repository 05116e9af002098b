"""Responses with threads, for several endpoints."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from dialogue.threads import selectors as threads_selectors
from dialogue.threads.models import Thread
from dialogue.timeline import presenters, schemas
from dialogue.timeline.thread_stats import get_thread_stats
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, answer, read_snapshot

ORDER = ("-active_at", "-id")


def make_thread_presenter(actor: Actor) -> Callable[[list[Thread]], list[schemas.ThreadOut]]:
    """Return a function that presents a page of threads to `actor`."""

    def show(rows: list[Thread]) -> list[schemas.ThreadOut]:
        figures = get_thread_stats(rows, actor)
        return [presenters.show_thread(actor, row, figures[row.pk]) for row in rows]

    return show


def show_thread(actor: Actor, thread_id: UUID) -> Answer[schemas.ThreadOut]:
    """Return the answer with one thread as it is now, with its version as ETag."""
    with read_snapshot():
        thread = threads_selectors.get_thread_with_facilitator_for(actor, thread_id)
        (shown,) = make_thread_presenter(actor)([thread])
    return answer(shown, version=thread.version, of=thread)
