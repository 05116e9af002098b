"""HTTP endpoints that split messages off into a new thread."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
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
from viche.kernel.api import Endpoint, Nothing, StrictSerializer, answer, list_of, page_of, paginate, shape_of
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


class ThreadSplits(Endpoint):
    """Splits of a thread: what was split off, and from which thread it came."""

    actions = {"GET": Action.READ, "POST": Action.SPLIT}
    created = "threads/{id}"
    asks = Nothing
    conditional = frozenset({"POST"})

    @extend_schema(responses=page_of(ThreadSplitOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List all splits, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        log_thread_read(self.actor, thread)
        shown = partial(show_splits, self.actor)
        return answer(paginate(request, splits_of(thread), order=LATEST_FIRST, present=shown))

    @extend_schema(
        request=transfer_serializers.SplitIn, responses={201: shape_of(timeline_schemas.ThreadOut)}
    )
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Split messages off into a new thread of the same group, which is returned.

        A tombstone stays in the place of each message.
        """
        said = self.parse(transfer_serializers.SplitIn)
        title, version = said.pop("title"), self.expected_version()
        into = transfer_split.split_thread(
            actor=self.actor, thread_id=thread_id, title_uk=title, expected_version=version, **said
        )
        return show_thread(self.actor, into.pk, status=201)


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


class ThreadSplitObstacles(Endpoint):
    """Obstacles to splitting messages off."""

    actions = {"GET": Action.SPLIT}
    asks = ChosenQuery

    @extend_schema(parameters=[ChosenQuery], responses=list_of(ObstacleOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List all obstacles of the given messages."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id, Action.SPLIT)
        return answer({"items": show_obstacles(find_split_blockers(thread, self.asked["numbers"]))})


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
