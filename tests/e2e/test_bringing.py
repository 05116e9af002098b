"""A file that a message brings over a bad line goes on where it was cut, also after the page is reloaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, Request, expect

from tests.e2e.partner import Partner, the_thread
from tests.files import samples

Visit = Callable[..., Page]
UPSTREAM = 250_000  # bytes a second
SIZE = 3_000_000


def line(browser: CDPSession, *, cut: bool = False, upstream: int = UPSTREAM) -> None:
    conditions: dict[str, Any] = {"latency": 50, "downloadThroughput": -1, "uploadThroughput": upstream}
    browser.send("Network.emulateNetworkConditions", {"offline": cut, **conditions})


def share_of(coming: Locator) -> int:
    """How much has gone, in percent."""
    return int(coming.get_by_role("progressbar").get_attribute("value") or 0)


def test_a_file_goes_on_where_the_line_was_cut(visit: Visit, partners: dict[str, Partner]) -> None:
    page = visit("facilitator@kalynodil.example")
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(f"{request.method} {request.url.partition('/api/v1/')[2]}")

    page.on("request", hear)
    page.goto(f"/threads/{the_thread(partners['facilitator'])['id']}")
    words = page.get_by_role("textbox", name="Текст повідомлення")
    words.fill("План підвалу")
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    line(browser)
    noise = bytes(Random(5).choices(range(65, 91), k=SIZE))
    plan = samples.pdf(stream=noise)
    file: Any = {"name": "план.pdf", "mimeType": "application/pdf", "buffer": plan}
    page.locator("input[type=file][multiple]").set_input_files(file)
    coming = page.get_by_role("list", name="Файли до повідомлення")
    expect(coming.get_by_role("progressbar")).to_have_attribute("value", re.compile(r"[1-9]\d"))
    line(browser, cut=True)
    expect(coming).to_contain_text("Чекає на зв’язок")
    gone = share_of(coming)
    assert 0 < gone < 100
    line(browser)
    expect(coming).not_to_contain_text("Чекає на зв’язок")
    expect(coming.get_by_role("progressbar")).not_to_have_attribute("value", str(gone))
    assert share_of(coming) >= gone - 25, "what was under way alone may go again"

    page.reload()
    line(browser)
    expect(coming).to_contain_text("план.pdf")
    expect(page.locator("[contenteditable=true]")).to_have_text("План підвалу")
    line(browser, upstream=-1)
    expect(coming.get_by_role("progressbar")).to_have_count(0)
    expect(coming.get_by_role("alert")).to_have_count(0)
    assert asked.count("POST uploads") == 1, "it was begun anew"
    page.get_by_role("button", name="Надіслати").click()
    link = page.get_by_role("article").last.get_by_role("button", name=re.compile("Завантажити: план.pdf"))
    expect(link).to_be_visible()
    expect(coming).to_have_count(0)
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == plan
