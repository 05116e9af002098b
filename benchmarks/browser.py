"""What a person waits for at a phone: Today, a thread of 1,000 messages, and a walk through 10,000.

Chromium is slowed to a quarter of this machine, and its line to what its developer tools call slow 4G. These
are seconds of this machine and say nothing about another: they have no goal, and are for comparing two
versions of the product side by side. *cold* is a first visit of a browser that never was here; *warm* a later
one, in which the service worker has the program. *shown* is when the first thing was painted, *there* when
what one came for could be read (a waiting thread; the first unread message), *blocked* how long tasks of more
than 50 ms kept the page from answering, in all beyond those 50 (the "total blocking time" of the web).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.community import Community, a_community, a_thread, cookies
from benchmarks.lab import Lab, Server
from benchmarks.measure import Metric, reported
from benchmarks.thread import BODY, COUNT, FILL
from dialogue.models import Thread

NAME = "browser"
CROWD = 30
PHONE = {"width": 360, "height": 740}
SLOWER = 4  # times
# What the developer tools of Chromium name "Slow 4G": bytes a second, milliseconds.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 188_743, "uploadThroughput": 86_400}
WITHOUT = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
PATIENCE = 120_000  # milliseconds
WALK = 240.0  # seconds of a walk at most
TYPED = "Прошу всіх прочитати"
LINK = "main a[href^='/threads/']"  # what waits on Today

# Notes when each selector is there, and every task that was long.
WATCH = """
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
SEEN = """
    () => ({
      shown: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
      at: window.noted.at,
      blocked: window.noted.long.reduce((sum, one) => sum + one - 50, 0),
      bytes: performance.getEntriesByType("resource").reduce((sum, one) => sum + one.transferSize, 0)
        + (performance.getEntriesByType("navigation")[0]?.transferSize ?? 0),
    })
"""
# One screen on in each frame, asking for more where it ends, until all was seen.
STEP = """
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
    community = a_community(CROWD)
    short, long = a_thread(community), a_thread(community)
    _fill(community, short, lab.size(1_000, 60))
    _fill(community, long, lab.size(10_000, 120))
    mode = {"VICHE_MODE": "development", "VICHE_FRONTEND": os.environ["VICHE_FRONTEND"]}
    (cookie,) = cookies(community.people[-1:])  # who leads is asked for a second factor first
    with lab.serve(env=mode) as server, _chromium() as browser:
        phone = Phone(browser, server, cookie, line=WITHOUT if lab.smoke else SLOW_4G)
        for page, path, awaited in (("today", "/", LINK), ("thread", f"/threads/{short.pk}", "article")):
            visits = [phone.visits(path, awaited) for _one in range(lab.repetitions)]
            yield from _visited(page, visits)
        yield from _walked(phone.walk(long, lab.size(10_000, 120)))


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
        for statement in (FILL, COUNT):
            cursor.execute(statement, facts)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=os.environ["E2E_BROWSER"])
        yield browser
        browser.close()


class Phone:
    """A browser as a phone at a slow line, signed in."""

    def __init__(self, browser: Browser, server: Server, cookie: str, line: Mapping[str, Any]) -> None:
        self._browser, self._line = browser, line
        self._address = f"http://localhost:{server.port}"
        name, _equals, value = cookie.partition("=")
        self._cookie: Any = {"name": name, "value": value, "url": self._address}

    @contextmanager
    def _page(self) -> Iterator[Page]:
        eyes: Any = {"viewport": PHONE, "locale": "uk-UA", "timezone_id": "Europe/Kyiv"}
        context = self._browser.new_context(base_url=self._address, has_touch=True, **eyes)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([self._cookie])
        context.add_init_script(WATCH)
        yield context.new_page()
        context.close()

    def visits(self, path: str, awaited: str) -> dict[str, dict[str, float]]:
        """A cold visit and a warm one: what was seen of each, in milliseconds and bytes."""
        with self._page() as page:
            slow(page, self._line)
            return {name: self._visit(page, path, awaited) for name in ("cold", "warm")}

    def _visit(self, page: Page, path: str, awaited: str) -> dict[str, float]:
        page.goto(path)
        page.locator(awaited).first.wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => navigator.serviceWorker?.ready.then(() => undefined)")
        seen = page.evaluate(SEEN)
        return {
            "shown_ms": seen["shown"],
            "there_ms": seen["at"][awaited],
            "blocked_ms": seen["blocked"],
            "kilobytes": seen["bytes"] / 1000,
        }

    def walk(self, thread: Thread, last: int) -> dict[str, Any]:
        """From the first message to the last, a screen in each frame, at a quick line: the page alone."""
        with self._page() as page:
            page.goto(f"/threads/{thread.pk}?message=1")
            page.locator("article").first.wait_for()
            slow(page, WITHOUT)
            walked: dict[str, Any] = page.evaluate(STEP, {"last": last, "seconds": WALK})
            return walked | {"typing": self._typed(page)}

    def _typed(self, page: Page) -> list[float]:
        """The long tasks while something is written below all that was walked past, a letter in 50 ms."""
        page.get_by_role("textbox", name="Текст повідомлення").click()
        page.evaluate("() => { window.noted.long = []; }")
        page.keyboard.type(TYPED, delay=50)
        page.wait_for_timeout(500)
        long: list[float] = page.evaluate("() => window.noted.long")
        return long


def slow(page: Page, line: Mapping[str, Any]) -> None:
    """Slow a page and its line down, from now on."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", dict(line))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _visited(page: str, visits: Sequence[Mapping[str, Mapping[str, float]]]) -> Iterator[Metric]:
    for kind in ("cold", "warm"):
        for what in visits[0][kind]:
            yield reported(NAME, f"{page}_{what}", [one[kind][what] for one in visits], visit=kind)


def _walked(walk: Mapping[str, Any]) -> Iterator[Metric]:
    long: Sequence[float] = walk["long"]
    seen = {"messages": walk["number"], "seconds": walk["took"] / 1000, "frames": walk["frames"]}
    yield reported(NAME, "walk_long_tasks", [float(len(long))], **seen)
    yield reported(NAME, "walk_longest_task_ms", [max(long, default=0.0)], **seen)
    yield reported(NAME, "walk_blocked_share", [sum(one - 50 for one in long) / walk["took"]], **seen)
    blocked = sum(one - 50 for one in walk["typing"])
    yield reported(NAME, "typing_blocked_ms", [blocked], articles=walk["shown"], letters=len(TYPED))
    yield reported(NAME, "walk_heap_megabytes", [walk["heap"] / 1e6], articles=walk["shown"])
