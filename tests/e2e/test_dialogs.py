"""Forms in dialogs on a phone: they lose nothing by a slip, and send nothing behind one's back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
QUESTION = "Закрити? Те, що ви заповнили, зникне."
TITLE = "Питання до групи"


def opened(visit: Visit, partner: Partner) -> tuple[Page, Locator, str]:
    """The page of a group on a phone, with the form for a new thread, and the path of its threads."""
    group = the_thread(partner)["group"]["id"]
    page = visit("facilitator@kalynodil.example", viewport=PHONE)
    page.goto(f"/groups/{group}")
    page.get_by_role("button", name="Нова тема").click()
    return page, page.get_by_role("dialog"), f"/groups/{group}/threads"


def titles(partner: Partner, path: str) -> list[str]:
    return [one["title"]["uk"] for one in partner.call("GET", path)["items"]]


def by_escape(page: Page) -> None:
    page.keyboard.press("Escape")


def beside(page: Page) -> None:
    page.mouse.click(2, 2)


def by_the_cross(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Закрити", exact=True).click()


@pytest.mark.parametrize("close", [by_escape, beside, by_the_cross])
def test_a_filled_form_asks_before_it_closes(
    visit: Visit, partners: dict[str, Partner], close: Callable[[Page], None]
) -> None:
    page, dialog, _path = opened(visit, partners["facilitator"])
    dialog.get_by_label(TITLE).fill("Де ліхтар?")
    close(page)
    expect(dialog.get_by_text(QUESTION)).to_be_in_viewport()
    expect(dialog.get_by_role("button", name="Заповнювати далі")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Enter")
    expect(dialog.get_by_label(TITLE)).to_have_value("Де ліхтар?")
    close(page)
    dialog.get_by_role("button", name="Закрити без збереження").click()
    expect(dialog).to_have_count(0)


def test_a_form_that_holds_nothing_closes_at_once(visit: Visit, partners: dict[str, Partner]) -> None:
    page, dialog, _path = opened(visit, partners["facilitator"])
    dialog.get_by_label(TITLE).fill("Де")
    dialog.get_by_label(TITLE).fill("")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def fill(dialog: Locator, title: str) -> None:
    dialog.get_by_label(TITLE).fill(title)
    dialog.get_by_label("Перше повідомлення").fill("На випадок темряви.")


def test_without_a_connection_it_says_so_and_does_nothing_later(
    visit: Visit, partners: dict[str, Partner]
) -> None:
    facilitator: Any = partners["facilitator"]
    page, dialog, path = opened(visit, facilitator)
    fill(dialog, "Хто має генератор?")
    page.context.set_offline(True)
    dialog.get_by_role("button", name="Відкрити тему").click()
    expect(dialog.get_by_text("Немає зв’язку, тож нічого не надіслано")).to_be_visible()
    expect(dialog.get_by_label(TITLE)).to_have_value("Хто має генератор?")
    page.context.set_offline(False)
    # The bar goes with the answer to a request: whatever waited for the connection was sent before.
    expect(page.get_by_text("Пишіть далі, надішлемо згодом")).to_have_count(0)
    assert "Хто має генератор?" not in titles(facilitator, path)
    dialog.get_by_role("button", name="Відкрити тему").click()
    expect(page.get_by_role("heading", level=1, name="Хто має генератор?")).to_be_visible()
    assert titles(facilitator, path).count("Хто має генератор?") == 1
