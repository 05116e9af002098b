"""What a message links to, as its reader sees it: cards of our own things, for all messages of a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages.selectors import ids_of_numbered
from viche.kernel.actor import Actor
from viche.kernel.api import SIGNED_IN, Endpoint, OneOf, StrictSerializer, answer, list_of, snapshot
from viche.kernel.links import LINKABLE, LinkView, Reference, describe
from viche.kernel.policy import check_scopes
from viche.kernel.reads import Way, note_reads
from viche.kernel.text import Text

Kind = Annotated[str, OneOf(lambda: LINKABLE)]
MOST = 50
ID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
FORM = re.compile(rf"message:({ID}):([1-9][0-9]{{0,8}})|([a-z_]+):({ID})")


class Linked(NamedTuple):
    """What is linked to, as it was asked for. A message is named by its thread and its number there."""

    asked: str
    kind: Kind
    id: UUID
    number: int | None = None


@extend_schema_field(OpenApiTypes.STR)
class References(serializers.Field[list[Linked], str, Any, Any]):
    """`message:<id of its thread>:<number>`, or a kind and an id as in `thread:<id>`, commas between."""

    default_error_messages = {
        "unknown_reference": _("Name threads, messages, action items or groups here."),
        "too_many": _("Ask for at most 50 at once."),
    }

    def to_internal_value(self, data: Any) -> list[Linked]:
        names = list(dict.fromkeys(str(data).split(",")))
        if len(names) > MOST:
            self.fail("too_many")
        found = [_linked(name) for name in names]
        if None in found:
            self.fail("unknown_reference")
        return [one for one in found if one is not None]


def _linked(asked: str) -> Linked | None:
    """Read one reference; None for what names nothing that can be linked to."""
    found = FORM.fullmatch(asked)
    if found is None:
        return None
    thread_id, number, kind, pk = found.groups()
    if thread_id is not None:
        return Linked(asked, "message", UUID(thread_id), int(number))
    return Linked(asked, kind, UUID(pk)) if kind in LINKABLE and kind != "message" else None


class CardsQuery(StrictSerializer):
    """`refs`: what is linked to, at most 50 things."""

    refs = References(required=False)


class LinkCardOut(TypedDict):
    """`ref` as it was asked for. `state` is that of the thread, action item or group; of a message `deleted`,
    `hidden` or nothing. `owner` leads the thread, does the action item or wrote the message; `number` and
    `due_on` where the thing has them. `restricted`: only some of its group may read it.
    """

    ref: str
    kind: Kind
    title: Text
    url: str
    state: str
    owner: Text | None
    number: int | None
    due_on: date | None
    restricted: bool


class LinkCards(Endpoint):
    """What messages link to."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}
    asks = CardsQuery

    @extend_schema(responses=list_of(LinkCardOut))
    def get(self, request: Request) -> Response:
        """Of all that is named what the reader sees, in that order. What is hidden or absent is left out."""
        wanted = self.asked.get("refs", ())
        check_scopes(self.actor, *sorted({LINKABLE[one.kind].scope for one in wanted}))
        with snapshot():
            found = _views(self.actor, wanted)
        note_reads(self.actor, {read for view in found.values() for read in view.reads}, Way.LIST)
        return answer({"items": [_card(one, view) for one, view in found.items()]})


def _views(actor: Actor, wanted: Collection[Linked]) -> Mapping[Linked, LinkView]:
    """One query for the numbers of messages, and then as many for each kind as of one thing."""
    numbered = [(one.id, one.number) for one in wanted if one.number is not None]
    messages = ids_of_numbered(numbered) if numbered else {}
    places: dict[Linked, Reference] = {}
    for one in wanted:
        pk = one.id if one.number is None else messages.get((one.id, one.number))
        if pk is not None:
            places[one] = (one.kind, pk)
    views = describe(actor, places.values())
    return {one: views[place] for one, place in places.items() if place in views}


def _card(asked: Linked, view: LinkView) -> LinkCardOut:
    return {
        "ref": asked.asked,
        "kind": asked.kind,
        "title": view.title,
        "url": view.url,
        "state": view.state,
        "owner": view.owner,
        "number": view.number,
        "due_on": view.due_on,
        # Who reads what is for all is not written down.
        "restricted": bool(view.reads),
    }
