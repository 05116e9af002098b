"""HTTP endpoints that move threads to another group."""

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
from dialogue.threads.policies import Action, DialogueAction, ThreadPolicy
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from dialogue.transfer import serializers
from dialogue.transfer.models import ThreadMove
from dialogue.transfer.selectors import LATEST_FIRST, list_moves_from_unscoped, moves_of
from dialogue.transfer.services import move as transfer_move
from groups.common import presenters as groups
from groups.common.schemas import GroupRef, Voice
from groups.models import InitiativeGroup
from groups.selectors import list_groups_known_to
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Nothing, answer, page_of, paginate, shape_of
from viche.kernel.text import Text, bilingual_of


class ThreadMoveOut(TypedDict):
    """A move of a thread from one group to another; null: the reader may not know that group.

    `actor` is null when the system did it.
    """

    id: UUID
    before: GroupRef | None
    after: GroupRef | None
    reason: str
    at: datetime
    actor: Voice | None


class MovedThreadOut(TypedDict):
    """A thread that was moved away from a group, by its title at that time.

    `thread_id` is null where the reader may not see the thread, `after` where they may not know that group,
    `actor` when the system did it.
    """

    id: UUID
    thread_id: UUID | None
    title: Text
    after: GroupRef | None
    reason: str
    at: datetime
    actor: Voice | None


class ThreadMoves(Endpoint):
    """Moves of a thread between groups."""

    actions = {"GET": Action.READ, "POST": Action.MOVE}
    asks = Nothing
    conditional = frozenset({"POST"})

    @extend_schema(responses=page_of(ThreadMoveOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List all moves, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        log_thread_read(self.actor, thread)
        shown = partial(show_moves, self.actor)
        return answer(paginate(request, moves_of(thread), order=LATEST_FIRST, present=shown))

    @extend_schema(request=serializers.MoveToGroupIn, responses=shape_of(timeline_schemas.ThreadOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Move the thread to another group.

        Readers of that group read it from now on; people who read only the former group no longer do.
        """
        said = self.parse(serializers.MoveToGroupIn)
        group_id, version = said.pop("group"), self.expected_version()
        transfer_move.move_to_group(
            actor=self.actor, thread_id=thread_id, group_id=group_id, expected_version=version, **said
        )
        return show_thread(self.actor, thread_id)


class GroupMovedThreads(Endpoint):
    """Threads that were moved away from a group."""

    actions = {"GET": DialogueAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(MovedThreadOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the moved threads, the latest first."""
        rows = list_moves_from_unscoped(threads_selectors.get_group_for(self.actor, group_id))
        shown = partial(_show_moved_threads, self.actor)
        return answer(paginate(request, rows, order=LATEST_FIRST, present=shown))


def show_moves(actor: Actor, rows: Sequence[ThreadMove]) -> list[ThreadMoveOut]:
    wanted = {pk for row in rows for pk in (row.before_id, row.after_id)}
    known = list_groups_known_to(actor).filter(pk__in=wanted).in_bulk() if rows else {}
    return [_show_move(one, known) for one in rows]


def _show_moved_threads(actor: Actor, rows: Sequence[ThreadMove]) -> list[MovedThreadOut]:
    known = list_groups_known_to(actor).filter(pk__in={one.after_id for one in rows}).in_bulk()
    seen = ThreadPolicy().visible_to(actor).filter(pk__in={one.thread_id for one in rows})
    shown = set(seen.values_list("pk", flat=True))
    return [_show_moved_thread(one, known, shown) for one in rows]


def _show_moved_thread(
    row: ThreadMove, known: dict[UUID, InitiativeGroup], seen: set[UUID]
) -> MovedThreadOut:
    return {
        "id": row.pk,
        "thread_id": row.thread_id if row.thread_id in seen else None,
        "title": bilingual_of(row, "title"),
        "after": groups.show_group_ref(known[row.after_id]) if row.after_id in known else None,
        "reason": row.reason,
        "at": row.at,
        "actor": groups.show_voice(row.person, row.mandate) if row.person is not None else None,
    }


def _show_move(row: ThreadMove, known: dict[UUID, InitiativeGroup]) -> ThreadMoveOut:
    return {
        "id": row.pk,
        "before": groups.show_group_ref(known[row.before_id]) if row.before_id in known else None,
        "after": groups.show_group_ref(known[row.after_id]) if row.after_id in known else None,
        "reason": row.reason,
        "at": row.at,
        "actor": groups.show_voice(row.person, row.mandate) if row.person is not None else None,
    }
