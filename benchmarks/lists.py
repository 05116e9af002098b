"""Lists of threads, messages and action items of one person among 10^5 and 10^6: a first page and a deep one.

*query*: what the product asks PostgreSQL for a page, permissions and all, until the rows are here, beside SQL
written by hand for the same rows, columns and permissions (`benchmarks.arms.by_hand`). The whole selector,
with what Python makes of the rows, stands beside it in milliseconds.

*stock*: a page over HTTP, beside a stock Django project with DRF that gets its rows by that SQL
(`benchmarks.arms.stock_lists`). Ours says more: what is unread, who reads it, what the reader may do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import orjson

from benchmarks.arms.names import STOCK_SESSIONS
from benchmarks.arms.pages import SIZE, Lists, Times, bare_connection, interleaved_times
from benchmarks.community import cookies
from benchmarks.country import Country, countries
from benchmarks.lab import ORIGIN, PRODUCT, UNBOUNDED, Lab, Server
from benchmarks.measure import Metric, metric, ratio, spread
from dialogue.models import Thread
from tasks.models import ActionItem
from viche.kernel.clock import now

NAME = "lists"
STOCK = "benchmarks.arms.stock_lists:application"
KEY = "stock-reader"
QUERY_GOAL, STOCK_GOAL = 1.3, 1.8
MODELS = {"threads": Thread, "items": ActionItem}


def run(lab: Lab) -> Iterable[Metric]:
    with ExitStack() as stack:
        ours = stack.enter_context(lab.serve(PRODUCT))
        stock = stack.enter_context(lab.serve(STOCK, env={**UNBOUNDED, STOCK_SESSIONS: KEY}))
        for country in countries(lab):
            with bare_connection() as plain:
                lists = Lists(country, "typical", plain)
                yield from _queries(lab, lists)
                yield from _requests(lab, lists, ours, stock)


def _pages(country: Country, lists: Lists) -> Iterator[tuple[str, str, list[Any]]]:
    """Each kind, which page of it, and where it begins (nothing: at the first row)."""
    for kind, model in MODELS.items():
        yield kind, "first", []
        yield kind, "deep", lists.place(model, country.depth("typical"))
    # Half of all messages are the first of their thread, which leads a planner astray that reads values.
    yield "messages", "first", [2]
    yield "messages", "deep", [min(100_000, country.rows // 4)]


def _queries(lab: Lab, lists: Lists) -> Iterator[Metric]:
    for kind, page, place in _pages(lists.country, lists):
        if kind == "messages":
            arms = {"ours": lists.our_messages(place[0]), "hand": lists.hand_messages(place[0])}
        else:
            model, after = MODELS[kind], place or None
            lists.compare(model, after)
            arms = {"ours": lists.ours(model, after), "hand": lists.hand(model, after)}
        found = interleaved_times(arms, lab.repetitions)
        inside = {name: [one.sql for one in times] for name, times in found.items()}
        yield metric(
            NAME,
            f"{kind}_query_vs_hand",
            ratio(inside["ours"], inside["hand"]),
            at_most=QUERY_GOAL,
            rows=lists.country.rows,
            page=page,
            ours_ms=spread(inside["ours"])[0],
            hand_ms=spread(inside["hand"])[0],
            selector_ms=spread([one.whole for one in found["ours"]])[0],
        )


def _requests(lab: Lab, lists: Lists, ours: Server, stock: Server) -> Iterator[Metric]:
    cookie = cookies([lists.country.people["typical"]])[0]
    for kind, page, place in _pages(lists.country, lists):
        arms = {
            "ours": _Reader(ours, cookie, "items", *_our_page(lists, kind, place)).fetch,
            "stock": _Reader(stock, f"sessionid={KEY}", "results", *_stock_page(lists, kind, place)).fetch,
        }
        found = interleaved_times(arms, lab.repetitions, pages=6)
        yield _request_metric(kind, page, lists.country.rows, found)


def _request_metric(kind: str, page: str, rows: int, found: Mapping[str, list[Times]]) -> Metric:
    whole = {name: [one.whole for one in times] for name, times in found.items()}
    return metric(
        NAME,
        f"{kind}_vs_stock",
        ratio(whole["stock"], whole["ours"]),
        at_least=STOCK_GOAL,
        rows=rows,
        page=page,
        ours_ms=spread(whole["ours"])[0],
        stock_ms=spread(whole["stock"])[0],
    )


def _our_page(lists: Lists, kind: str, place: list[Any]) -> tuple[str, dict[str, Any]]:
    if kind == "messages":
        asked = {"cursor": lists.cursor(["after", place[0] - 1])}
        return f"/api/v1/threads/{lists.country.busy.pk}/messages", asked
    path = {"threads": "/api/v1/threads", "items": "/api/v1/action-items"}[kind]
    return path, {"cursor": lists.cursor(place)} if place else {}


def _stock_page(lists: Lists, kind: str, place: list[Any]) -> tuple[str, dict[str, Any]]:
    known: dict[str, Any] = {"person": lists.actor.person_id, "at": now().isoformat()}
    if kind == "messages":
        first = place[0]
        known |= {"thread": lists.country.busy.pk, "first": first, "last": first + SIZE - 1}
    else:
        known |= dict(zip(("after", "after_id"), map(str, place), strict=False))
    return f"/{kind}/", known


class _Reader:
    """One person on one connection, kept alive, who reads the same page again and again."""

    def __init__(self, server: Server, cookie: str, name: str, path: str, query: Mapping[str, Any]) -> None:
        self._connection = HTTPConnection(server.host, server.port)
        self._address = f"{path}?{urlencode(query)}" if query else path
        self._headers = {
            "Host": ORIGIN.removeprefix("http://"),
            "Cookie": cookie,
            "Accept": "application/json",
        }
        rows = orjson.loads(self._read())[name]
        if len(rows) < min(SIZE, 20):
            raise RuntimeError(f"{self._address} has {len(rows)} rows.")

    def fetch(self) -> None:
        self._read()

    def _read(self) -> bytes:
        self._connection.request("GET", self._address, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self._address}: {answer.status} {body[:500]!r}")
        return body
