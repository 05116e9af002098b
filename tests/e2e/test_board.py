"""The board of action items in a real browser: how soon its first card comes, and the menu of a card."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

Visit = Callable[..., Page]
FACILITATOR = "facilitator@kalynodil.example"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
MAX_PIXELS = 200
# From the top of the page's title to the top of the first thing that is a card, on the board or in the list.
DISTANCE = """() => {
  const top = (one) => one.getBoundingClientRect().top;
  const cards = [...document.querySelectorAll("main article, main li:has(h3 .v-num, h3)")];
  return Math.min(...cards.map(top)) - top(document.querySelector("main h1"));
}"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_first_card_is_near_the_title(visit: Visit, size: ViewportSize) -> None:
    page = visit(FACILITATOR, viewport=size)
    page.goto("/actions")
    expect(page.locator("main h3").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(DISTANCE) <= MAX_PIXELS
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_menu_of_a_card_needs_no_pointer(visit: Visit) -> None:
    page = visit(FACILITATOR, viewport=DESK)
    page.goto("/actions")
    card = page.locator("main article").first
    button = card.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("№")
