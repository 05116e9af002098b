"""Messages that go on in a thread of their own, over HTTP."""

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
from dialogue.threads.access_log import note_thread
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from dialogue.transfer import serializers as transfer_serializers
from dialogue.transfer.checks import MOST_TAKEN, Fault, what_holds_some
from dialogue.transfer.models import ThreadSplit
from dialogue.transfer.selectors import LATEST, splits_of
from dialogue.transfer.services import split as transfer_split
from groups.common import presenters as groups
from groups.common.schemas import Voice
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Nothing, StrictSerializer, answer, keyset_page, list_of, page_of, shape
from viche.kernel.text import Text, both

NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


class ThreadRef(TypedDict):
    """A thread by its question."""

    id: UUID
    title: Text


def refs_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, ThreadRef]:
    """Those of some threads that the reader sees."""
    seen = ThreadPolicy().visible_to(actor).filter(pk__in=ids) if ids else ()
    return {one.pk: {"id": one.pk, "title": both(one, "title")} for one in seen}


class ThreadSplitOut(TypedDict):
    """`count` messages were taken out of `source` into `into`; null: the reader does not see that one.
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
    """What was taken out of a thread, and out of which it came."""

    actions = {"GET": Action.READ, "POST": Action.SPLIT}
    created = "threads/{id}"
    asks = Nothing
    conditional = frozenset({"POST"})

    @extend_schema(responses=page_of(ThreadSplitOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Every time, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        shown = partial(shown_splits, self.actor)
        return answer(keyset_page(request, splits_of(thread), order=LATEST, present=shown))

    @extend_schema(request=transfer_serializers.SplitIn, responses={201: shape(timeline_schemas.ThreadOut)})
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Take messages out into a new thread of the same group, which is answered. A stone stays in the
        place of each.
        """
        said = self.parse(transfer_serializers.SplitIn)
        title, version = said.pop("title"), self.expected_version()
        into = transfer_split.split_thread(
            actor=self.actor, thread_id=thread_id, title_uk=title, expected_version=version, **said
        )
        return show_thread(self.actor, into.pk, status=201)


class ObstacleOut(TypedDict):
    """Why a thread, or messages, do not go on elsewhere now: the code of that refusal, and in words."""

    code: str
    message: str


def shown_obstacles(found: Sequence[Fault]) -> list[ObstacleOut]:
    return [{"code": code, "message": str(words)} for code, words in found]


@extend_schema_field(OpenApiTypes.STR)
class Numbers(serializers.Field[list[int], str, Any, Any]):
    """Of messages, commas between."""

    default_error_messages = {
        "not_numbers": _("Name messages by their numbers, with commas between."),
        "too_many": _("Choose from one to a hundred messages."),
    }

    def to_internal_value(self, data: Any) -> list[int]:
        said = str(data).split(",")
        if len(said) > MOST_TAKEN:
            self.fail("too_many")
        if not all(NUMBER.fullmatch(one) for one in said):
            self.fail("not_numbers")
        return [int(one) for one in said]


class ChosenQuery(StrictSerializer):
    """`numbers`: the messages, a hundred at most."""

    numbers = Numbers(default=list)


class ThreadSplitObstacles(Endpoint):
    """What holds messages in their thread."""

    actions = {"GET": Action.SPLIT}
    asks = ChosenQuery

    @extend_schema(parameters=[ChosenQuery], responses=list_of(ObstacleOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """All of it, before they are taken out."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id, Action.SPLIT)
        return answer({"items": shown_obstacles(what_holds_some(thread, self.asked["numbers"]))})


def shown_splits(actor: Actor, rows: Sequence[ThreadSplit]) -> list[ThreadSplitOut]:
    known = refs_for(actor, {pk for row in rows for pk in (row.thread_id, row.into_id)})
    return [_split(one, known) for one in rows]


def _split(row: ThreadSplit, known: dict[UUID, ThreadRef]) -> ThreadSplitOut:
    return {
        "id": row.pk,
        "source": known.get(row.thread_id),
        "into": known.get(row.into_id),
        "count": row.count,
        "reason": row.reason,
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if row.person is not None else None,
    }
