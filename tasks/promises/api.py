"""Public promises of a group over HTTP: publishing, and the public page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, TypedDict, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from rest_framework import serializers

from groups.common import presenters as groups
from groups.common.schemas import PersonRef
from groups.policies import GroupAction
from tasks.items import selectors as items_selectors
from tasks.items.access_log import log_item_access
from tasks.items.fields import PLACE_LENGTH
from tasks.items.models import MAX_COOWNERS
from tasks.items.workflow import Action
from tasks.promises import selectors, services as publishing
from tasks.promises.models import PublicPromise
from tasks.promises.services import WORDS_LENGTH, PublicWords
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PUBLIC,
    Answer,
    Endpoint,
    Page,
    PlainText,
    Show,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    read_snapshot,
)
from viche.kernel.text import Text, bilingual_of

PublicStateName = Literal["in_work", "done", "dropped"]


class PublicPromiseOut(TypedDict):
    """A promise as an anonymous visitor sees it, with nothing else about the item.

    `answer` is null when the public state of the item has changed since it was written. `settled_on`: the day
    of the verification, or of the cancellation. `done_by`: names of the owners who are to be named.
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
    """The published text, its author and time.

    `is_current`: it was written for the present public state of the item.
    """

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
    """The promise of an item; null when nothing is published.

    `shown`: what an anonymous visitor sees now; null when nothing. `page_open`: the group has a public page.
    """

    promise: PromiseOut | None
    shown: PublicPromiseOut | None
    page_open: bool


class PublicWordsIn(StrictSerializer):
    """Text to publish.

    `asked`: what people asked for; `answer`: what is done, or why it will not be done; both in plain words.
    `place` is shown as typed. `named`: ids of the owners whose names are shown.
    """

    asked = PlainText(max_length=WORDS_LENGTH)
    asked_en = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    answer = PlainText(max_length=WORDS_LENGTH)
    answer_en = PlainText(max_length=WORDS_LENGTH, required=False, allow_blank=True)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    place_en = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    named = serializers.ListField(child=StrictUuid(), required=False, max_length=MAX_COOWNERS + 1)

    def validate(self, attrs: Any) -> Any:
        return PublicWords(**attrs)


def show_public_promises(rows: Sequence[PublicPromise]) -> list[PublicPromiseOut]:
    """Return promises as an anonymous visitor sees them. Needs `action.group` loaded."""
    names = selectors.OwnerNames.of(rows)
    return [_show_public_promise(row, names) for row in rows]


def _show_public_promise(row: PublicPromise, names: selectors.OwnerNames) -> PublicPromiseOut:
    item = row.action
    state = selectors.get_public_state(item)
    return {
        "id": row.pk,
        "asked": bilingual_of(row, "asked"),
        "answer": bilingual_of(row, "answer") if row.written_for == state else None,
        "state": cast("PublicStateName", state.value),
        "due_on": item.due_on,
        "first_due_on": item.original_due_on,
        "settled_on": selectors.get_settled_day(item),
        "place": bilingual_of(row, "place") if row.place_uk or row.place_en else None,
        "done_by": [bilingual_of(one, "name") for one in names.beside(row)],
        "published_on": row.published_at.astimezone(ZoneInfo(item.group.time_zone)).date(),
    }


def _show_promise(row: PublicPromise) -> PromiseOut:
    return {
        "asked": row.asked_uk,
        "asked_en": row.asked_en,
        "answer": row.answer_uk,
        "answer_en": row.answer_en,
        "place": row.place_uk,
        "place_en": row.place_en,
        "named": row.named,
        "is_current": row.written_for == selectors.get_public_state(row.action),
        "published_by": groups.show_person(row.published_by),
        "published_at": row.published_at,
    }


def _show_page(actor: Actor, action_id: UUID) -> Answer[PromisePageOut]:
    with read_snapshot():
        item = items_selectors.get_readable_item_for(actor, action_id)
        found = selectors.find_promise(item)
        shown: PromisePageOut = {
            "promise": _show_promise(found) if found is not None else None,
            "shown": show_public_promises([found])[0] if found and selectors.is_shown(found) else None,
            "page_open": selectors.has_public_page(item.group),
        }
    return answer(shown, of=item)


class ActionItemPromise(Endpoint):
    """What is published of an action item on the public page of its group.

    GET: Return the published text, and what an anonymous visitor sees of it now.

    PUT: Publish this text in place of an earlier one. `If-Match` is the version of the item.

    In a group with a public page (409 `no_public_page`), for an item that the whole group reads and that
    an owner has accepted. The words are written for everybody: `asked`, `answer`, maybe `place`, each
    with `_en`; `named` are the ids of the owners whose names are shown. Of the item itself only its due
    days and its state are shown, as `in_work`, `done` (another organisation verified it) or `dropped`.
    `answer` belongs to the state for which it was written: in another state anonymous readers get null,
    and `promise.is_current` is false.

    DELETE: Unpublish the item. The text is deleted.

    At any time, also in a group that is dissolved.
    """

    records = {"GET": log_item_access, "PUT": log_item_access}

    get = Show(Action.READ, _show_page)

    put = Write(
        Action.PUBLISH,
        publishing.publish_promise,
        body=PublicWordsIn,
        body_as="words",
        shows=_show_page,
        versioned=True,
    )

    delete = Write(Action.TAKE_BACK, publishing.take_back_promise)


class ActionItemPromisePreview(Endpoint):
    """Preview of a promise before it is published.

    POST: Return exactly what would be shown. Nothing is published or stored.
    """

    post = Write(
        Action.PUBLISH,
        publishing.preview_promise,
        body=PublicWordsIn,
        body_as="words",
        shows=show_public_promises,
    )


class GroupPromise(Endpoint):
    """A promise on the public page of a group, for coordinators of its territory.

    DELETE: Remove it from the page. The text is deleted.

    For coordinators of the territory, who need not see the item.
    """

    delete = Write(GroupAction.CLEAR_PAGE, publishing.clear_promise)


class PublicPromises(Endpoint):
    """“You said – we did”: the promises of a group with a public page.

    GET: Return the published promises, the latest first. Nothing reveals unpublished items.

    404 when the group has no public page. Nothing is counted.
    """

    get = Page(PUBLIC, selectors.list_public_promises, shows=show_public_promises, order=("-id",))
