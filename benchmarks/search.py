"""Search over 10^5 and 10^6 messages: the first page for words that are rare, medium or frequent.

*query*: the product's query for the page, permissions included, compared with the same without permissions:
no lookup of readable places, no filter by place, no check per row; measured are the time until its rows have
arrived, and the CPU time of the database. *bare*, for comparison, is one statement for the first entries with
these words, planned for the given words. The *typical* person may read half of all messages (those of one
thread, interleaved with the others) and a hundredth of the others; the *heavy* one a fifth, in too many
threads to filter by place. *elsewhere* is a word in a quarter of all messages, but hardly in any that the
typical person may read: a trap for plans that walk the list. Without permissions its page is among the newest
entries, with them nowhere near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Q

from benchmarks.arms.pages import (
    PAGE_SIZE,
    measure_backend_cpu,
    measure_interleaved,
    measure_statement,
    measure_statements,
    open_bare_connection,
)
from benchmarks.country import Country, build_countries
from benchmarks.lab import Lab
from benchmarks.measure import Metric, build_metric, compute_ratio, spread
from viche.search.candidates import Candidates, SearchFilter
from viche.search.kinds import KINDS
from viche.search.models import Entry
from viche.search.query_parser import parse_query
from viche.search.results import ORDER, SearchResults

NAME = "search"
GOAL = 2.0
PAGES = 6
# Search word, and its frequency as one in this many messages.
WORDS = {"rare": 50_000, "middle": 500, "frequent": 5}
MESSAGE = KINDS["message"]

DROP_INDEXES = "DROP INDEX search_entry_words, search_entry_order"
CREATE_INDEXES = (
    "CREATE INDEX search_entry_words ON search_entry USING gin (vector, keys) WITH (fastupdate = off)",
    "CREATE INDEX search_entry_order ON search_entry (at, id)",
)
# Twelve words out of twenty thousand, the words of the frequency classes, and one mostly in messages that few
# may read.
FILL = """
    INSERT INTO search_entry (id, kind, version, place, at, keys, read_at, learned, vector)
    SELECT message.id, 'message', message.version, message.thread_id, message.posted_at,
           ARRAY[%(kind)s::uuid, message.thread_id] || CASE
               WHEN thread.visibility = 'group' THEN ARRAY[thread.group_id] ELSE ARRAY[]::uuid[] END,
           now(), true,
           array_to_tsvector(ARRAY(
               SELECT DISTINCT (1000 + hashint8(nth * 13 + place) %% 10000)::text
               FROM generate_series(1, 12) AS place
           ) || CASE WHEN nth %% %(rare)s = 0 THEN ARRAY['rare'] ELSE ARRAY[]::text[] END
             || CASE WHEN nth %% %(middle)s = 0 THEN ARRAY['middl'] ELSE ARRAY[]::text[] END
             || CASE WHEN nth %% %(frequent)s = 0 THEN ARRAY['frequent'] ELSE ARRAY[]::text[] END
             || CASE WHEN message.thread_id <> %(busy)s AND nth %% 2 = 0 OR nth %% 20000 = 0
                     THEN ARRAY['elsewher'] ELSE ARRAY[]::text[] END)
    FROM (SELECT *, row_number() OVER () AS nth FROM dialogue_message) AS message
    JOIN dialogue_thread AS thread ON thread.id = message.thread_id
"""
BARE_SQL = """
    SELECT id, kind, version, place, at, keys FROM search_entry
    WHERE vector @@ %(query)s::tsquery ORDER BY at DESC, id DESC LIMIT %(size)s
"""


def run(lab: Lab) -> Iterable[Metric]:
    for country in build_countries(lab):
        _fill(country)
        with open_bare_connection(plans="force_custom_plan") as plain:
            for person in ("typical", "heavy"):
                for word in (*WORDS, *(["elsewhere"] if person == "typical" else [])):
                    yield from _page_metrics(lab, country, person, word, plain)


def _fill(country: Country) -> None:
    facts: dict[str, Any] = {**WORDS, "kind": MESSAGE.key, "busy": country.busy.pk}
    if country.rows < max(WORDS.values()):
        facts["rare"] = country.rows // 3
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_entry")
        cursor.execute(DROP_INDEXES)
        cursor.execute(FILL, facts)
        for statement in CREATE_INDEXES:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE search_entry")


def _page_metrics(
    lab: Lab, country: Country, person: str, word: str, plain: psycopg.Connection[Any]
) -> Iterator[Metric]:
    actor, question = country.actor(person), parse_query(word)
    known = {"query": question.query, "size": PAGE_SIZE + 1}

    def page() -> list[Entry]:
        return SearchResults(actor, SearchFilter(question, [MESSAGE])).page(PAGE_SIZE + 1, ORDER)

    if not page():
        message = f"The {person} person finds nothing under {word}."
        raise RuntimeError(message)
    open_page = partial(_fetch_open_page, SearchFilter(question, [MESSAGE]))
    arms: dict[str, Callable[[], Any]] = {
        "ours": partial(measure_statements, page),
        "open": partial(measure_statements, open_page),
        "bare": partial(measure_statement, plain, BARE_SQL, known),
        "ours_cpu": partial(measure_backend_cpu, page),
        "open_cpu": partial(measure_backend_cpu, open_page),
    }
    found = measure_interleaved(arms, lab.repetitions, lab.size(PAGES, 2))
    ours, without, bare, cpu, cpu_without = ([one.sql for one in found[name]] for name in arms)
    at: dict[str, Any] = {"messages": country.rows, "person": person, "word": word}
    at |= {"ours_ms": spread(ours)[0], "open_ms": spread(without)[0], "bare_ms": spread(bare)[0]}
    at["whole_ms"] = spread([one.whole for one in found["ours"]])[0]
    yield build_metric(NAME, "query_vs_open", compute_ratio(ours, without), at_most=GOAL, **at)
    at = {"messages": country.rows, "person": person, "word": word}
    at |= {"ours_ms": spread(cpu)[0], "open_ms": spread(cpu_without)[0]}
    yield build_metric(NAME, "query_cpu_vs_open", compute_ratio(cpu, cpu_without), at_most=GOAL, **at)


def _fetch_open_page(wanted: SearchFilter) -> list[Any]:
    """Return the same page for a reader who may read everything, without checks."""
    return Candidates(wanted, [MESSAGE.key], ~Q(pk__in=())).next(PAGE_SIZE + 1)
