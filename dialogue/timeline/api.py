"""Api of timeline."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from rest_framework.response import Response

from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.models import Thread
from dialogue.timeline import presenters, schemas
from dialogue.timeline.thread_stats import figures_of
from viche.kernel.actor import Actor
from viche.kernel.api import answer, snapshot

ORDER = ("-active_at", "-id")


def thread_list(actor: Actor) -> Callable[[list[Thread]], list[schemas.ThreadOut]]:
    """How a page of threads is shown to `actor`."""

    def show(rows: list[Thread]) -> list[schemas.ThreadOut]:
        figures = figures_of(rows, actor)
        return [presenters.thread(actor, row, figures[row.pk]) for row in rows]

    return show


def show_thread(actor: Actor, thread_id: UUID, status: int = 200) -> Response:
    """One thread as it is now, with its version as ETag."""
    with snapshot():
        thread = threads_selectors.get_shown_thread_for(actor, thread_id)
        (shown,) = thread_list(actor)([thread])
    note_thread(actor, thread)
    return answer(shown, status=status, version=thread.version)
