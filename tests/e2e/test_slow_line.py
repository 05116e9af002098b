"""Over the line of a phone in a shelter: few bytes for a thread, and a message gets there and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread
from viche.kernel.ids import uuid7

Visit = Callable[..., Page]
Partners = dict[str, Partner]
MOST = 60_000  # bytes for opening a thread, once the program is there
# What the developer tools of Chromium call a regular 2G line: milliseconds, bytes a second.
SLOW: dict[str, Any] = {"latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 6_250}
MOVED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, one) => sum + one.transferSize, 0)"""


def opened(visit: Visit, partners: Partners) -> Page:
    """A thread, with the whole program in the browser."""
    page = visit("facilitator@kalynodil.example")
    page.goto(f"/threads/{the_thread(partners['facilitator'])['id']}")
    expect(page.get_by_role("article").first).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    return page


def slow_down(page: Page) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})


def test_a_thread_costs_few_bytes_once_the_program_is_there(visit: Visit, partners: Partners) -> None:
    page = opened(visit, partners)
    page.reload()
    expect(page.get_by_role("article").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    moved = page.evaluate(MOVED)
    assert 0 < moved < MOST


def test_over_a_shaky_line_of_2g_one_posts_and_reads(visit: Visit, partners: Partners) -> None:
    page = opened(visit, partners)
    thread_id = the_thread(partners["facilitator"])["id"]
    slow_down(page)
    page.reload()
    words = page.get_by_role("textbox", name="Текст повідомлення")
    words.fill("Ліхтарів вистачить на два виходи.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_text("Чекає зв’язку")).to_be_visible()
    said = {"client_id": str(uuid7()), "body": "Третій вихід завалено."}
    partners["officer"].call("POST", f"/threads/{thread_id}/messages", json=said, status=201)
    page.context.set_offline(False)
    slow_down(page)
    expect(page.get_by_text("Чекає зв’язку")).to_have_count(0)
    for text in ("Ліхтарів вистачить на два виходи.", "Третій вихід завалено."):
        expect(page.get_by_role("article").filter(has_text=text)).to_have_count(1)
    page.reload()
    for text in ("Ліхтарів вистачить на два виходи.", "Третій вихід завалено."):
        expect(page.get_by_role("article").filter(has_text=text)).to_have_count(1)
