"""Threads that go on in another one, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from dialogue.transfer import serializers
from dialogue.transfer.api.split import ObstacleOut, ThreadRef, refs_for, shown_obstacles
from dialogue.transfer.checks import what_holds
from dialogue.transfer.models import ThreadMerge
from dialogue.transfer.selectors import LATEST, merges_of, places_in
from dialogue.transfer.services.merge import merge_thread
from groups.common import presenters as groups
from groups.common.schemas import Voice
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Nothing, answer, keyset_page, list_of, page_of, shape


class ThreadMergeOut(TypedDict):
    """`source` went on in `into`, with `count` messages from number `first` on; null: the reader does not see
    that one. What came by way of another thread stands there too, with its place in the one that is asked
    about; who did that and why was said to those who read that one, and is told to nobody else. `actor` is
    null when the system did it.
    """

    id: UUID
    source: ThreadRef | None
    into: ThreadRef | None
    first: int
    count: int
    reason: str
    at: datetime
    actor: Voice | None


class ThreadMerges(Endpoint):
    """In which thread one went on, and which went on in it."""

    actions = {"GET": Action.READ, "POST": Action.MERGE}
    asks = Nothing
    conditional = frozenset({"POST"})

    @extend_schema(responses=page_of(ThreadMergeOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Every time, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        shown = partial(shown_merges, self.actor, thread)
        return answer(keyset_page(request, merges_of(thread), order=LATEST, present=shown))

    @extend_schema(request=serializers.MergeIn, responses=shape(timeline_schemas.ThreadOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Have it go on in another thread of its group, which is answered. A stone stays in the place of each
        message, and the thread is closed for good.
        """
        said = self.parse(serializers.MergeIn)
        into_id, version = said.pop("into"), self.expected_version()
        into = merge_thread(
            actor=self.actor, thread_id=thread_id, into_id=into_id, expected_version=version, **said
        )
        return show_thread(self.actor, into.pk)


NOWHERE = (0, 0)
"""Of what came by way of another thread nothing went along."""


class ThreadMergeObstacles(Endpoint):
    """What holds a thread apart from others."""

    actions = {"GET": Action.MERGE}
    asks = Nothing

    @extend_schema(responses=list_of(ObstacleOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """All of it, whichever thread it would go on in."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id, Action.MERGE)
        return answer({"items": shown_obstacles(what_holds(thread))})


def shown_merges(actor: Actor, thread: Thread, rows: Sequence[ThreadMerge]) -> list[ThreadMergeOut]:
    known = refs_for(actor, {pk for row in rows for pk in (row.thread_id, row.into_id)})
    here = thread.pk
    places = places_in(thread, [row.thread_id for row in rows if here not in (row.thread_id, row.into_id)])
    own = {row.thread_id: (row.first, row.count) for row in rows if here in (row.thread_id, row.into_id)}
    return [
        _merge(
            one,
            known,
            {**places, **own}.get(one.thread_id, NOWHERE),
            is_told=one.thread_id in own or one.into_id in known,
        )
        for one in rows
    ]


def _merge(
    row: ThreadMerge, known: dict[UUID, ThreadRef], place: tuple[int, int], *, is_told: bool
) -> ThreadMergeOut:
    first, count = place
    return {
        "id": row.pk,
        "source": known.get(row.thread_id),
        "into": known.get(row.into_id),
        "first": first,
        "count": count,
        "reason": row.reason if is_told else "",
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if is_told and row.person is not None else None,
    }
