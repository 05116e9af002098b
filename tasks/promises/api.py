"""What a group says in public of its action items, over HTTP: to publish it, and to read it as a stranger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, TypedDict, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as groups
from groups.common.schemas import PersonRef
from groups.policies import GroupAction
from tasks.items import selectors as items_selectors
from tasks.items.access_log import note_item
from tasks.items.fields import PLACE_LENGTH
from tasks.items.models import MOST_COOWNERS
from tasks.items.workflow import Action
from tasks.promises import selectors, services as publishing
from tasks.promises.models import PublicPromise
from tasks.promises.services import WORDS_LENGTH, PublicWords
from viche.kernel.api import (
    PUBLIC,
    Endpoint,
    Nothing,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.text import Text, both

PublicStateName = Literal["in_work", "done", "dropped"]


class PublicPromiseOut(TypedDict):
    """What a stranger reads: nothing but this.

    `answer` is null while the item stands otherwise than when it was written. `settled_on`: the day on which
    another organisation found it done, or on which it was given up. `done_by`: whose names were to be shown.
    """

    id: UUID
    asked: Text
    answer: Text | None
    state: PublicStateName
    due_on: date
    first_due_on: date
    settled_on: date | None
    place: Text | None
    done_by: list[Text]
    published_on: date


class PromiseOut(TypedDict):
    """What was written for everybody, by whom and when. `is_current`: for how the item stands now."""

    asked: str
    asked_en: str
    answer: str
    answer_en: str
    place: str
    place_en: str
    named: list[UUID]
    is_current: bool
    published_by: PersonRef
    published_at: datetime


class PromisePageOut(TypedDict):
    """`promise` is null where nothing was published. `shown`: what a stranger reads of it now; null where
    they find nothing. `page_open`: whether the group has a public page at all.
    """

    promise: PromiseOut | None
    shown: PublicPromiseOut | None
    page_open: bool


class PublicWordsIn(StrictSerializer):
    """`asked`: what people asked for; `answer`: what is done, or why it will not be; both in plain words.

    `place` is shown as it is typed here. `named`: the owners whose names are shown, by id.
    """

    asked = PlainText(max_length=WORDS_LENGTH)
    asked_en = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    answer = PlainText(max_length=WORDS_LENGTH)
    answer_en = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    place_en = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    named = serializers.ListField(child=StrictUuid(), required=False, max_length=MOST_COOWNERS + 1)


def strangers_read(rows: Sequence[PublicPromise]) -> list[PublicPromiseOut]:
    """Needs `action.group` loaded."""
    names = selectors.Names.of(rows)
    return [_public(row, names) for row in rows]


def _public(row: PublicPromise, names: selectors.Names) -> PublicPromiseOut:
    item = row.action
    state = selectors.public_state(item)
    return {
        "id": row.pk,
        "asked": both(row, "asked"),
        "answer": both(row, "answer") if row.written_for == state else None,
        "state": cast("PublicStateName", state.value),
        "due_on": item.due_on,
        "first_due_on": item.original_due_on,
        "settled_on": selectors.settled_on(item),
        "place": both(row, "place") if row.place_uk or row.place_en else None,
        "done_by": [both(one, "name") for one in names.beside(row)],
        "published_on": row.published_at.astimezone(ZoneInfo(item.group.time_zone)).date(),
    }


def _written(row: PublicPromise) -> PromiseOut:
    return {
        "asked": row.asked_uk,
        "asked_en": row.asked_en,
        "answer": row.answer_uk,
        "answer_en": row.answer_en,
        "place": row.place_uk,
        "place_en": row.place_en,
        "named": row.named,
        "is_current": row.written_for == selectors.public_state(row.action),
        "published_by": groups.person(row.published_by),
        "published_at": row.published_at,
    }


class ActionItemPromise(Endpoint):
    """What everybody may read of an item on the page of its group."""

    actions = {"GET": Action.READ, "PUT": Action.PUBLISH, "DELETE": Action.TAKE_BACK}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape(PromisePageOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """What was published of it, and what a stranger reads of that now."""
        return self._page(action_id)

    @extend_schema(request=PublicWordsIn, responses=shape(PromisePageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Publish it in these words, in place of earlier ones. `If-Match` is the version of the item."""
        version, words = self.expected_version(), PublicWords(**self.parse(PublicWordsIn))
        publishing.publish_promise(
            actor=self.actor, action_id=action_id, expected_version=version, words=words
        )
        return self._page(action_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """Take it back: nobody reads it any more, and its words are not kept."""
        publishing.take_back_promise(actor=self.actor, action_id=action_id)
        return answer(None, status=204)

    def _page(self, action_id: UUID) -> Response:
        with snapshot():
            item, _stance = items_selectors.see_item(self.actor, action_id)
            found = selectors.promise_of(item)
            shown: PromisePageOut = {
                "promise": _written(found) if found is not None else None,
                "shown": strangers_read([found])[0] if found and selectors.is_shown(found) else None,
                "page_open": selectors.shows_itself(item.group),
            }
        note_item(self.actor, item)
        return answer(shown)


class ActionItemPromisePreview(Endpoint):
    """Look at it as a stranger before it is published."""

    actions = {"POST": Action.PUBLISH}

    @extend_schema(request=PublicWordsIn, responses={200: shape(PublicPromiseOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Exactly what would be shown. Nothing is published, and nothing of it is kept."""
        words: Any = self.parse(PublicWordsIn)
        made = publishing.preview_promise(actor=self.actor, action_id=action_id, words=PublicWords(**words))
        return answer(strangers_read([made])[0])


class GroupPromise(Endpoint):
    """What stands on the public page of a group, for who coordinates its territory."""

    actions = {"DELETE": GroupAction.CLEAR_PAGE}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, group_id: UUID, promise_id: UUID) -> Response:
        """Take it off the page: nobody reads it any more, and its words are not kept."""
        publishing.clear_promise(actor=self.actor, group_id=group_id, promise_id=promise_id)
        return answer(None, status=204)


class PublicPromises(Endpoint):
    """“You said – we did” of a group that shows itself to everybody."""

    actions = {"GET": PUBLIC}
    asks = Nothing

    @extend_schema(responses=page_of(PublicPromiseOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """What was published, the latest first, page by page. Nothing tells what else there is."""
        with snapshot():
            rows = selectors.promises_of(group_id)
            return answer(keyset_page(request, rows, order=("-id",), present=strangers_read))
