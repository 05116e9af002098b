"""The index is written: what things say now, in dictionary forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from viche.kernel.actor import Actor
from viche.kernel.events import unit
from viche.kernel.services import Reason, service
from viche.search.kinds import KINDS, Document, Kind, Narrowed
from viche.search.models import Entry
from viche.search.words import quoted, words_of

SYSTEM = Actor.for_system("search.index")
LAST_POSITION = 16_383
"""PostgreSQL counts words no further."""
BETWEEN_TEXTS = 10
"""Places left free between two texts, so that no phrase reaches over."""

# Whoever read it earlier may write later: theirs is not put over what was read since.
WRITE = """
    INSERT INTO search_entry (id, kind, version, place, at, keys, vector, read_at, learned)
    VALUES (%s, %s, %s, %s, %s, %s, %s::tsvector, %s, false)
    ON CONFLICT (id) DO UPDATE
    SET version = excluded.version, place = excluded.place, at = excluded.at, keys = excluded.keys,
        vector = excluded.vector, read_at = excluded.read_at, learned = false
    WHERE search_entry.read_at < excluded.read_at
"""


@service(Reason.SYSTEM, whole=False)
def index_things(*, actor: Actor, kind: str, ids: Collection[UUID]) -> int:
    """Index some things of a kind as they are now; those that are not there any more are dropped.

    Returns how many there are. Doing it again changes nothing. Words are looked up before anything is held.
    """
    if not ids:
        return 0
    read_at = _database_time()
    rows = [(one, list(_placed(one.texts))) for one in KINDS[kind].documents(ids)]
    gone = set(ids) - {document.id for document, _placed_words in rows}
    with unit(), connection.cursor() as cursor:
        Entry.objects.filter(kind=kind, pk__in=gone).delete()
        # In one order, so that two who write the same wait for each other and for nothing else.
        for document, placed in sorted(rows, key=lambda row: row[0].id):
            cursor.execute(WRITE, _values(KINDS[kind], document, placed, read_at))
    return len(rows)


@service(Reason.SYSTEM)
def move_place(*, actor: Actor, place: UUID, added: Collection[UUID], removed: Collection[UUID]) -> None:
    """All things of a place are seen through other places now, such as its group no longer. Who sees them is
    asked of the policies in any case: whoever does not is not even looked for among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"place": place, "added": list(added), "removed": list(removed)})


MOVE = """
    UPDATE search_entry SET keys = ARRAY(
        SELECT DISTINCT key FROM unnest(keys || %(added)s::uuid[]) AS key
        WHERE key <> ALL (%(removed)s::uuid[]) ORDER BY key
    )
    WHERE keys @> ARRAY[%(place)s]::uuid[] AND place = %(place)s
"""


@service(Reason.SYSTEM, whole=False)
def index_missed(*, actor: Actor, kind: str, most: int, after: UUID | None = None) -> UUID | None:
    """Look at up to `most` things after one, in the order of their ids, that the index lacks or holds as they
    were, and index them: what a newer version of the product finds anew, and whatever was missed.

    Returns the last one; None where there was none.
    """
    living, counted = KINDS[kind].living(), OuterRef(KINDS[kind].counted)
    held = Entry.objects.filter(kind=kind, pk=OuterRef("pk"), version__gte=counted)
    missed = living.filter(~Exists(held)) if after is None else living.filter(~Exists(held), pk__gt=after)
    ids = list(missed.order_by("pk").values_list("pk", flat=True)[:most])
    index_things(actor=actor, kind=kind, ids=ids)
    return ids[-1] if ids else None


@service(Reason.SYSTEM)
def drop_gone(*, actor: Actor, kind: str) -> int:
    """Drop what is not there any more, whoever forgot to say so. Returns how much."""
    there = KINDS[kind].living().filter(pk=OuterRef("pk"))
    return Entry.objects.filter(~Exists(there), kind=kind).delete()[0]


@service(Reason.SYSTEM)
def learn_words(*, actor: Actor, most: int) -> int:
    """Take the words of up to `most` entries among those by which mistakes are forgiven. Returns of how many.

    Apart from indexing: whoever writes an entry would wait for everybody who writes one with the same word.
    """
    with connection.cursor() as cursor:
        cursor.execute(LEARN, {"most": most})
        learned: int = cursor.fetchone()[0]
        return learned


@service(Reason.SYSTEM)
def forget_words(*, actor: Actor, most: int, after: str = "") -> str | None:
    """Of up to `most` words after one, in their order, drop those that stand in nothing any more: names are
    among them. Returns the last one that was looked at; None where there was none.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"most": most, "after": after})
        last: str | None = cursor.fetchone()[0]
        return last


LEARN = """
    WITH taken AS (
        SELECT id, vector FROM search_entry WHERE NOT learned ORDER BY id LIMIT %(most)s
        FOR UPDATE SKIP LOCKED
    ), words AS (
        INSERT INTO search_word (word)
        SELECT DISTINCT word FROM taken, unnest(tsvector_to_array(vector)) AS word
        WHERE word !~ '^[0-9]+$' ORDER BY word
        ON CONFLICT DO NOTHING
    ), marked AS (
        UPDATE search_entry SET learned = true FROM taken WHERE search_entry.id = taken.id
    )
    SELECT count(*) FROM taken
"""
FORGET = """
    WITH looked AS (
        SELECT word FROM search_word WHERE word > %(after)s ORDER BY word LIMIT %(most)s
    ), gone AS (
        DELETE FROM search_word USING looked
        WHERE search_word.word = looked.word AND NOT EXISTS (
            SELECT 1 FROM search_entry AS entry
            WHERE entry.vector @@ (quote_literal(looked.word))::tsquery OFFSET 0
        )
    )
    SELECT max(word) FROM looked
"""


def _database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def _placed(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The forms of all words with their positions."""
    position = 0
    for text in texts:
        for word in words_of(text):
            position = min(position + 1, LAST_POSITION)
            yield from ((position, form) for form in word.forms)
        position = min(position + BETWEEN_TEXTS, LAST_POSITION)


def _values(
    kind: Kind, document: Document, placed: Sequence[tuple[int, str]], read_at: datetime
) -> tuple[Any, ...]:
    keys = {kind.key, document.place, *document.seen_in}
    keys |= {Narrowed.GROUP.key(one) for one in document.groups}
    keys |= {Narrowed.ORGANISATION.key(one) for one in document.organisations}
    if document.author is not None:
        keys.add(Narrowed.AUTHOR.key(document.author))
    vector = " ".join(f"{quoted(form)}:{position}" for position, form in placed)
    return (
        document.id,
        kind.name,
        document.version,
        document.place,
        document.at,
        sorted(keys),
        vector,
        read_at,
    )
