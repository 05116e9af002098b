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

from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    PlainText,
    StrictSerializer,
    StrictUuid,
    answer,
    keyset_page,
    shape,
    snapshot,
)
from viche.kernel.api.strict import Instant
from viche.kernel.policy import check_scopes
from viche.kernel.reads import Way, note_reads
from viche.search.api import shapes
from viche.search.candidates import Wanted
from viche.search.finding import ORDER, Found, hits
from viche.search.kinds import KINDS, Hit, Named, Narrowed
from viche.search.models import Entry
from viche.search.questions import LENGTH, Question, read
from viche.search.snippets import marked, snippet


@extend_schema_field(OpenApiTypes.STR)
class Kinds(serializers.Field[list[str], str, Any, Any]):
    """One or several kinds, separated by commas."""

    default_error_messages = {"unknown_kind": _("There is no such kind of thing.")}

    def to_internal_value(self, data: Any) -> list[str]:
        names = str(data).split(",")
        if not set(names) <= {kind.shown_as for kind in KINDS.values()}:
            self.fail("unknown_kind")
        return list(dict.fromkeys(names))


class SearchQuery(StrictSerializer):
    """What to look for: words, “phrases” in quotation marks, -words that must not stand there.

    `kind`: message, thread, action, person, file, or several with commas between; `group`, `author` and
    `organisation` are ids; `since` and `before` moments.
    """

    q = PlainText(max_length=LENGTH)
    kind = Kinds(required=False)
    group = StrictUuid(required=False)
    author = StrictUuid(required=False)
    organisation = StrictUuid(required=False)
    since = Instant(required=False)
    before = Instant(required=False)


class Search(Endpoint):
    """Everything that the reader may see."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}
    asks = SearchQuery

    @extend_schema(responses=shape(shapes.HitPage))
    def get(self, request: Request) -> Response:
        """What was said and made, the newest first.

        Words are found in all their forms, Ukrainian and English; where nothing stands as it was typed, words
        that are like it (`similar`). Nothing is counted. A token needs the scope of each `kind`, of all kinds
        without one.
        """
        wanted = _wanted(self.asked)
        check_scopes(self.actor, *sorted({kind.scope for kind in wanted.kinds}))
        found = Found(self.actor, wanted)
        with snapshot():
            page = keyset_page(request, found, order=ORDER, present=partial(hits, self.actor))
        shown: list[tuple[Entry, Hit]] = page["items"]
        note_reads(self.actor, [read for _entry, hit in shown for read in hit.reads], Way.LIST)
        # Outside of the snapshot: to find the words in many texts takes a while.
        items = [_hit(entry, hit, found.wanted.question) for entry, hit in shown]
        return answer({**page, "items": items, "similar": found.is_similar})


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    return Wanted(
        question=read(asked["q"]),
        kinds=[kind for kind in KINDS.values() if kind.shown_as in asked.get("kind", (kind.shown_as,))],
        keys=[role.key(asked[role]) for role in Narrowed if role in asked],
        since=asked.get("since"),
        until=asked.get("before"),
    )


def _hit(entry: Entry, hit: Hit, question: Question) -> shapes.HitOut:
    return {
        "id": entry.pk,
        "kind": KINDS[entry.kind].shown_as,
        "title": {"uk": marked(hit.title["uk"], question), "en": marked(hit.title["en"], question)},
        "snippet": snippet(hit.text, question),
        "url": hit.url,
        "at": entry.at,
        "person": _named(hit.person),
        "organisation": _named(hit.organisation),
        "group": _named(hit.group),
    }


def _named(one: Named | None) -> shapes.NamedOut | None:
    return None if one is None else {"id": one.id, "name": one.name}
