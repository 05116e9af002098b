"""The index is written: what things say now, in dictionary forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from viche.kernel.actor import Actor
from viche.kernel.services import Reason, service
from viche.search.kinds import KINDS, Document, Kind
from viche.search.models import Entry, Word
from viche.search.words import quoted, words_of

SYSTEM = Actor.for_system("search.index")
LAST_POSITION = 16_383
"""PostgreSQL counts words no further."""
BETWEEN_TEXTS = 10
"""Places left free between two texts, so that no phrase reaches over."""

# Whoever read an older version comes later: theirs is not written over a newer one.
WRITE = """
    INSERT INTO search_entry (id, kind, version, place, at, keys, vector)
    VALUES (%s, %s, %s, %s, %s, %s, %s::tsvector)
    ON CONFLICT (id) DO UPDATE
    SET version = excluded.version, place = excluded.place, at = excluded.at,
        keys = excluded.keys, vector = excluded.vector
    WHERE search_entry.version <= excluded.version
"""


@service(Reason.SYSTEM)
def index_things(*, actor: Actor, kind: str, ids: Collection[UUID]) -> int:
    """Index some things of a kind as they are now; those that are not there any more are dropped.

    Returns how many there are. Doing it again changes nothing.
    """
    documents = list(KINDS[kind].documents(ids)) if ids else []
    gone = set(ids) - {document.id for document in documents}
    Entry.objects.filter(kind=kind, pk__in=gone).delete()
    rows = [(document, list(_placed(document.texts))) for document in documents]
    with connection.cursor() as cursor:
        # In one order, so that two who write the same wait for each other and for nothing else.
        for document, placed in sorted(rows, key=lambda row: row[0].id):
            cursor.execute(WRITE, _values(KINDS[kind], document, placed))
    _know({form for _document, placed in rows for _position, form in placed})
    return len(documents)


@service(Reason.SYSTEM)
def index_missed(*, actor: Actor, kind: str, most: int) -> int:
    """Index up to `most` things that the index lacks or holds as they were: what a newer version of the
    product finds anew, and whatever was missed. Returns how many.
    """
    living = KINDS[kind].living()
    held = Entry.objects.filter(pk=OuterRef("pk"), version__gte=OuterRef("version"))
    missed = list(living.filter(~Exists(held)).order_by("pk").values_list("pk", flat=True)[:most])
    return index_things(actor=actor, kind=kind, ids=missed)


@service(Reason.SYSTEM)
def drop_gone(*, actor: Actor, kind: str) -> int:
    """Drop what is not there any more, whoever forgot to say so. Returns how much."""
    there = KINDS[kind].living().filter(pk=OuterRef("pk"))
    return Entry.objects.filter(~Exists(there), kind=kind).delete()[0]


@service(Reason.SYSTEM)
def forget_words(*, actor: Actor) -> int:
    """Drop the words that stand in nothing any more: names are among them. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        gone: int = cursor.rowcount
        return gone


FORGET = """
    DELETE FROM search_word AS known WHERE NOT EXISTS (
        SELECT 1 FROM search_entry AS entry
        WHERE entry.vector @@ (quote_literal(known.word))::tsquery OFFSET 0
    )
"""


def _placed(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The forms of all words with their positions."""
    position = 0
    for text in texts:
        for word in words_of(text):
            position = min(position + 1, LAST_POSITION)
            yield from ((position, form) for form in word.forms)
        position = min(position + BETWEEN_TEXTS, LAST_POSITION)


def _values(kind: Kind, document: Document, placed: Sequence[tuple[int, str]]) -> tuple[Any, ...]:
    ids = (kind.key, document.place, *document.groups, document.author, *document.organisations)
    keys = sorted({one for one in ids if one is not None})
    vector = " ".join(f"{quoted(form)}:{position}" for position, form in placed)
    return document.id, kind.name, document.version, document.place, document.at, keys, vector


def _know(words: Collection[str]) -> None:
    new = [Word(word=word) for word in sorted(words) if not word.isdigit()]
    Word.objects.bulk_create(new, ignore_conflicts=True)
