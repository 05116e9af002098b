"""Lists of threads, messages and action items of one person among 10^5 and 10^6: a first page and a deep one.

*query*: what the product asks PostgreSQL for a page, permissions and all, until the rows are here, beside SQL
written by hand for the same rows, columns and permissions (`benchmarks.arms.by_hand`). The whole selector,
with what Python makes of the rows, stands beside it in milliseconds.

*stock*: a page over HTTP, beside a stock Django project with DRF that finds its rows by that SQL and answers
the very same JSON of them (`benchmarks.arms.stock_lists`): each pair of pages is compared before it is timed.
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

from benchmarks.arms.pages import SIZE, Lists, Times, bare_connection, interleaved_times
from benchmarks.community import cookies
from benchmarks.country import Country, countries
from benchmarks.lab import ORIGIN, PRODUCT, Lab, Server
from benchmarks.measure import Metric, metric, ratio, spread
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
WARM_UP = 16  # pages: each of our threads has a connection of its own, on which statements are prepared
QUERY_GOAL, STOCK_GOAL = 1.3, 1.8
MODELS = {"threads": Thread, "items": ActionItem}


def run(lab: Lab) -> Iterable[Metric]:
    with ExitStack() as stack:
        ours = stack.enter_context(lab.serve(PRODUCT))
        stock = stack.enter_context(lab.serve(STOCK))
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
    person = lists.country.people["typical"]
    cookie, stock_cookie = cookies([person])[0], _stock_cookie(person)
    for kind, page, place in _pages(lists.country, lists):
        readers = {
            "ours": _Reader(ours, cookie, *_our_page(lists, kind, place)),
            "stock": _Reader(stock, stock_cookie, *_stock_page(lists, kind, place)),
        }
        _compare(kind, readers["ours"].read()["items"], readers["stock"].read()["results"])
        arms = {name: reader.fetch for name, reader in readers.items()}
        for _page in range(WARM_UP):
            arms["ours"]()
        found = interleaved_times(arms, lab.repetitions, pages=4)
        yield _request_metric(kind, page, lists.country.rows, found)


def _compare(kind: str, ours: list[Any], stock: list[Any]) -> None:
    if len(ours) < min(SIZE, 20) or ours != stock:
        raise RuntimeError(f"Both arms should say the same of {kind}: {ours[:1]} {stock[:1]}")


def _stock_cookie(person: User) -> str:
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
    if kind == "messages":
        first = place[0]
        return "/messages/", {"thread": lists.country.busy.pk, "first": first, "last": first + SIZE - 1}
    return f"/{kind}/", dict(zip(("after", "after_id"), map(str, place), strict=False))


class _Reader:
    """One person on one connection, kept alive, who reads the same page again and again."""

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
        """What the page says."""
        said: dict[str, Any] = orjson.loads(self._read())
        return said

    def _read(self) -> bytes:
        self._connection.request("GET", self._address, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self._address}: {answer.status} {body[:500]!r}")
        return body
