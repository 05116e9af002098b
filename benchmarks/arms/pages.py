"""One page of a list as each arm fetches it: the product's selectors, SQL by hand, guardian."""

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

from benchmarks.arms import by_hand
from benchmarks.country import Country
from benchmarks.lab import cpu_of
from benchmarks.measure import interleaved, percentile
from dialogue.messages.selectors import messages_of
from dialogue.models import Thread
from dialogue.threads.listing import LIST as THREAD_LIST, thread_list_for
from dialogue.threads.selectors import get_thread_for
from tasks.items.access import Stance
from tasks.items.filters import LIST as ITEM_LIST, ItemFilter, filtered
from tasks.models import ActionItem
from viche.kernel.clock import now

SIZE = 50
PAGES = 12  # timed in each repetition
ORDER: dict[type[Any], tuple[str, ...]] = {Thread: ("-active_at", "-id"), ActionItem: ("due_on", "id")}
LISTS: dict[type[Any], tuple[Any, Any]] = {Thread: (THREAD_LIST, (None, True)), ActionItem: (ITEM_LIST, True)}
BY_HAND: dict[type[Any], Callable[..., str]] = {Thread: by_hand.threads, ActionItem: by_hand.items}


@contextmanager
def bare_connection(plans: str = "force_generic_plan") -> Iterator[psycopg.Connection[Any]]:
    """For statements by hand: prepared and planned once, as the product's are, unless said otherwise."""
    options = f"-c plan_cache_mode={plans} -c jit=off -c random_page_cost=1.1"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, options=options) as plain:
        plain.prepare_threshold = 0
        yield plain


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of a page, p50: in the database, and with everything that Python does."""

    sql: float
    whole: float


def interleaved_times(
    arms: Mapping[str, Callable[[], Any]], repetitions: int, pages: int = PAGES
) -> dict[str, list[Times]]:
    """So many pages of each arm in each repetition, page by page in turn: a page is over so quickly that a
    slow moment would else strike one alone. What an arm returns are the seconds that its statements took, or
    whatever else when they are not told apart.
    """
    found: dict[str, list[Times]] = {name: [] for name in arms}
    for fetch in arms.values():
        fetch()
    for _repetition in range(repetitions):
        spans = interleaved({name: partial(_span, fetch) for name, fetch in arms.items()}, pages)
        for name, measured in spans.items():
            sql, whole = zip(*measured, strict=True)
            found[name].append(Times(percentile(sql, 0.5) * 1000, percentile(whole, 0.5) * 1000))
    return found


def _span(fetch: Callable[[], Any]) -> tuple[float, float]:
    started = time.perf_counter()
    inside = fetch()
    whole = time.perf_counter() - started
    return inside if isinstance(inside, float) else whole, whole


def watched(fetch: Callable[[], Any]) -> float:
    """The seconds that the statements of the product take, until their rows have come."""
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


def worked(fetch: Callable[[], Any]) -> float:
    """The seconds that the product's connection kept a processor of the database busy meanwhile."""
    connection.ensure_connection()
    pid: int = connection.connection.info.backend_pid
    before = cpu_of(pid)
    fetch()
    return cpu_of(pid) - before


def timed(plain: psycopg.Connection[Any], statement: str, known: Mapping[str, Any] | None = None) -> float:
    """The seconds that a statement by hand takes, until its rows have come."""
    started = time.perf_counter()
    plain.execute(statement, known)
    return time.perf_counter() - started


def shown(model: type[Any], rows: Any) -> Any:
    """Rows with the columns that the product's own lists bring, and what these join."""
    listing, shape = LISTS[model]
    return listing.build(shape, None, now()).shown(rows)


class Lists:
    """The lists of one person in a country. `plain` is a bare connection, for the statements by hand."""

    def __init__(self, country: Country, person: str, plain: psycopg.Connection[Any]) -> None:
        self.country, self.person, self.plain = country, person, plain
        self.actor = country.actor(person)
        self.stance = Stance.of(self.actor)

    def rows(self, model: type[Any], size: int, after: Sequence[Any] | None = None) -> Sequence[Any]:
        """A page as the API has it."""
        found: Any = thread_list_for(self.actor) if model is Thread else filtered(self.stance, ItemFilter())
        page: Sequence[Any] = found.page(size, ORDER[model], after)
        return page

    def place(self, model: type[Any], depth: int) -> list[Any]:
        """The values by which a page begins so many rows down."""
        if self.person == "heavy":
            order = ORDER[model][0].lstrip("-")
            known = {"person": self.actor.person_id, "at": now(), "depth": depth}
            return list(self.plain.execute(by_hand.deep(order), known).fetchone() or ())
        last = self.rows(model, depth)[-1]
        return [getattr(last, name.lstrip("-")) for name in ORDER[model]]

    def ours(self, model: type[Any], after: Sequence[Any] | None) -> Callable[[], float]:
        return lambda: watched(lambda: self.rows(model, SIZE + 1, after))

    def hand(self, model: type[Any], after: Sequence[Any] | None) -> Callable[[], float]:
        statement = BY_HAND[model](few=self.person == "typical", later=after is not None)
        return self._by_hand(statement, dict(zip(("after", "after_id"), after or (), strict=False)))

    def our_messages(self, first: int) -> Callable[[], float]:
        def fetch() -> None:
            messages_of(get_thread_for(self.actor, self.country.busy.pk), first, first + SIZE - 1)

        return lambda: watched(fetch)

    def hand_messages(self, first: int) -> Callable[[], float]:
        facts = {"thread": self.country.busy.pk, "first": first, "last": first + SIZE - 1}
        return self._by_hand(by_hand.messages(), facts)

    def _by_hand(self, statement: str, facts: dict[str, Any]) -> Callable[[], float]:
        known = {"person": self.actor.person_id, "at": now(), **facts}

        return lambda: timed(self.plain, statement, known)

    def compare(self, model: type[Any], after: Sequence[Any] | None) -> None:
        """Both have the same rows. Raises RuntimeError otherwise."""
        statement = BY_HAND[model](few=self.person == "typical", later=after is not None)
        known = {"person": self.actor.person_id, "at": now()}
        known |= dict(zip(("after", "after_id"), after or (), strict=False))
        by_hand_ids = [row[0] for row in self.plain.execute(statement, known).fetchall()]
        if [row.pk for row in self.rows(model, SIZE + 1, after)] != by_hand_ids or not by_hand_ids:
            raise RuntimeError(f"By hand the {self.person} person sees other {model.__name__} rows.")

    @staticmethod
    def cursor(place: Sequence[Any]) -> str:
        """A place in a list as the API writes it."""
        return urlsafe_b64encode(orjson.dumps(list(place))).decode().rstrip("=")
