"""Threads that go on in another group, over HTTP."""

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
from dialogue.threads.policies import Action, DialogueAction, ThreadPolicy
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from dialogue.transfer import serializers
from dialogue.transfer.models import ThreadMove
from dialogue.transfer.selectors import LATEST, moved_from, moves_of
from dialogue.transfer.services import move as transfer_move
from groups.common import presenters as groups
from groups.common.schemas import GroupRef, Voice
from groups.models import InitiativeGroup
from groups.selectors import groups_known_to
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Nothing, answer, keyset_page, page_of, shape
from viche.kernel.text import Text, both


class ThreadMoveOut(TypedDict):
    """From which group a thread was taken to which; null: the reader may not know of that one. `actor` is
    null when the system did it.
    """

    id: UUID
    before: GroupRef | None
    after: GroupRef | None
    reason: str
    at: datetime
    actor: Voice | None


class MovedThreadOut(TypedDict):
    """A thread that was taken from a group, by the title that it had. `thread_id` is null where the reader
    does not see it, `after` where they may not know of that group, `actor` when the system did it.
    """

    id: UUID
    thread_id: UUID | None
    title: Text
    after: GroupRef | None
    reason: str
    at: datetime
    actor: Voice | None


class ThreadMoves(Endpoint):
    """Between which groups a thread was taken."""

    actions = {"GET": Action.READ, "POST": Action.MOVE}
    asks = Nothing
    conditional = frozenset({"POST"})

    @extend_schema(responses=page_of(ThreadMoveOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Every time, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        shown = partial(shown_moves, self.actor)
        return answer(keyset_page(request, moves_of(thread), order=LATEST, present=shown))

    @extend_schema(request=serializers.MoveToGroupIn, responses=shape(timeline_schemas.ThreadOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Take it to another group. Whoever reads that reads it from now on, and who reads the one that it
        leaves alone does so no more.
        """
        said = self.parse(serializers.MoveToGroupIn)
        group_id, version = said.pop("group"), self.expected_version()
        transfer_move.move_to_group(
            actor=self.actor, thread_id=thread_id, group_id=group_id, expected_version=version, **said
        )
        return show_thread(self.actor, thread_id)


class GroupMovedThreads(Endpoint):
    """What was taken from a group to others."""

    actions = {"GET": DialogueAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(MovedThreadOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Every thread, the latest first."""
        rows = moved_from(threads_selectors.get_group_for(self.actor, group_id))
        shown = partial(_shown_moved, self.actor)
        return answer(keyset_page(request, rows, order=LATEST, present=shown))


def shown_moves(actor: Actor, rows: Sequence[ThreadMove]) -> list[ThreadMoveOut]:
    wanted = {pk for row in rows for pk in (row.before_id, row.after_id)}
    known = groups_known_to(actor).filter(pk__in=wanted).in_bulk() if rows else {}
    return [_move(one, known) for one in rows]


def _shown_moved(actor: Actor, rows: Sequence[ThreadMove]) -> list[MovedThreadOut]:
    known = groups_known_to(actor).filter(pk__in={one.after_id for one in rows}).in_bulk()
    seen = ThreadPolicy().visible_to(actor).filter(pk__in={one.thread_id for one in rows})
    shown = set(seen.values_list("pk", flat=True))
    return [_moved(one, known, shown) for one in rows]


def _moved(row: ThreadMove, known: dict[UUID, InitiativeGroup], seen: set[UUID]) -> MovedThreadOut:
    return {
        "id": row.pk,
        "thread_id": row.thread_id if row.thread_id in seen else None,
        "title": both(row, "title"),
        "after": groups.group_ref(known[row.after_id]) if row.after_id in known else None,
        "reason": row.reason,
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if row.person is not None else None,
    }


def _move(row: ThreadMove, known: dict[UUID, InitiativeGroup]) -> ThreadMoveOut:
    return {
        "id": row.pk,
        "before": groups.group_ref(known[row.before_id]) if row.before_id in known else None,
        "after": groups.group_ref(known[row.after_id]) if row.after_id in known else None,
        "reason": row.reason,
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if row.person is not None else None,
    }
