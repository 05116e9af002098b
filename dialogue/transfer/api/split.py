"""HTTP endpoints that split messages off into a new thread."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from dialogue.transfer import serializers as transfer_serializers
from dialogue.transfer.checks import MAX_MESSAGES_PER_SPLIT, Blocker, find_split_blockers
from dialogue.transfer.models import ThreadSplit
from dialogue.transfer.selectors import LATEST_FIRST, splits_of
from dialogue.transfer.services import split as transfer_split
from groups.common import presenters as groups
from groups.common.schemas import Voice
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Listing,
    Page,
    StrictSerializer,
    Write,
)
from viche.kernel.text import Text, bilingual_of

NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


class ThreadRef(TypedDict):
    """A reference to a thread, with its title."""

    id: UUID
    title: Text


def refs_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, ThreadRef]:
    """Return references to the threads that `actor` may read, by id."""
    seen = ThreadPolicy().visible_to(actor).filter(pk__in=ids) if ids else ()
    return {one.pk: {"id": one.pk, "title": bilingual_of(one, "title")} for one in seen}


class ThreadSplitOut(TypedDict):
    """A split of `count` messages off `source` into `into`; null: not visible to the reader.

    `actor` is null when the system did it.
    """

    id: UUID
    source: ThreadRef | None
    into: ThreadRef | None
    count: int
    reason: str
    at: datetime
    actor: Voice | None


def show_target(actor: Actor, into: Thread) -> Answer[timeline_schemas.ThreadOut]:
    """Show the thread to which messages were transferred."""
    return show_thread(actor, into.pk)


class ObstacleOut(TypedDict):
    """Why a thread or its messages cannot be transferred now: the error code and a message."""

    code: str
    message: str


def show_obstacles(found: Sequence[Blocker]) -> list[ObstacleOut]:
    return [{"code": code, "message": str(words)} for code, words in found]


@extend_schema_field(OpenApiTypes.STR)
class Numbers(serializers.Field[list[int], str, Any, Any]):
    """Message numbers, separated by commas."""

    default_error_messages = {
        "not_numbers": _("Name messages by their numbers, with commas between."),
        "too_many": _("Choose from one to a hundred messages."),
    }

    def to_internal_value(self, data: Any) -> list[int]:
        said = str(data).split(",")
        if len(said) > MAX_MESSAGES_PER_SPLIT:
            self.fail("too_many")
        if not all(NUMBER.fullmatch(one) for one in said):
            self.fail("not_numbers")
        return [int(one) for one in said]


class ChosenQuery(StrictSerializer):
    """`numbers`: the messages, at most a hundred."""

    numbers = Numbers(default=list)


def show_splits(actor: Actor, rows: Sequence[ThreadSplit]) -> list[ThreadSplitOut]:
    known = refs_for(actor, {pk for row in rows for pk in (row.thread_id, row.into_id)})
    return [_show_split(one, known) for one in rows]


def _show_split(row: ThreadSplit, known: dict[UUID, ThreadRef]) -> ThreadSplitOut:
    return {
        "id": row.pk,
        "source": known.get(row.thread_id),
        "into": known.get(row.into_id),
        "count": row.count,
        "reason": row.reason,
        "at": row.at,
        "actor": groups.show_voice(row.person, row.mandate) if row.person is not None else None,
    }


class ThreadSplits(Endpoint):
    """Splits of a thread: what was split off, and from which thread it came.

    GET: List all splits, the latest first.

    What was split off this thread and from which thread it was split, by whom and why.

    POST: Split messages off into a new thread of the same group, which is returned.

    A tombstone stays in the place of each message.

    For facilitators of an open thread that its whole group reads (`split`): up to a hundred messages, but
    not all. They get new numbers and keep their ids. What keeps messages in their thread is said with 422
    at `/numbers`: `gone`, `quoted`, `cited`, `collected`, `answers`, `turn`, `moderated`, `items`; 409
    `round_runs`.

    Both topics of the old thread hear `dialogue.thread_split` with the thread: load its messages anew.
    """

    records = log_thread_read
    created = "threads/{id}"

    get = Page(
        Action.READ, splits_of, of=threads_selectors.get_thread_for, shows=show_splits, order=LATEST_FIRST
    )

    post = Write(
        Action.SPLIT,
        transfer_split.split_thread,
        body=transfer_serializers.SplitIn,
        shows=show_target,
        status=201,
        versioned=True,
    )


class ThreadSplitObstacles(Endpoint):
    """Obstacles to splitting messages off.

    GET: List all obstacles of the given messages.

    For those who may `split`. `numbers` are separated by commas; each obstacle has `code` and `message`.
    """

    asks = ChosenQuery

    get = Listing(
        Action.SPLIT, find_split_blockers, loads=threads_selectors.get_thread_for, shows=show_obstacles
    )
