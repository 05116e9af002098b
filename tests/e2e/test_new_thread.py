"""A new thread begins with its first message, and its group hears of it; a draft keeps its text."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
WORDS = "Ключ лежить у сторожа, телефон на дверях."


def begun(visit: Visit, leader: Partner, title: str) -> tuple[Page, Locator]:
    """The form for a new thread on a phone, with its question and its first message."""
    page = visit("facilitator@kalynodil.example", viewport=PHONE)
    page.goto(f"/groups/{the_thread(leader)['group']['id']}")
    page.get_by_role("button", name="Нова тема").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Питання до групи").fill(title)
    dialog.get_by_label("Перше повідомлення").fill(WORDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    return page, dialog


def test_it_holds_its_first_message_and_the_group_is_told(visit: Visit, partners: dict[str, Partner]) -> None:
    title = "Хто відчиняє укриття вночі?"
    page, dialog = begun(visit, partners["facilitator"], title)
    expect(dialog.get_by_label("Для чого")).to_have_count(0)
    dialog.get_by_role("button", name="Відкрити тему").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text(WORDS)

    reader = visit("officer@kalynodil.example", viewport=PHONE)
    reader.goto("/inbox")
    news = reader.get_by_role("listitem").filter(has_text=re.compile(rf"відкриває тему: {re.escape(title)}"))
    expect(news).to_contain_text("Ключ лежить у сторожа")
    news.get_by_role("link").first.click()
    expect(reader.get_by_role("article")).to_contain_text(WORDS)


def test_a_draft_keeps_its_first_message_for_its_opening(visit: Visit, partners: dict[str, Partner]) -> None:
    title = "Де ставити другий генератор?"
    page, dialog = begun(visit, partners["facilitator"], title)
    dialog.get_by_role("button", name="Ще", exact=True).click()
    dialog.get_by_label("Поки що зберегти як чернетку").check()
    dialog.get_by_role("button", name="Зберегти чернетку").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text(WORDS)
    page.get_by_role("button", name="Відкрити тему").click()
    expect(page.get_by_text("Бачить уся група")).to_be_visible()

    reader = visit("officer@kalynodil.example", viewport=PHONE)
    reader.goto(page.url)
    expect(reader.get_by_role("article")).to_contain_text(WORDS)
