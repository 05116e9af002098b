"""Search over 10^5 and 10^6 messages: the first page of words that stand in few, in some and in many of them.

*query*: what the product asks PostgreSQL for the page, permissions and all, beside the same without them:
what the finder may see is not looked up, places do not narrow it, and no row is asked; the time until its
rows have come, and the processor time of the database. *bare*, for
comparison, is one statement for the first entries with these words, planned for the words at hand. The
*typical* person sees half of all messages (those of one thread, said in turn with the others) and a hundredth
of the others; the *heavy* one a fifth, too many threads to be narrowed by. *elsewhere* is a word that stands
in a quarter of all messages, but hardly where the typical person may look: the trap of a planner that walks.
Without permissions its page is among the newest, with them nowhere near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Q

from benchmarks.arms.pages import SIZE, bare_connection, interleaved_times, timed, watched, worked
from benchmarks.country import Country, countries
from benchmarks.lab import Lab
from benchmarks.measure import Metric, metric, ratio, spread
from viche.search.candidates import Candidates, Wanted
from viche.search.finding import ORDER, Found
from viche.search.kinds import KINDS
from viche.search.models import Entry
from viche.search.questions import read

NAME = "search"
GOAL = 2.0
PAGES = 6
# What is typed, and in one of how many messages it stands.
WORDS = {"rare": 50_000, "middle": 500, "frequent": 5}
MESSAGE = KINDS["message"]

DROP = "DROP INDEX search_entry_words, search_entry_order"
MAKE = (
    "CREATE INDEX search_entry_words ON search_entry USING gin (vector, keys) WITH (fastupdate = off)",
    "CREATE INDEX search_entry_order ON search_entry (at, id)",
)
# Twelve words of twenty thousand, those of the classes, and one that stands only where few may look.
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
BARE = """
    SELECT id, kind, version, place, at, keys FROM search_entry
    WHERE vector @@ %(query)s::tsquery ORDER BY at DESC, id DESC LIMIT %(size)s
"""


def run(lab: Lab) -> Iterable[Metric]:
    for country in countries(lab):
        _fill(country)
        with bare_connection(plans="force_custom_plan") as plain:
            for person in ("typical", "heavy"):
                for word in (*WORDS, *(["elsewhere"] if person == "typical" else [])):
                    yield from _page(lab, country, person, word, plain)


def _fill(country: Country) -> None:
    facts: dict[str, Any] = {**WORDS, "kind": MESSAGE.key, "busy": country.busy.pk}
    if country.rows < max(WORDS.values()):
        facts["rare"] = country.rows // 3
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_entry")
        cursor.execute(DROP)
        cursor.execute(FILL, facts)
        for statement in MAKE:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE search_entry")


def _page(
    lab: Lab, country: Country, person: str, word: str, plain: psycopg.Connection[Any]
) -> Iterator[Metric]:
    actor, question = country.actor(person), read(word)
    known = {"query": question.query, "size": SIZE + 1}

    def page() -> list[Entry]:
        return Found(actor, Wanted(question, [MESSAGE])).page(SIZE + 1, ORDER)

    if not page():
        message = f"The {person} person finds nothing under {word}."
        raise RuntimeError(message)
    open_page = partial(_open_page, Wanted(question, [MESSAGE]))
    arms: dict[str, Callable[[], Any]] = {
        "ours": partial(watched, page),
        "open": partial(watched, open_page),
        "bare": partial(timed, plain, BARE, known),
        "ours_cpu": partial(worked, page),
        "open_cpu": partial(worked, open_page),
    }
    found = interleaved_times(arms, lab.repetitions, lab.size(PAGES, 2))
    ours, without, bare, cpu, cpu_without = ([one.sql for one in found[name]] for name in arms)
    at: dict[str, Any] = {"messages": country.rows, "person": person, "word": word}
    at |= {"ours_ms": spread(ours)[0], "open_ms": spread(without)[0], "bare_ms": spread(bare)[0]}
    at["whole_ms"] = spread([one.whole for one in found["ours"]])[0]
    yield metric(NAME, "query_vs_open", ratio(ours, without), at_most=GOAL, **at)
    at = {"messages": country.rows, "person": person, "word": word}
    at |= {"ours_ms": spread(cpu)[0], "open_ms": spread(cpu_without)[0]}
    yield metric(NAME, "query_cpu_vs_open", ratio(cpu, cpu_without), at_most=GOAL, **at)


def _open_page(wanted: Wanted) -> list[Any]:
    """The same page for somebody who may see everything, without asking."""
    return Candidates(wanted, [MESSAGE.key], ~Q(pk__in=())).next(SIZE + 1)
