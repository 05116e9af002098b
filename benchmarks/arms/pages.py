"""One page of a list as each arm fetches it: the product's selectors, hand-written SQL, guardian."""

from __future__ import annotations

import os
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
import psycopg
from django.db import connection

from benchmarks.arms import hand_written_sql
from benchmarks.country import Country
from benchmarks.lab import cpu_of
from benchmarks.measure import compute_percentile, run_interleaved
from dialogue.messages.selectors import messages_of
from dialogue.models import Thread
from dialogue.threads.listing import HOT_THREADS as THREAD_LIST, thread_list_for
from dialogue.threads.selectors import get_thread_for
from tasks.items.access import ActorItemAccess
from tasks.items.filters import ALL_ITEMS as ITEM_LIST, ItemFilter, list_filtered_items
from tasks.models import ActionItem
from viche.kernel.clock import now

PAGE_SIZE = 50
PAGES_PER_REPETITION = 12  # measured in each repetition
ORDERINGS: dict[type[Any], tuple[str, ...]] = {Thread: ("-active_at", "-id"), ActionItem: ("due_on", "id")}
LISTS: dict[type[Any], tuple[Any, Any]] = {Thread: (THREAD_LIST, (None, True)), ActionItem: (ITEM_LIST, True)}
SQL_BY_MODEL: dict[type[Any], Callable[..., str]] = {
    Thread: hand_written_sql.select_threads,
    ActionItem: hand_written_sql.select_items,
}


@contextmanager
def open_bare_connection(plans: str = "force_generic_plan") -> Iterator[psycopg.Connection[Any]]:
    """Open a connection for hand-written SQL, by default planned once like the product's."""
    options = f"-c plan_cache_mode={plans} -c jit=off -c random_page_cost=1.1"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, options=options) as plain:
        plain.prepare_threshold = 0
        yield plain


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Milliseconds of a page, p50: in the database, and with everything that Python does."""

    sql: float
    whole: float


def measure_interleaved(
    arms: Mapping[str, Callable[[], Any]], repetitions: int, pages: int = PAGES_PER_REPETITION
) -> dict[str, list[PageTimes]]:
    """Return the times of `pages` pages per arm and repetition, taking turns page by page.

    A page is so short that a slow moment would otherwise hit one arm alone. An arm returns the seconds that
    its statements took, or any other value when they are not measured separately.
    """
    found: dict[str, list[PageTimes]] = {name: [] for name in arms}
    for fetch in arms.values():
        fetch()
    for _repetition in range(repetitions):
        spans = run_interleaved({name: partial(_measure_page, fetch) for name, fetch in arms.items()}, pages)
        for name, measured in spans.items():
            sql, whole = zip(*measured, strict=True)
            found[name].append(
                PageTimes(compute_percentile(sql, 0.5) * 1000, compute_percentile(whole, 0.5) * 1000)
            )
    return found


def _measure_page(fetch: Callable[[], Any]) -> tuple[float, float]:
    started = time.perf_counter()
    inside = fetch()
    whole = time.perf_counter() - started
    return inside if isinstance(inside, float) else whole, whole


def measure_statements(fetch: Callable[[], Any]) -> float:
    """Return the seconds that the product's statements take, until their rows have arrived."""
    spent = 0.0

    def look(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal spent
        started = time.perf_counter()
        try:
            return execute(statement, parameters, many, context)
        finally:
            spent += time.perf_counter() - started

    with connection.execute_wrapper(look):
        fetch()
    return spent


def measure_backend_cpu(fetch: Callable[[], Any]) -> float:
    """Return the CPU seconds that the product's database backend uses meanwhile."""
    connection.ensure_connection()
    pid: int = connection.connection.info.backend_pid
    before = cpu_of(pid)
    fetch()
    return cpu_of(pid) - before


def measure_statement(
    plain: psycopg.Connection[Any], statement: str, known: Mapping[str, Any] | None = None
) -> float:
    """Return the seconds that a hand-written statement takes, until its rows have arrived."""
    started = time.perf_counter()
    plain.execute(statement, known)
    return time.perf_counter() - started


def select_list_columns(model: type[Any], rows: Any) -> Any:
    """Return rows with the columns and joins of the product's own lists."""
    listing, shape = LISTS[model]
    return listing.build(shape, None, now()).shown(rows)


class PersonLists:
    """The lists of one person in a country. `plain` is a bare connection for hand-written SQL."""

    def __init__(self, country: Country, person: str, plain: psycopg.Connection[Any]) -> None:
        self.country, self.person, self.plain = country, person, plain
        self.actor = country.actor(person)
        self.stance = ActorItemAccess.of(self.actor)

    def rows(self, model: type[Any], size: int, after: Sequence[Any] | None = None) -> Sequence[Any]:
        """Return a page as the API does."""
        found: Any = (
            thread_list_for(self.actor) if model is Thread else list_filtered_items(self.stance, ItemFilter())
        )
        page: Sequence[Any] = found.page(size, ORDERINGS[model], after)
        return page

    def place(self, model: type[Any], depth: int) -> list[Any]:
        """Return the cursor values of a page `depth` rows down the list."""
        if self.person == "heavy":
            order = ORDERINGS[model][0].lstrip("-")
            known = {"person": self.actor.person_id, "at": now(), "depth": depth}
            return list(
                self.plain.execute(hand_written_sql.select_deep_cursor(order), known).fetchone() or ()
            )
        last = self.rows(model, depth)[-1]
        return [getattr(last, name.lstrip("-")) for name in ORDERINGS[model]]

    def ours(self, model: type[Any], after: Sequence[Any] | None) -> Callable[[], float]:
        return lambda: measure_statements(lambda: self.rows(model, PAGE_SIZE + 1, after))

    def hand(self, model: type[Any], after: Sequence[Any] | None) -> Callable[[], float]:
        statement = SQL_BY_MODEL[model](few=self.person == "typical", later=after is not None)
        return self._by_hand(statement, dict(zip(("after", "after_id"), after or (), strict=False)))

    def our_messages(self, first: int) -> Callable[[], float]:
        def fetch() -> None:
            messages_of(get_thread_for(self.actor, self.country.busy.pk), first, first + PAGE_SIZE - 1)

        return lambda: measure_statements(fetch)

    def hand_messages(self, first: int) -> Callable[[], float]:
        facts = {"thread": self.country.busy.pk, "first": first, "last": first + PAGE_SIZE - 1}
        return self._by_hand(hand_written_sql.select_messages(), facts)

    def _by_hand(self, statement: str, facts: dict[str, Any]) -> Callable[[], float]:
        known = {"person": self.actor.person_id, "at": now(), **facts}

        return lambda: measure_statement(self.plain, statement, known)

    def compare(self, model: type[Any], after: Sequence[Any] | None) -> None:
        """Raise RuntimeError unless both arms return the same rows."""
        statement = SQL_BY_MODEL[model](few=self.person == "typical", later=after is not None)
        known = {"person": self.actor.person_id, "at": now()}
        known |= dict(zip(("after", "after_id"), after or (), strict=False))
        by_hand_ids = [row[0] for row in self.plain.execute(statement, known).fetchall()]
        if [row.pk for row in self.rows(model, PAGE_SIZE + 1, after)] != by_hand_ids or not by_hand_ids:
            raise RuntimeError(f"By hand the {self.person} person sees other {model.__name__} rows.")

    @staticmethod
    def cursor(place: Sequence[Any]) -> str:
        """Return cursor values as the API encodes them."""
        return urlsafe_b64encode(orjson.dumps(list(place))).decode().rstrip("=")
