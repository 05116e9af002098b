"""HTTP endpoint of link previews: cards of our own objects that messages link to, in one request."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any, NamedTuple, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages.selectors import find_ids_by_number_unscoped
from viche.kernel.access_log import AccessMode, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import SIGNED_IN, Endpoint, OneOf, StrictSerializer, answer, list_of, read_snapshot
from viche.kernel.object_links import LINKABLE, LinkView, Reference, describe
from viche.kernel.policy import check_scopes
from viche.kernel.text import Text

Kind = Annotated[str, OneOf(lambda: LINKABLE)]
MAX_REFERENCES = 50
ID_PATTERN = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
REFERENCE_PATTERN = re.compile(rf"message:({ID_PATTERN}):([1-9][0-9]{{0,8}})|([a-z_]+):({ID_PATTERN})")


class Linked(NamedTuple):
    """A reference as it was requested. A message is referred to by its thread and its number there."""

    asked: str
    kind: Kind
    id: UUID
    number: int | None = None


@extend_schema_field(OpenApiTypes.STR)
class References(serializers.Field[list[Linked], str, Any, Any]):
    """References separated by commas: `message:<id of its thread>:<number>`, or `<kind>:<id>`."""

    default_error_messages = {
        "unknown_reference": _("Name threads, messages, action items or groups here."),
        "too_many": _("Ask for at most 50 at once."),
    }

    def to_internal_value(self, data: Any) -> list[Linked]:
        names = list(dict.fromkeys(str(data).split(",")))
        if len(names) > MAX_REFERENCES:
            self.fail("too_many")
        found = [_parse_reference(name) for name in names]
        if None in found:
            self.fail("unknown_reference")
        return [one for one in found if one is not None]


def _parse_reference(asked: str) -> Linked | None:
    """Parse one reference; return None if it is invalid."""
    found = REFERENCE_PATTERN.fullmatch(asked)
    if found is None:
        return None
    thread_id, number, kind, pk = found.groups()
    if thread_id is not None:
        return Linked(asked, "message", UUID(thread_id), int(number))
    return Linked(asked, kind, UUID(pk)) if kind in LINKABLE and kind != "message" else None


class CardsQuery(StrictSerializer):
    """`refs`: references to at most 50 objects."""

    refs = References(required=False)


class LinkCardOut(TypedDict):
    """Preview of a linked object.

    `ref` is the reference as it was requested. `state` is that of the thread, action item or group; of a
    message it is `deleted`, `hidden` or empty. `owner` is the facilitator of the thread, the assignee of the
    action item or the author of the message; `number` and `due_on` are set where the object has them.
    `restricted`: only a part of its group may read it.
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
    """Link previews."""

    actions = {"GET": SIGNED_IN}
    records = partial(log_access, way=AccessMode.LIST)
    scopes = {"GET": ()}
    asks = CardsQuery

    @extend_schema(responses=list_of(LinkCardOut))
    def get(self, request: Request) -> Response:
        """List the cards of the referenced objects that the reader may see, in that order.

        Hidden and missing ones are left out.

        `refs` are `thread:<id>`, `message:<thread id>:<number>`, `action:<id>` or `group:<id>`, 50 at
        most. A card has the present title, state, owner and due day.
        """
        wanted = self.asked.get("refs", ())
        check_scopes(self.actor, *sorted({LINKABLE[one.kind].scope for one in wanted}))
        with read_snapshot():
            found = _load_views(self.actor, wanted)
        items = [_show_card(one, view) for one, view in found.items()]
        return answer({"items": items}, of={read for view in found.values() for read in view.reads})


def _load_views(actor: Actor, wanted: Collection[Linked]) -> Mapping[Linked, LinkView]:
    """Load the link views: one query for the numbers of messages, then a constant number per kind."""
    numbered = [(one.id, one.number) for one in wanted if one.number is not None]
    messages = find_ids_by_number_unscoped(numbered) if numbered else {}
    places: dict[Linked, Reference] = {}
    for one in wanted:
        pk = one.id if one.number is None else messages.get((one.id, one.number))
        if pk is not None:
            places[one] = (one.kind, pk)
    views = describe(actor, places.values())
    return {one: views[place] for one, place in places.items() if place in views}


def _show_card(asked: Linked, view: LinkView) -> LinkCardOut:
    return {
        "ref": asked.asked,
        "kind": asked.kind,
        "title": view.title,
        "url": view.url,
        "state": view.state,
        "owner": view.owner,
        "number": view.number,
        "due_on": view.due_on,
        # Reads of what everybody may read are not logged.
        "restricted": bool(view.reads),
    }
