"""What people do in the browser until an empty country has a group that talks."""

from __future__ import annotations

import email
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitors
from tests.e2e.test_keyboard import choose, go_to
from tests.e2e.test_passkeys import with_a_finger
from viche.cli.processes import wait_until

PASSWORD = "три тихі ліхтарі над річкою"
DOCUMENT = "Розпорядження № 7"
BETWEEN = b"-" * 79  # letters in one file
SOON = 120.0  # seconds until the worker has sent a letter


@dataclass(frozen=True, slots=True)
class Seat:
    """An organisation, and who comes from it."""

    organisation: str
    sector: str
    name: str
    address: str
    role: str


TABLE = (
    Seat("Поліція громади", "Поліція", "Ірина Коваль", "police@zelenyi.example", "Учасник або учасниця"),
    Seat("Рада громади", "Самоврядування", "Петро Гнатюк", "council@zelenyi.example", "Учасник або учасниця"),
    Seat(
        "Криниця", "Громадськість", "Alla Moroz", "krynytsia@zelenyi.example", "Фасилітатор або фасилітаторка"
    ),
)


def link_to(mail: Path, address: str) -> str:
    """The link in the letter to an address, once it lies in the folder of a stack without a mail server."""
    found: list[str] = []

    def look() -> bool:
        texts = b"".join(one.read_bytes() + BETWEEN for one in mail.glob("*.log")).split(BETWEEN)
        for letter in (email.message_from_bytes(text.strip(), policy=policy.default) for text in texts):
            body = letter.get_body(("plain",)) if address in str(letter["To"]) else None
            found.extend(re.findall(r"http\S+#\S+", body.get_content() if body else ""))
        return bool(found)

    assert wait_until(look, time.monotonic() + SOON), f"no letter to {address}"
    return found[-1]


def sign_in(page: Page, address: str) -> None:
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Увійти", exact=True)).to_be_visible()
    go_to(page, "^Електронна пошта")
    page.keyboard.type(address)
    go_to(page, "^Пароль")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    set_up_second_factor(page)
    expect(page.get_by_role("navigation").first).to_be_visible()


def set_up_second_factor(page: Page) -> None:
    """What administrators and coordinators need before anything else opens."""
    heading(page, "Другий спосіб підтвердження")
    with_a_finger(page)
    page.get_by_role("button", name="Додати ключ доступу").click()
    page.get_by_label("Назва").fill("Робочий телефон")
    page.get_by_role("button", name="Створити ключ").click()
    page.get_by_role("dialog", name="Резервні коди").get_by_role("button", name="Коди збережено").click()
    page.get_by_role("button", name="Продовжити").click()


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def pick(page: Page, field: str, option: str) -> None:
    page.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option, exact=False).first.click()


def add_territory(page: Page, button: str, code: str, name: str) -> None:
    """By keyboard, and go there."""
    choose(page, f"^{button}$")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Код")).to_be_focused()
    page.keyboard.type(code)
    go_to(page, "^Назва$")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=name, exact=True).click()
    heading(page, name)


def make_the_country(page: Page, coordinator: str) -> None:
    """The administrator adds a country and a hromada, and offers its office to who has no account."""
    page.goto("/territories")
    expect(page.get_by_role("button", name="Додати країну")).to_be_visible()
    add_territory(page, "Додати країну", "UA00000000000000000", "Україна")
    expect(page.get_by_role("button", name="Додати територію")).to_be_visible()
    add_territory(page, "Додати територію", "UA48020030000000000", "Зеленогайська громада")
    page.get_by_role("button", name="Надати роль").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Електронна пошта").fill(coordinator)
    dialog.get_by_label("Документ").fill(DOCUMENT)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Надіслати запрошення").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(coordinator).first).to_be_visible()


def accept_the_office(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Ім’я та прізвище").fill("Оксана Левчук")
    page.get_by_label("Новий пароль", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Готово")).to_be_visible()
    expect(page.get_by_text("Роль почне діяти, коли її підтвердить друга особа")).to_be_visible()


def confirm_the_office(page: Page) -> None:
    """Another administrator than the one who invited."""
    page.goto("/approvals")
    page.get_by_role("button", name=re.compile("Підтвердити.*Оксана Левчук")).click()
    page.get_by_role("dialog").get_by_role("button", name="Підтвердити").click()
    expect(page.get_by_text("Підтверджувати нічого")).to_be_visible()


def begin_to_coordinate(page: Page) -> None:
    page.get_by_role("link", name="На головну").click()
    set_up_second_factor(page)
    page.get_by_role("link", name="Громада", exact=True).click()
    heading(page, "Зеленогайська громада")


def register(page: Page, seat: Seat) -> None:
    page.get_by_role("link", name="Громада", exact=True).click()
    page.get_by_role("link", name="Нова організація").click()
    page.get_by_label("Повна назва *").fill(seat.organisation)
    page.get_by_label("Коротка назва *").fill(seat.organisation)
    page.get_by_label("Від імені кого *").fill(f"організації «{seat.organisation}»")
    pick(page, "Сектор", seat.sector)
    page.get_by_role("button", name="Внести організацію").click()
    heading(page, seat.organisation)


def verify(page: Page) -> None:
    """The organisation that is open."""
    page.get_by_role("button", name="Підтвердити").click()
    page.get_by_role("dialog").get_by_label("Документ").fill("Статут № 5")
    page.get_by_role("dialog").get_by_role("button", name="Підтвердити").click()
    expect(page.get_by_text("Статут № 5")).to_be_visible()


def found_the_group(page: Page, name: str) -> None:
    page.get_by_role("link", name="Громада", exact=True).click()
    page.get_by_role("link", name="Нова група").click()
    page.get_by_label("Назва групи *").fill(name)
    page.get_by_label("Мета *").fill("Разом дбати про безпеку дітей.")
    page.get_by_role("button", name="Заснувати групу").click()
    heading(page, name)


def invite(page: Page, seat: Seat, last_day: str) -> None:
    """From the page of joining: a letter, and with it the mandate."""
    page.get_by_role("button", name="Запросити", exact=True).click()
    dialog = page.get_by_role("dialog")
    pick(page, "Організація", seat.organisation)
    dialog.get_by_label("Електронна пошта").fill(seat.address)
    dialog.get_by_role("button", name="Ще", exact=True).click()
    pick(page, "Роль", seat.role)
    dialog.get_by_label("Запрошення діє до (включно)").fill(last_day)
    dialog.get_by_label("Посада (необов’язково)").fill("представник")
    dialog.get_by_label("Документ про призначення").fill(DOCUMENT)
    dialog.get_by_role("button", name="Надіслати запрошення").click()
    page.get_by_role("dialog", name="Запрошення готове").get_by_role("button", name="Готово").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def join(page: Page, link: str, seat: Seat) -> None:
    """In Ukrainian, as the page comes."""
    page.goto(link)
    page.get_by_label("Ім’я та прізвище").fill(seat.name)
    page.get_by_label("Новий пароль", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ви за столом")).to_be_visible()
    page.get_by_role("link", name="Відкрити групу").click()


def join_in_english(page: Page, link: str, seat: Seat) -> None:
    page.goto(link)
    page.get_by_role("button", name="English").click()
    page.get_by_label("Full name").fill(seat.name)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are at the table")).to_be_visible()
    page.get_by_role("link", name="Open the group").click()


def begin_to_work(page: Page) -> None:
    page.get_by_role("link", name="Готовність").click()
    page.get_by_role("button", name="Почати роботу").click()
    page.get_by_role("dialog").get_by_role("button", name="Почати роботу").click()
    expect(page.get_by_text("Стан: працює")).to_be_visible()


def say_the_first_words(page: Page, question: str, words: str) -> None:
    """The facilitator, in English, on the page of the group."""
    page.get_by_role("button", name="New thread").click()
    page.get_by_label("Question to the group").fill(question)
    page.get_by_label("First message").fill(words)
    page.get_by_role("dialog").get_by_role("button", name="Open the thread").click()
    heading(page, question)
    expect(page.get_by_role("article").filter(has_text=words)).to_have_count(1)


def a_community_is_founded(
    visitors: Visitors, mail: Path, *, administrators: Sequence[str], last_day: str
) -> None:
    """From an empty country to the first message, and one who hears it."""
    country, coordinator = visitors.visit(), visitors.visit(viewport={"width": 360, "height": 740})
    sign_in(country, administrators[0])
    make_the_country(country, "lead@zelenyi.example")
    accept_the_office(coordinator, link_to(mail, "lead@zelenyi.example"))
    second = visitors.visit()
    sign_in(second, administrators[1])
    confirm_the_office(second)
    begin_to_coordinate(coordinator)
    for seat in TABLE:
        register(coordinator, seat)
    verify(coordinator)
    found_the_group(coordinator, "Безпечний Зелений Гай")
    coordinator.goto(coordinator.url.replace("/readiness", "/joining"))
    for seat in TABLE:
        invite(coordinator, seat, last_day)
    police, council, leader = (visitors.visit() for _seat in TABLE)
    join(police, link_to(mail, TABLE[0].address), TABLE[0])
    join(council, link_to(mail, TABLE[1].address), TABLE[1])
    join_in_english(leader, link_to(mail, TABLE[2].address), TABLE[2])
    begin_to_work(coordinator)

    question, words = "З чого почнемо?", "Light the path to the school first."
    say_the_first_words(leader, question, words)
    police.get_by_role("link", name=question).first.click()
    expect(police.get_by_role("article").filter(has_text=words)).to_have_count(1)
