"""Whole stories without a mouse: from the sign-in to the end, by Tab, Enter and letters alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}}
MOST_STOPS = 60  # of the Tab key on one page

# The name by which a screen reader calls what has the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one.matches("a, button, input, select, textarea, [tabindex='0']")) return "";
  const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.textContent ?? "";
  return label.trim();
}"""


def go_to(page: Page, name: str) -> None:
    """Press Tab until something of that name has the focus, and see that the focus is shown."""
    passed = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if re.search(name, passed[-1]):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"{name} is not among {passed}")


def choose(page: Page, name: str) -> None:
    go_to(page, name)
    page.keyboard.press("Enter")


def sign_in(visit: Visit, name: str, **options: Any) -> Page:
    """Somebody of the demo community, from the page of sign-in to Today."""
    page = visit(**options)
    page.goto("/sign-in")
    expect(page.get_by_role("button", name=re.compile(name))).to_be_visible()
    choose(page, name)
    expect(page.get_by_role("navigation").first).to_be_visible()
    return page


def to_settings(page: Page) -> None:
    choose(page, "налаштування")
    expect(page.get_by_role("heading", level=1, name="Налаштування")).to_be_visible()


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_somebody_looks_who_saw_their_data_and_signs_out_everywhere(visit: Visit) -> None:
    page = sign_in(visit, "Тетяна Лисенко")
    to_settings(page)
    choose(page, "Мої дані")
    heading(page, "Мої дані")
    choose(page, "Переглянути журнал")
    heading(page, "Хто бачив мої дані")
    to_settings(page)
    choose(page, "Вийти всюди")
    expect(page.get_by_role("dialog")).to_be_visible()
    choose(page, "^Вийти всюди$")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_two_people_open_an_emergency_and_everybody_concerned_sees_it(visit: Visit) -> None:
    lead = sign_in(visit, "Наталія Ґудзь|Юлія Ткаченко", **PHONE)
    threads = lead.context.request.get("/api/v1/threads").json()["items"]
    thread = next(one for one in threads if one["visibility"] == "restricted")

    asker = sign_in(visit, "Данило Стець")
    to_settings(asker)
    choose(asker, "Екстрений доступ")
    choose(asker, "Попросити доступ")
    expect(asker.get_by_role("dialog")).to_be_visible()
    go_to(asker, "Адреса")
    asker.keyboard.type(f"/threads/{thread['id']}")
    go_to(asker, "Чому")
    asker.keyboard.type("Повідомлення про небезпеку для дитини")
    choose(asker, "^Попросити$")
    expect(asker.get_by_role("button", name="Відкликати запит")).to_be_visible()

    other = sign_in(visit, "Ольга Бойко", **PHONE)
    choose(other, "^Громада")
    choose(other, "Екстрений доступ")
    choose(other, "Данило Стець")
    choose(other, "Погодити на годину")
    expect(other.get_by_role("dialog")).to_be_visible()
    choose(other, "^Погодити на годину$")
    expect(other.get_by_role("button", name="Завершити зараз")).to_be_visible()

    lead.goto(f"/threads/{thread['id']}")
    expect(lead.get_by_text(re.compile("Читає Данило Стець"))).to_be_visible()
    choose(other, "Завершити зараз")
    expect(other.get_by_role("dialog")).to_be_visible()
    choose(other, "^Завершити зараз$")
    expect(lead.get_by_text(re.compile("Читає Данило Стець"))).to_have_count(0)
