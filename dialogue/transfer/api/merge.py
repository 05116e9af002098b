"""HTTP endpoints that merge threads."""

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
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from dialogue.transfer import serializers
from dialogue.transfer.api.split import ThreadRef, refs_for, show_obstacles, show_target
from dialogue.transfer.checks import find_merge_blockers
from dialogue.transfer.models import ThreadMerge
from dialogue.transfer.selectors import LATEST_FIRST, merged_ranges_in, merges_of
from dialogue.transfer.services.merge import merge_thread
from groups.common import presenters as groups
from groups.common.schemas import Voice
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Endpoint,
    Listing,
    Nothing,
    Write,
    answer,
    page_of,
    paginate,
)


class ThreadMergeOut(TypedDict):
    """A merge of `source` into `into`: `count` messages from number `first` on; null: not visible.

    Messages that came by way of another thread are listed too, with their place in the requested thread; the
    actor and the reason of such a merge are shown only to readers of that other thread. `actor` is null when
    the system did it.
    """

    id: UUID
    source: ThreadRef | None
    into: ThreadRef | None
    first: int
    count: int
    reason: str
    at: datetime
    actor: Voice | None


NO_RANGE = (0, 0)
"""First number and count when no message was moved."""


def show_merges(actor: Actor, thread: Thread, rows: Sequence[ThreadMerge]) -> list[ThreadMergeOut]:
    known = refs_for(actor, {pk for row in rows for pk in (row.thread_id, row.into_id)})
    here = thread.pk
    places = merged_ranges_in(
        thread, [row.thread_id for row in rows if here not in (row.thread_id, row.into_id)]
    )
    own = {row.thread_id: (row.first, row.count) for row in rows if here in (row.thread_id, row.into_id)}
    return [
        _show_merge(
            one,
            known,
            {**places, **own}.get(one.thread_id, NO_RANGE),
            is_told=one.thread_id in own or one.into_id in known,
        )
        for one in rows
    ]


def _show_merge(
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
        "actor": groups.show_voice(row.person, row.mandate) if is_told and row.person is not None else None,
    }


class ThreadMerges(Endpoint):
    """Merges of a thread: into which it was merged, and which were merged into it.

    POST: Merge the thread into another one of its group, which is returned.

    A tombstone stays in the place of each message, and the thread is closed for good.

    For facilitators of two open threads of one group that all of it reads (`merge`). At most a thousand
    messages are appended in their order, under new numbers and their own ids. Withdrawn and hidden
    messages stay, and quotes of withdrawn ones fall away. Statements whose `source` goes, questions that
    a message answers, and rounds that are over go along. A repeat by the same person changes nothing.

    The merged thread is closed for good: `merged`, with `merged_into` (null for a reader who does not see
    the other thread) and nothing unread. Reopening, writing, moving, sharing and pinning answer 403
    `thread_merged`. Its facilitators may still narrow its audience (422 `only_narrower`), edit title and
    tags, withdraw summary, questions and statements, and end shares. `taken_in` of the other thread has
    the numbers at which merged messages begin, those of earlier merges included.

    Readers who follow or mute the one do so with the other, unless they chose there, or mute the one and
    have read or written in the other. Drafts go along where their author reads the other thread and has
    no draft there. The link of an earlier e-mail mutes the other thread, and a reply to that e-mail is
    posted there.

    Refused with 422 at `/into`: `same`, `unknown`, `elsewhere`, `too_many`, the codes of splits (but not
    `collected` and `answers`; `turn` for a round of which a message was withdrawn or hidden),
    `questions_wait`, `statements`, `summary`, and `narrows` for guests who would not read the other
    thread. 422 `widens` at `/widens` until `widens` is true when guests of the other thread would come to
    read it. 409 `round_runs` (in either), `reports_wait`, `item_discussed`.

    The topics of both threads and of the group hear `dialogue.thread_merged`: load both anew. The group
    hears `thread_id` and `into_id` of threads that all of it read; the threads hear neither, since guests
    of one may not see the other. Authors of what went, and followers, are notified; of those who mute the
    thread only those for whom the other one is muted by it.
    """

    actions = {"GET": Action.READ}
    asks = Nothing
    records = log_thread_read

    @extend_schema(responses=page_of(ThreadMergeOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List all merges, the latest first.

        Into which thread it was merged and which were merged into it, from which number on (`first`,
        `count`), by whom and why. Merges by way of another thread are listed, too (`into` is that
        one; zeros when nothing of it went along). `reason` is empty and `actor` null for readers who
        do not see the other thread.
        """
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        shown = partial(show_merges, self.actor, thread)
        return answer(paginate(request, merges_of(thread), order=LATEST_FIRST, present=shown), of=thread)

    post = Write(Action.MERGE, merge_thread, body=serializers.MergeIn, shows=show_target, versioned=True)


class ThreadMergeObstacles(Endpoint):
    """Obstacles to merging a thread.

    GET: List all obstacles, whatever the target.

    For those who may `merge`; each obstacle has `code` and `message`.
    """

    asks = Nothing

    get = Listing(
        Action.MERGE, find_merge_blockers, loads=threads_selectors.get_thread_for, shows=show_obstacles
    )
