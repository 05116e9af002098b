"""Search over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.access_log import AccessMode, log_access
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.api.strict import Instant
from viche.kernel.policy import check_scopes
from viche.search.api import shapes
from viche.search.candidates import SearchFilter
from viche.search.kinds import KINDS, FilterRole, Hit, NameRef
from viche.search.models import Entry
from viche.search.query_parser import MAX_QUERY_LENGTH, ParsedQuery, parse_query
from viche.search.results import ORDER, SearchResults, load_hits
from viche.search.snippets import build_snippet, mark_hits


@extend_schema_field(OpenApiTypes.STR)
class Kinds(serializers.Field[list[str], str, Any, Any]):
    """One or more kinds, separated by commas."""

    default_error_messages = {"unknown_kind": _("There is no such kind of thing.")}

    def to_internal_value(self, data: Any) -> list[str]:
        names = str(data).split(",")
        if not set(names) <= {kind.shown_as for kind in KINDS.values()}:
            self.fail("unknown_kind")
        return list(dict.fromkeys(names))


class SearchQuery(StrictSerializer):
    """Words to search for, “phrases” in quotation marks, and -words to exclude.

    `kind`: message, thread, action, person, file, or several separated by commas; `group`, `author` and
    `organisation` are ids; `since` and `before` are instants.
    """

    q = PlainText(max_length=MAX_QUERY_LENGTH)
    kind = Kinds(required=False)
    group = StrictUuid(required=False)
    author = StrictUuid(required=False)
    organisation = StrictUuid(required=False)
    since = Instant(required=False)
    before = Instant(required=False)


class Search(Endpoint):
    """Search in everything that the reader may read."""

    records = partial(log_access, way=AccessMode.LIST)

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}
    asks = SearchQuery

    @extend_schema(responses=shape_of(shapes.HitPage))
    def get(self, request: Request) -> Response:
        """Return matching messages, threads, action items, people and files, the newest first.

        Words match in all their forms, Ukrainian and English; when nothing matches as typed, similar words
        match (`similar`). No total is given. A token needs the scope of each `kind`; without `kind`, of all
        kinds.

        `q` takes words in quotation marks together, and a minus before a word leaves it out. A number as
        `№ 5`, `#5` or `No 5` finds the action items with this number first, those of all groups, in addition
        to the `limit` of the first page; what has the number among its words follows. `kind`
        (several separated by commas), `group`, `author`, `organisation`, `since` and `before` narrow
        the matches. `title` and `snippet` come in pieces; those with `hit` are what was looked for.
        """
        wanted = _parse_filter(self.asked)
        check_scopes(self.actor, *sorted({kind.scope for kind in wanted.kinds}))
        found = SearchResults(self.actor, wanted)
        with read_snapshot():
            found.find_numbered()
            first = [] if "cursor" in request.query_params else found.numbered
            page = paginate(
                request, found, order=ORDER, present=lambda rows: load_hits(self.actor, [*first, *rows])
            )
        shown: list[tuple[Entry, Hit]] = page["items"]
        # Outside the snapshot: marking the words in many texts takes a while.
        items = [_show_hit(entry, hit, found.wanted.question) for entry, hit in shown]
        reads = [read for _entry, hit in shown for read in hit.reads]
        return answer({**page, "items": items, "similar": found.is_similar}, of=reads)


def _parse_filter(asked: Mapping[str, Any]) -> SearchFilter:
    return SearchFilter(
        question=parse_query(asked["q"]),
        kinds=[kind for kind in KINDS.values() if kind.shown_as in asked.get("kind", (kind.shown_as,))],
        keys=[role.key(asked[role]) for role in FilterRole if role in asked],
        since=asked.get("since"),
        until=asked.get("before"),
    )


def _show_hit(entry: Entry, hit: Hit, question: ParsedQuery) -> shapes.HitOut:
    return {
        "id": entry.pk,
        "kind": KINDS[entry.kind].shown_as,
        "title": {"uk": mark_hits(hit.title["uk"], question), "en": mark_hits(hit.title["en"], question)},
        "snippet": build_snippet(hit.text, question),
        "url": hit.url,
        "at": entry.at,
        "person": _show_name(hit.person),
        "organisation": _show_name(hit.organisation),
        "group": _show_name(hit.group),
        "number": hit.number,
        "state": hit.state,
    }


def _show_name(one: NameRef | None) -> shapes.NamedOut | None:
    return None if one is None else {"id": one.id, "name": one.name}
