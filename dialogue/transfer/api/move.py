"""HTTP endpoints that move threads to another group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action, DialogueAction, ThreadPolicy
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
from viche.kernel.api import Endpoint, Page, Write
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


class ThreadMoves(Endpoint):
    """Moves of a thread between groups.

    GET: List all moves, the latest first.

    Each has the groups (`before`, `after`; null when the reader may not know of that one), the person and
    the reason.

    POST: Move the thread to another group.

    Readers of that group read it from now on; people who read only the former group no longer do.

    For facilitators of the group that the thread leaves (`move`; not for facilitators of the thread
    alone) who may `start` a thread in the other group (422 `unknown`, 403). The thread keeps its id, and
    its guests keep their shares until these end. A repeat by the same person changes nothing.

    When people who do not read the thread now would come to read it, 422 `widens` at `/widens` says how
    many, until `widens` is true. Obstacles: 403 `thread_restricted`; 409 `round_runs`, `reports_wait` (a
    report or an appeal waits), `items_of_readers` (action items for readers of the thread alone),
    `item_discussed` (the discussion of an action item).

    The new group hears `dialogue.thread_changed` (`moved`), the former one `dialogue.thread_left` with
    the id alone. Facilitators of the former group and of the thread are notified.
    """

    records = log_thread_read

    get = Page(
        Action.READ, moves_of, of=threads_selectors.get_thread_for, shows=show_moves, order=LATEST_FIRST
    )

    post = Write(
        Action.MOVE,
        transfer_move.move_to_group,
        body=serializers.MoveToGroupIn,
        shows=show_thread,
        versioned=True,
    )


class GroupMovedThreads(Endpoint):
    """Threads that were moved away from a group.

    GET: List the moved threads, the latest first.

    For all readers of the group: the `title` of that time, `thread_id` if the reader sees the thread now,
    and `after` if they may know of its group.
    """

    get = Page(
        DialogueAction.READ,
        list_moves_from_unscoped,
        loads=threads_selectors.get_group_for,
        shows=_show_moved_threads,
        order=LATEST_FIRST,
    )
