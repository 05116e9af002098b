"""Opening a thread at the first unread message, and reading on: among 10^3 messages and among 10^5.

*open*: the product's queries for the page with the first unread message (the thread with its permissions, the
reader's read marks, the messages with their relations), compared with hand-written SQL. *next*: the page
after it. *flat*: either page in the long thread compared with the short one: a conversation of years must
open as fast as yesterday's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import psycopg
from django.db import connection

from benchmarks.arms import hand_written_sql
from benchmarks.arms.pages import (
    PAGE_SIZE,
    PAGES_PER_REPETITION,
    measure_interleaved,
    measure_statement,
    measure_statements,
    open_bare_connection,
)
from benchmarks.community import Community, make_community, make_thread, refresh_statistics
from benchmarks.lab import Lab
from benchmarks.measure import Metric, build_metric, compute_ratio, spread
from dialogue.messages.selectors import messages_of
from dialogue.models import Thread
from dialogue.reading.selectors import get_read_state
from dialogue.threads.selectors import get_thread_for
from viche.kernel.clock import now

NAME = "thread"
CROWD = 30
QUERY_GOAL, FLAT_GOAL = 2.0, 1.5
BODY = "Після школи на перехресті не видно пішоходів: просимо лежачого поліцейського."

CLEAR = "TRUNCATE dialogue_threadreading, dialogue_message CASCADE"
FILL = """
    INSERT INTO dialogue_message (
        id, version, thread_id, number, author_id, on_behalf, body, html, recipe, client_id, posted_at
    )
    SELECT uuidv7(), 1, %(thread)s, number, (%(people)s::uuid[])[2 + number %% (%(crowd)s - 1)], false,
           %(body)s, '<p>' || %(body)s || '</p>', %(recipe)s, uuidv7(), now()
    FROM generate_series(1, %(messages)s) AS number
"""
SET_MESSAGE_COUNT = "UPDATE dialogue_thread SET message_count = %(messages)s WHERE id = %(thread)s"
# Read marks with gaps: every seventh of the later messages was read, the others are unread.
FILL_READING = """
    INSERT INTO dialogue_threadreading (id, thread_id, person_id, ranges, seen)
    SELECT uuidv7(), %(thread)s, %(person)s, range_agg(span), sum(upper(span) - lower(span))
    FROM (
        SELECT int4range(1, %(messages)s / 2) AS span
        UNION ALL
        SELECT int4range(number, number + 1)
        FROM generate_series(%(messages)s / 2 + 200, %(messages)s / 2 + 400, 7) AS number
    ) AS spans
"""
SELECT_READING = """
    SELECT ranges, seen, passed_on, put_back FROM dialogue_threadreading
    WHERE person_id = %(person)s AND thread_id = %(thread)s
"""


def run(lab: Lab) -> Iterable[Metric]:
    community = make_community(CROWD)
    thread = make_thread(community)
    few: dict[str, float] = {}
    for messages in (lab.size(1_000, 100), lab.size(100_000, 500)):
        _fill(community, thread, messages)
        with open_bare_connection() as plain:
            yield from _metrics(_ThreadPages(community, thread, plain), messages, lab, few)


def _fill(community: Community, thread: Thread, messages: int) -> None:
    facts: dict[str, Any] = {
        "thread": thread.pk,
        "people": [one.pk for one in community.people],
        "person": community.people[0].pk,
        "crowd": CROWD,
        "body": BODY,
        "recipe": "",
        "messages": messages,
    }
    with connection.cursor() as cursor:
        for statement in (CLEAR, FILL, SET_MESSAGE_COUNT, FILL_READING):
            cursor.execute(statement, facts)
        cursor.execute("VACUUM ANALYZE dialogue_message")
    refresh_statistics()


def _metrics(page: _ThreadPages, messages: int, lab: Lab, few: dict[str, float]) -> Iterator[Metric]:
    """Yield the metrics of both pages.

    `few`: times in the short thread; times of new pages are added.
    """
    for name, arms in page.arms().items():
        found = measure_interleaved(arms, lab.repetitions, lab.size(PAGES_PER_REPETITION, 2))
        inside = {arm: [one.sql for one in times] for arm, times in found.items()}
        ours, hand = spread(inside["ours"])[0], spread(inside["hand"])[0]
        at: dict[str, Any] = {"page": name, "messages": messages, "ours_ms": ours, "hand_ms": hand}
        yield build_metric(
            NAME, "query_vs_hand", compute_ratio(inside["ours"], inside["hand"]), at_most=QUERY_GOAL, **at
        )
        if name in few:
            flat = spread([time / few[name] for time in inside["ours"]])
            yield build_metric(NAME, "flat", flat, at_most=FLAT_GOAL, **at)
        few.setdefault(name, ours)


class _ThreadPages:
    """One thread as its first reader opens it. `plain` is a connection for the hand-written SQL."""

    def __init__(self, community: Community, thread: Thread, plain: psycopg.Connection[Any]) -> None:
        self._actor, self._thread, self._plain = community.actor(), thread, plain
        seen = get_thread_for(self._actor, thread.pk)
        first = get_read_state(self._actor, seen).first_unread
        if first is None or first < 2:
            raise RuntimeError("Something should be read, and something should wait.")
        self._first: int = first

    def arms(self) -> Mapping[str, dict[str, Callable[[], float]]]:
        return {
            "open": {"ours": self._opened, "hand": lambda: self._by_hand(SELECT_READING, self._first)},
            "next": {"ours": self._read_on, "hand": lambda: self._by_hand(None, self._first + PAGE_SIZE)},
        }

    def _opened(self) -> float:
        def fetch() -> None:
            thread = get_thread_for(self._actor, self._thread.pk)
            first = get_read_state(self._actor, thread).first_unread or 1
            messages_of(thread, first, first + PAGE_SIZE - 1)

        return measure_statements(fetch)

    def _read_on(self) -> float:
        def fetch() -> None:
            thread = get_thread_for(self._actor, self._thread.pk)
            messages_of(thread, self._first + PAGE_SIZE, self._first + 2 * PAGE_SIZE - 1)

        return measure_statements(fetch)

    def _by_hand(self, before: str | None, first: int) -> float:
        known = {"person": self._actor.person_id, "at": now(), "thread": self._thread.pk}
        read = measure_statement(self._plain, before, known) if before is not None else 0.0
        return read + measure_statement(
            self._plain,
            hand_written_sql.select_messages(),
            known | {"first": first, "last": first + PAGE_SIZE - 1},
        )
