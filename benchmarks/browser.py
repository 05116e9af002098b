"""Lighthouse scores, then waiting times on a phone: Today, a thread of 1,000 messages, scrolling 10,000.

Lighthouse scores have goals (`benchmarks.lighthouse`). The waiting times are seconds on this machine, with
Chromium at a quarter of its CPU speed, on what its developer tools call slow 4G: they have no goals and serve
to compare two versions of the product. *cold* is a first visit with an empty cache; *warm* a later one, with
the program in the service worker. *shown* is the first contentful paint, *there* when the main content could
be read (a waiting thread; the first unread message), *blocked* the total blocking time: the time of tasks
beyond their first 50 ms.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.community import Community, make_community, make_session_cookies, make_thread
from benchmarks.lab import Lab, Server
from benchmarks.lighthouse.visits import audit_pages
from benchmarks.measure import Metric, report_metric
from benchmarks.thread import BODY, FILL, SET_MESSAGE_COUNT
from dialogue.models import Thread

NAME = "browser"
CROWD = 30
PHONE = {"width": 360, "height": 740}
CPU_SLOWDOWN = 4  # times slower
# "Slow 4G" of Chromium's developer tools: bytes per second, milliseconds.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 188_743, "uploadThroughput": 86_400}
UNTHROTTLED = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
TIMEOUT_MS = 120_000  # milliseconds
MAX_WALK_SECONDS = 240.0  # upper limit of the scrolling
TYPED_TEXT = "Прошу всіх прочитати"
TODAY_LINK = "main a[href^='/threads/']"  # a waiting thread on Today

# Records when each selector appears, and every long task.
OBSERVER_SCRIPT = """
    window.noted = {long: [], at: {}};
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) window.noted.long.push(one.duration);
    }).observe({type: "longtask", buffered: true});
    const look = () => {
      for (const name of ["article", "main a[href^='/threads/']"])
        if (!(name in window.noted.at) && document.querySelector(name))
          window.noted.at[name] = performance.now();
    };
    new MutationObserver(look).observe(document, {subtree: true, childList: true});
"""
READ_TIMINGS_SCRIPT = """
    () => ({
      shown: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
      at: window.noted.at,
      blocked: window.noted.long.reduce((sum, one) => sum + one - 50, 0),
      bytes: performance.getEntriesByType("resource").reduce((sum, one) => sum + one.transferSize, 0)
        + (performance.getEntriesByType("navigation")[0]?.transferSize ?? 0),
    })
"""
# Scrolls one screen per frame and loads more at the end, until the last message.
SCROLL_SCRIPT = """
    async ({last, seconds}) => {
      const until = performance.now() + seconds * 1000;
      window.noted.long = [];
      let frames = 0;
      const box = [...document.querySelectorAll("*")].find((one) =>
        one.querySelector("article") && /auto|scroll/.test(getComputedStyle(one).overflowY)
        && one.scrollHeight > one.clientHeight) ?? document.documentElement;
      const began = performance.now();
      while (performance.now() < until && !document.getElementById(`message-${last}`)) {
        box.scrollTop += box.clientHeight;
        await new Promise(requestAnimationFrame);
        frames += 1;
        const articles = document.querySelectorAll("article");
        const end = articles[articles.length - 1].getBoundingClientRect().bottom;
        if (end < innerHeight * 2) {
          const more = [...document.querySelectorAll("main button")]
            .find((one) => one.textContent.trim() === "Показати наступні");
          if (more && !more.disabled) more.click();
        }
      }
      const articles = document.querySelectorAll("article");
      const number = Number(articles[articles.length - 1].id.replace("message-", ""));
      return {frames, took: performance.now() - began, long: window.noted.long, number,
              shown: articles.length, heap: performance.memory?.usedJSHeapSize ?? 0};
    }
"""


def run(lab: Lab) -> Iterable[Metric]:
    yield from audit_pages(lab)  # first, into an empty database
    community = make_community(CROWD)
    short, long = make_thread(community), make_thread(community)
    _fill(community, short, lab.size(1_000, 60))
    _fill(community, long, lab.size(10_000, 120))
    mode = {"VICHE_MODE": "development", "VICHE_FRONTEND": os.environ["VICHE_FRONTEND"]}
    (cookie,) = make_session_cookies(
        community.people[-1:]
    )  # a facilitator would be asked for a second factor first
    with lab.serve(env=mode) as server, _chromium() as browser:
        phone = Phone(browser, server, cookie, line=UNTHROTTLED if lab.smoke else SLOW_4G)
        for page, path, awaited in (
            ("today", "/", TODAY_LINK),
            ("thread", f"/threads/{short.pk}", "article"),
        ):
            visits = [phone.visits(path, awaited) for _one in range(lab.repetitions)]
            yield from _visit_metrics(page, visits)
        yield from _walk_metrics(phone.walk(long, lab.size(10_000, 120)))


def _fill(community: Community, thread: Thread, messages: int) -> None:
    facts: dict[str, Any] = {
        "thread": thread.pk,
        "people": [one.pk for one in community.people],
        "crowd": CROWD,
        "body": BODY,
        "recipe": "",
        "messages": messages,
    }
    with connection.cursor() as cursor:
        for statement in (FILL, SET_MESSAGE_COUNT):
            cursor.execute(statement, facts)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=os.environ["E2E_BROWSER"])
        yield browser
        browser.close()


class Phone:
    """A browser like a phone on a slow connection, logged in."""

    def __init__(self, browser: Browser, server: Server, cookie: str, line: Mapping[str, Any]) -> None:
        self._browser, self._line = browser, line
        self._address = f"http://localhost:{server.port}"
        name, _equals, value = cookie.partition("=")
        self._cookie: Any = {"name": name, "value": value, "url": self._address}

    @contextmanager
    def _page(self) -> Iterator[Page]:
        eyes: Any = {"viewport": PHONE, "locale": "uk-UA", "timezone_id": "Europe/Kyiv"}
        context = self._browser.new_context(base_url=self._address, has_touch=True, **eyes)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_cookies([self._cookie])
        context.add_init_script(OBSERVER_SCRIPT)
        yield context.new_page()
        context.close()

    def visits(self, path: str, awaited: str) -> dict[str, dict[str, float]]:
        """Make a cold and a warm visit; return their times in milliseconds and their bytes."""
        with self._page() as page:
            throttle(page, self._line)
            return {name: self._visit(page, path, awaited) for name in ("cold", "warm")}

    def _visit(self, page: Page, path: str, awaited: str) -> dict[str, float]:
        page.goto(path)
        page.locator(awaited).first.wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => navigator.serviceWorker?.ready.then(() => undefined)")
        seen = page.evaluate(READ_TIMINGS_SCRIPT)
        return {
            "shown_ms": seen["shown"],
            "there_ms": seen["at"][awaited],
            "blocked_ms": seen["blocked"],
            "kilobytes": seen["bytes"] / 1000,
        }

    def walk(self, thread: Thread, last: int) -> dict[str, Any]:
        """Scroll from the first message to the last, a screen per frame, on a fast connection."""
        with self._page() as page:
            page.goto(f"/threads/{thread.pk}?message=1")
            page.locator("article").first.wait_for()
            throttle(page, UNTHROTTLED)
            walked: dict[str, Any] = page.evaluate(SCROLL_SCRIPT, {"last": last, "seconds": MAX_WALK_SECONDS})
            return walked | {"typing": self._typed(page)}

    def _typed(self, page: Page) -> list[float]:
        """Return the long tasks while text is typed below the messages, a letter every 50 ms."""
        page.get_by_role("textbox", name="Текст повідомлення").click()
        page.evaluate("() => { window.noted.long = []; }")
        page.keyboard.type(TYPED_TEXT, delay=50)
        page.wait_for_timeout(500)
        long: list[float] = page.evaluate("() => window.noted.long")
        return long


def throttle(page: Page, line: Mapping[str, Any]) -> None:
    """Throttle the CPU of a page and its network from now on."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", dict(line))
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def _visit_metrics(page: str, visits: Sequence[Mapping[str, Mapping[str, float]]]) -> Iterator[Metric]:
    for kind in ("cold", "warm"):
        for what in visits[0][kind]:
            yield report_metric(NAME, f"{page}_{what}", [one[kind][what] for one in visits], visit=kind)


def _walk_metrics(walk: Mapping[str, Any]) -> Iterator[Metric]:
    long: Sequence[float] = walk["long"]
    seen = {"messages": walk["number"], "seconds": walk["took"] / 1000, "frames": walk["frames"]}
    yield report_metric(NAME, "walk_long_tasks", [float(len(long))], **seen)
    yield report_metric(NAME, "walk_longest_task_ms", [max(long, default=0.0)], **seen)
    yield report_metric(NAME, "walk_blocked_share", [sum(one - 50 for one in long) / walk["took"]], **seen)
    blocked = sum(one - 50 for one in walk["typing"])
    yield report_metric(NAME, "typing_blocked_ms", [blocked], articles=walk["shown"], letters=len(TYPED_TEXT))
    yield report_metric(NAME, "walk_heap_megabytes", [walk["heap"] / 1e6], articles=walk["shown"])
