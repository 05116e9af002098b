"""A thread on a desk: the way to the composer by keys, where it opens, and the height of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.partner import Partner, the_thread
from viche.kernel.ids import uuid7

Visit = Callable[..., Page]
DESK = {"width": 1280, "height": 900}
MESSAGES = 12
MAX_KEYS = 10  # from the top of the page to the composer
MAX_TABS = 150
ROW = 56  # pixels of one row of the composer
TO_COMPOSER = re.compile("Перейти до поля вводу")
# What a screen reader calls the focused element, and whether it is the field of the composer.
FOCUSED = """() => {
  const one = document.activeElement;
  const name = one.getAttribute("aria-label") ?? one.textContent ?? "";
  return [name, one.matches("textarea, [contenteditable=true]")];
}"""
FROM_END = """(message) => {
  const body = message.closest("[class*=body]");
  return body.scrollHeight - body.scrollTop - body.clientHeight;
}"""


@pytest.fixture(scope="module")
def thread(partners: dict[str, Partner]) -> str:
    """The path of a thread that its facilitator has read to the end, with a long summary."""
    leader = partners["facilitator"]
    group = the_thread(leader)["group"]["id"]
    begun: dict[str, Any] = {"title": "Розмова за столом", "purpose": "consult"}
    made = leader.call("POST", f"/groups/{group}/threads", json=begun, status=201)
    path = f"/threads/{made['id']}"
    if made["state"] == "draft":
        leader.call("POST", f"{path}/transitions", json={"to": "open"}, headers=leader.version(path))
    for number in range(MESSAGES):
        body = f"Сказане {number + 1}: подробиці на https://example.org/{number}. " + "І ще слова. " * 20
        said = {"client_id": str(uuid7()), "body": body}
        partners["officer"].call("POST", f"{path}/messages", json=said, status=201)
    leader.call("PUT", f"{path}/read", json={"ranges": [[1, MESSAGES]]})
    summary = {"body": "\n\n".join(f"Про що домовилися, пункт {number}." for number in range(40))}
    leader.call("PUT", f"{path}/summary", json=summary, headers={"If-Match": '"0"'})
    return path


def open_thread(visit: Visit, thread: str, init: str = "") -> Page:
    page = visit("facilitator@kalynodil.example", viewport=DESK)
    page.add_init_script(init)
    page.goto(thread)
    expect(page.locator(f"#message-{MESSAGES}")).to_be_visible()
    expect(page.get_by_role("region", name="Суть розмови")).to_be_visible()
    return page


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Текст повідомлення")


def count_keys(page: Page, *, by_link: bool) -> int:
    """Press Tab until the composer has the focus, or the link that leads there if it may be followed."""
    for keys in range(1, MAX_TABS):
        page.keyboard.press("Tab")
        name, is_field = page.evaluate(FOCUSED)
        if is_field:
            return keys
        if by_link and TO_COMPOSER.search(name):
            page.keyboard.press("Enter")
            expect(composer(page)).to_be_focused()
            return keys + 1
    raise AssertionError("the composer was not reached")


def test_few_keys_lead_from_the_top_to_the_composer(visit: Visit, thread: str) -> None:
    page = open_thread(visit, thread)
    keys = count_keys(page, by_link=True)
    assert keys <= MAX_KEYS, f"{keys} keys from the top of the page to the composer"


def test_r_leads_to_the_composer_and_types_nothing(visit: Visit, thread: str) -> None:
    page = open_thread(visit, thread)
    page.keyboard.press("r")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("r")
    expect(composer(page)).to_have_text("r")
    page.keyboard.press("Backspace")


def test_messages_are_one_stop_with_arrows_between_them(visit: Visit, thread: str) -> None:
    page = open_thread(visit, thread)
    message = page.locator("main article:focus")
    for _tab in range(MAX_TABS):
        page.keyboard.press("Tab")
        if message.count():
            break
    expect(message).to_have_id(f"message-{MESSAGES}")
    page.keyboard.press("ArrowUp")
    expect(message).to_have_id(f"message-{MESSAGES - 1}")
    expect(message).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(message).to_have_id("message-1")
    expect(message).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#message-1").locator(":focus")).to_have_count(1)
    keys = count_keys(page, by_link=False)
    assert keys <= MAX_KEYS, f"{keys} keys from a message to the composer"


def test_a_read_thread_opens_at_its_very_end(visit: Visit, thread: str) -> None:
    page = open_thread(visit, thread, init="localStorage.setItem('viche-gist', 'summary')")
    expect(page.locator("[contenteditable=true]")).to_be_visible()
    last = page.locator(f"#message-{MESSAGES}")
    page.wait_for_load_state("networkidle")
    assert last.evaluate(FROM_END) <= 1


def test_the_composer_is_one_row_until_one_writes_and_the_summary_takes_half(
    visit: Visit, thread: str
) -> None:
    page = open_thread(visit, thread)
    form = page.get_by_role("form", name="Нове повідомлення")
    box = form.locator("[class*=box]")
    assert height(box) <= ROW
    page.get_by_role("button", name="Підсумок", exact=True).click()
    share = height(page.get_by_role("region", name="Суть розмови")) / DESK["height"]
    assert 0.45 <= share <= 0.5, share
    composer(page).click()
    page.keyboard.type("Перший рядок")
    written = height(box)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Другий рядок")
    assert written < height(box)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")


def height(part: Locator) -> float:
    place = part.bounding_box()
    assert place
    return place["height"]
