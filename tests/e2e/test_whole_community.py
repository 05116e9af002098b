"""A coordinator founds a group with nothing but the web interface, as far as its first thread."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
# Who takes a seat, in which role, and how the silhouettes of their sectors are called.
TABLE = (
    ("Ірина Савчук", "Фасилітатор"),
    ("Ігор Захарчук", "Учасник"),
    ("Алла Дорошенко", "Секретар"),
)


def seat(page: Page, name: str, role: str) -> None:
    page.get_by_role("button", name="Додати учасника").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Людина").fill(name)
    page.get_by_role("option", name=name).first.click()
    dialog.get_by_role("radio", name=role).check()
    dialog.get_by_role("button", name="Додати учасника").click()
    expect(page.get_by_text(name).first).to_be_visible()


def test_a_group_is_founded_seated_activated_and_talks(visit: Visit) -> None:
    name = f"Спільна дія {uuid4().hex[:6]}"
    page = visit("coordinator@kalynodil.example", viewport={"width": 360, "height": 740})
    page.goto("/hromada")
    page.get_by_role("link", name="Нова група").click()
    page.get_by_label("Назва групи *").fill(name)
    page.get_by_label("Мета *").fill("Разом дбати про безпеку дітей.")
    page.get_by_role("button", name="Заснувати групу").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()

    page.get_by_role("link", name="Налаштування групи").click()
    seats = page.get_by_role("region", name="Місця за секторами")
    seats.get_by_role("button", name="Більше: Освіта").click()
    seats.get_by_role("button", name="Зберегти").click()
    expect(seats.get_by_role("spinbutton", name="Освіта")).to_have_value("1")

    page.get_by_role("link", name="Учасники", exact=True).click()
    for person, role in TABLE:
        seat(page, person, role)
    page.get_by_role("link", name="Готовність").click()
    expect(page.get_by_role("link", name="Запросити")).to_be_visible()
    page.get_by_role("button", name="Почати роботу").click()
    page.get_by_role("dialog").get_by_role("button", name="Почати роботу").click()
    expect(page.get_by_text("Стан: працює")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    leader = visit("facilitator@kalynodil.example")
    leader.goto(page.url.rpartition("/")[0])
    leader.get_by_role("button", name="Нова тема").click()
    leader.get_by_label("Питання до групи").fill("З чого почнемо?")
    leader.get_by_label("Перше повідомлення").fill("Назвіть, що болить найбільше.")
    leader.get_by_role("dialog").get_by_role("button", name="Ще", exact=True).click()
    leader.get_by_label("Лише названі").check()
    leader.get_by_role("combobox", name="Кого назвати").fill("Ігор")
    leader.get_by_role("option", name="Ігор Захарчук").click()
    leader.keyboard.press("Escape")
    expect(leader.get_by_text("Побачать: Ігор Захарчук, а також той, хто веде тему.")).to_be_visible()
    leader.get_by_role("dialog").get_by_role("button", name="Відкрити тему").click()
    expect(leader.get_by_role("heading", level=1, name="З чого почнемо?")).to_be_visible()
    expect(leader.get_by_text("Бачать лише запрошені: 2 людини").first).to_be_visible()
    expect(leader.get_by_role("article")).to_contain_text("Назвіть, що болить найбільше.")
