"""Lists of one person among 10^5 and 10^6 rows: threads, messages and action items.

A first page and a deep one. *query*: the product's query for a page, permissions included, until the rows
have arrived, compared with hand-written SQL for the same rows, columns and permissions
(`benchmarks.arms.hand_written_sql`). The time of the whole selector, with the work of Python, is reported
beside it.

*stock*: a page over HTTP, compared with a stock Django project with DRF that finds its rows by that SQL and
returns the same JSON (`benchmarks.arms.stock_lists`): each pair of pages is checked for equality before it is
timed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import orjson
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from benchmarks.arms.pages import PAGE_SIZE, PageTimes, PersonLists, measure_interleaved, open_bare_connection
from benchmarks.community import make_session_cookies
from benchmarks.country import Country, build_countries
from benchmarks.lab import ORIGIN, PRODUCT, Lab, Server
from benchmarks.measure import Metric, build_metric, compute_ratio, spread
from dialogue.models import Thread
from tasks.models import ActionItem
from viche.accounts.models import User

NAME = "lists"
STOCK = "benchmarks.arms.stock_site:application"
STOCK_SIGN_IN = "django.contrib.auth.backends.ModelBackend"
STOCK_SESSION = """
    INSERT INTO django_session (session_key, session_data, expire_date)
    VALUES (%s, %s, now() + interval '1 day')
"""
WARM_UP = 16  # pages: each thread of the product has a connection of its own with its own prepared statements
QUERY_GOAL, STOCK_GOAL = 1.3, 1.8
MODELS = {"threads": Thread, "items": ActionItem}


def run(lab: Lab) -> Iterable[Metric]:
    with ExitStack() as stack:
        ours = stack.enter_context(lab.serve(PRODUCT))
        stock = stack.enter_context(lab.serve(STOCK))
        for country in build_countries(lab):
            with open_bare_connection() as plain:
                lists = PersonLists(country, "typical", plain)
                yield from _query_metrics(lab, lists)
                yield from _request_metrics(lab, lists, ours, stock)


def _list_pages(country: Country, lists: PersonLists) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the kind of list, which page, and where it begins (empty: at the first row)."""
    for kind, model in MODELS.items():
        yield kind, "first", []
        yield kind, "deep", lists.place(model, country.depth("typical"))
    # Half of all messages are the first of their thread, which misleads a planner that sees the values.
    yield "messages", "first", [2]
    yield "messages", "deep", [min(100_000, country.rows // 4)]


def _query_metrics(lab: Lab, lists: PersonLists) -> Iterator[Metric]:
    for kind, page, place in _list_pages(lists.country, lists):
        if kind == "messages":
            arms = {"ours": lists.our_messages(place[0]), "hand": lists.hand_messages(place[0])}
        else:
            model, after = MODELS[kind], place or None
            lists.compare(model, after)
            arms = {"ours": lists.ours(model, after), "hand": lists.hand(model, after)}
        found = measure_interleaved(arms, lab.repetitions)
        inside = {name: [one.sql for one in times] for name, times in found.items()}
        yield build_metric(
            NAME,
            f"{kind}_query_vs_hand",
            compute_ratio(inside["ours"], inside["hand"]),
            at_most=QUERY_GOAL,
            rows=lists.country.rows,
            page=page,
            ours_ms=spread(inside["ours"])[0],
            hand_ms=spread(inside["hand"])[0],
            selector_ms=spread([one.whole for one in found["ours"]])[0],
        )


def _request_metrics(lab: Lab, lists: PersonLists, ours: Server, stock: Server) -> Iterator[Metric]:
    person = lists.country.people["typical"]
    cookie, stock_cookie = make_session_cookies([person])[0], _make_stock_cookie(person)
    for kind, page, place in _list_pages(lists.country, lists):
        readers = {
            "ours": _Reader(ours, cookie, *_our_page(lists, kind, place)),
            "stock": _Reader(stock, stock_cookie, *_stock_page(lists, kind, place)),
        }
        _check_equal(kind, readers["ours"].read()["items"], readers["stock"].read()["results"])
        arms = {name: reader.fetch for name, reader in readers.items()}
        for _page in range(WARM_UP):
            arms["ours"]()
        found = measure_interleaved(arms, lab.repetitions, pages=4)
        yield _vs_stock_metric(kind, page, lists.country.rows, found)


def _check_equal(kind: str, ours: list[Any], stock: list[Any]) -> None:
    if len(ours) < min(PAGE_SIZE, 20) or ours != stock:
        raise RuntimeError(f"Both arms should say the same of {kind}: {ours[:1]} {stock[:1]}")


def _make_stock_cookie(person: User) -> str:
    store = SessionStore()
    signed_in = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: STOCK_SIGN_IN,
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    key = person.pk.hex
    with connection.cursor() as cursor:
        cursor.execute(STOCK_SESSION, [key, store.encode(signed_in)])
    return f"sessionid={key}"


def _vs_stock_metric(kind: str, page: str, rows: int, found: Mapping[str, list[PageTimes]]) -> Metric:
    whole = {name: [one.whole for one in times] for name, times in found.items()}
    return build_metric(
        NAME,
        f"{kind}_vs_stock",
        compute_ratio(whole["stock"], whole["ours"]),
        at_least=STOCK_GOAL,
        rows=rows,
        page=page,
        ours_ms=spread(whole["ours"])[0],
        stock_ms=spread(whole["stock"])[0],
    )


def _our_page(lists: PersonLists, kind: str, place: list[Any]) -> tuple[str, dict[str, Any]]:
    if kind == "messages":
        asked = {"cursor": lists.cursor(["after", place[0] - 1])}
        return f"/api/v1/threads/{lists.country.busy.pk}/messages", asked
    path = {"threads": "/api/v1/threads", "items": "/api/v1/action-items"}[kind]
    return path, {"cursor": lists.cursor(place)} if place else {}


def _stock_page(lists: PersonLists, kind: str, place: list[Any]) -> tuple[str, dict[str, Any]]:
    if kind == "messages":
        first = place[0]
        return "/messages/", {"thread": lists.country.busy.pk, "first": first, "last": first + PAGE_SIZE - 1}
    return f"/{kind}/", dict(zip(("after", "after_id"), map(str, place), strict=False))


class _Reader:
    """A person who reads the same page repeatedly over one keep-alive connection."""

    def __init__(self, server: Server, cookie: str, path: str, query: Mapping[str, Any]) -> None:
        self._connection = HTTPConnection(server.host, server.port)
        self._address = f"{path}?{urlencode(query)}" if query else path
        self._headers = {
            "Host": ORIGIN.removeprefix("http://"),
            "Cookie": cookie,
            "Accept": "application/json",
        }

    def fetch(self) -> None:
        self._read()

    def read(self) -> dict[str, Any]:
        """Return the decoded page."""
        said: dict[str, Any] = orjson.loads(self._read())
        return said

    def _read(self) -> bytes:
        self._connection.request("GET", self._address, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self._address}: {answer.status} {body[:500]!r}")
        return body
