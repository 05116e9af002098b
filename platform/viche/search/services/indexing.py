"""Writes the search index: the present words of objects, in dictionary forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from viche.kernel.actor import Actor
from viche.kernel.events import open_unit_of_work
from viche.kernel.services import Reason, service
from viche.search.kinds import KINDS, Document, FilterRole, Kind
from viche.search.models import Entry
from viche.search.words import quote_form, split_words

SYSTEM = Actor.for_system("search.index")
MAX_POSITION = 16_383
"""Highest word position that PostgreSQL stores."""
TEXT_GAP = 10
"""Positions left free between two texts, so that no phrase matches across them."""

# A concurrent writer that read the object earlier must not overwrite a newer state.
UPSERT_SQL = """
    INSERT INTO search_entry (id, kind, version, place, at, keys, vector, read_at, learned)
    VALUES (%s, %s, %s, %s, %s, %s, %s::tsvector, %s, false)
    ON CONFLICT (id) DO UPDATE
    SET version = excluded.version, place = excluded.place, at = excluded.at, keys = excluded.keys,
        vector = excluded.vector, read_at = excluded.read_at, learned = false
    WHERE search_entry.read_at < excluded.read_at
"""


@service(Reason.SYSTEM, whole=False)
def index_things(*, actor: Actor, kind: str, ids: Collection[UUID]) -> int:
    """Index the present state of objects; those that no longer exist are dropped. Idempotent.

    Returns how many exist. Word forms are looked up before any row is locked.
    """
    if not ids:
        return 0
    read_at = _database_time()
    rows = [(one, list(_position_words(one.texts))) for one in KINDS[kind].documents(ids)]
    gone = set(ids) - {document.id for document, _placed_words in rows}
    with open_unit_of_work(), connection.cursor() as cursor:
        Entry.objects.filter(kind=kind, pk__in=gone).delete()
        # A fixed order, so that concurrent writers of the same rows do not deadlock.
        for document, placed in sorted(rows, key=lambda row: row[0].id):
            cursor.execute(UPSERT_SQL, _row_values(KINDS[kind], document, placed, read_at))
    return len(rows)


@service(Reason.SYSTEM)
def move_place(*, actor: Actor, place: UUID, added: Collection[UUID], removed: Collection[UUID]) -> None:
    """Replace the places through which the objects of a place are readable.

    Policies decide on permissions in any case; the places only narrow the candidates.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVE_SQL, {"place": place, "added": list(added), "removed": list(removed)})


MOVE_SQL = """
    UPDATE search_entry SET keys = ARRAY(
        SELECT DISTINCT key FROM unnest(keys || %(added)s::uuid[]) AS key
        WHERE key <> ALL (%(removed)s::uuid[]) ORDER BY key
    )
    WHERE keys @> ARRAY[%(place)s]::uuid[] AND place = %(place)s
"""


@service(Reason.SYSTEM, whole=False)
def index_missed(*, actor: Actor, kind: str, most: int, after: UUID | None = None) -> UUID | None:
    """Index up to `most` missing or outdated objects after `after`; return the last id or None.

    They are objects that a newer version of the product makes searchable, or whose events were missed.
    """
    living, counted = KINDS[kind].living(), OuterRef(KINDS[kind].counted)
    held = Entry.objects.filter(kind=kind, pk=OuterRef("pk"), version__gte=counted)
    missed = living.filter(~Exists(held)) if after is None else living.filter(~Exists(held), pk__gt=after)
    ids = list(missed.order_by("pk").values_list("pk", flat=True)[:most])
    index_things(actor=actor, kind=kind, ids=ids)
    return ids[-1] if ids else None


@service(Reason.SYSTEM)
def drop_gone(*, actor: Actor, kind: str) -> int:
    """Drop the entries of objects that no longer exist; return how many."""
    there = KINDS[kind].living().filter(pk=OuterRef("pk"))
    return Entry.objects.filter(~Exists(there), kind=kind).delete()[0]


@service(Reason.SYSTEM)
def learn_words(*, actor: Actor, most: int) -> int:
    """Add the words of up to `most` entries to the dictionary for similar words; return of how many.

    Separate from indexing, where writers of entries with common words would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(LEARN_SQL, {"most": most})
        learned: int = cursor.fetchone()[0]
        return learned


@service(Reason.SYSTEM)
def forget_words(*, actor: Actor, most: int, after: str = "") -> str | None:
    """Remove those of up to `most` words after `after` that occur in no entry, such as erased names.

    Returns the last word that was checked; None when there was none.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET_SQL, {"most": most, "after": after})
        last: str | None = cursor.fetchone()[0]
        return last


LEARN_SQL = """
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
FORGET_SQL = """
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


def _position_words(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the forms of all words with their positions."""
    position = 0
    for text in texts:
        for word in split_words(text):
            position = min(position + 1, MAX_POSITION)
            yield from ((position, form) for form in word.forms)
        position = min(position + TEXT_GAP, MAX_POSITION)


def _row_values(
    kind: Kind, document: Document, placed: Sequence[tuple[int, str]], read_at: datetime
) -> tuple[Any, ...]:
    keys = {kind.key, document.place, *document.seen_in}
    keys |= {FilterRole.GROUP.key(one) for one in document.groups}
    keys |= {FilterRole.ORGANISATION.key(one) for one in document.organisations}
    if document.author is not None:
        keys.add(FilterRole.AUTHOR.key(document.author))
    vector = " ".join(f"{quote_form(form)}:{position}" for position, form in placed)
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
