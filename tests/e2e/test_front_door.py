"""The first thing that a newcomer sees."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_somebody_unknown_is_asked_to_sign_in(visit: Callable[..., Page]) -> None:
    page = visit()

    page.goto("/")

    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.get_by_text("Увійти").first).to_be_visible()


def test_a_demo_person_lands_on_today(visit: Callable[..., Page]) -> None:
    page = visit("officer@kalynodil.example")

    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_title(re.compile("Віче"))
