"""Whole stories without a mouse: from the sign-in to the end, by Tab, Enter and letters alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.profiles import ask

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}}
MOST_STOPS = 60  # of the Tab key on one page

# The name by which a screen reader calls what has the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one.matches("a, button, input, select, textarea, [tabindex='0']")) return "";
  const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.textContent ?? "";
  return label.replaceAll("\u00ad", "").trim();
}"""


def go_to(page: Page, name: str) -> None:
    """Press Tab until something of that name has the focus, and see that the focus is shown."""
    expect(
        page.locator("h1").first
    ).to_be_visible()  # on a page that is still coming there is nothing to find
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
    choose(page, r"^Безпека")
    choose(page, "Мої дані")
    heading(page, "Мої дані")
    choose(page, "Переглянути журнал")
    heading(page, "Хто бачив мої дані")
    to_settings(page)
    choose(page, r"^Безпека")
    choose(page, "Вийти всюди")
    expect(page.get_by_role("dialog")).to_be_visible()
    choose(page, "^Вийти всюди$")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_two_people_open_an_emergency_and_everybody_concerned_sees_it(visit: Visit) -> None:
    lead = sign_in(visit, "Наталія Ґудзь|Юлія Ткаченко", **PHONE)
    threads = ask(lead, "/api/v1/threads").json()["items"]
    thread = next(one for one in threads if one["visibility"] == "restricted")

    asker = sign_in(visit, "Данило Стець")
    choose(asker, "^Адміністрування")
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
    expect(other.get_by_role("link", name="Сторінка території")).to_be_visible()
    choose(other, "Екстрений доступ")
    heading(other, "Екстрений доступ")
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
    expect(other.get_by_role("button", name="Завершити зараз")).to_have_count(0)
    expect(lead.get_by_text(re.compile("Читає Данило Стець"))).to_have_count(0)


def a_group_without_the_council(coordinator: Partner) -> str:
    """The address of a proposed group, led by the police, with a post that can be passed on."""
    organisations = coordinator.call("GET", "/organisations?limit=100")["items"]
    police, women = (
        next(one["id"] for one in organisations if name in one["short_name"]["uk"])
        for name in ("Відділення поліції", "Жіноче коло")
    )
    territory = coordinator.call("GET", "/territories?coordinated_by=me")["items"][0]["id"]
    charter = {"name": "Без миші", "purpose": "Домовлятися з клавіатури.", "territory": territory}
    group = coordinator.call("POST", "/groups", json=charter, status=201)["id"]
    officers = coordinator.call("GET", f"/organisations/{police}/mandates")["items"]
    officer = next(one["id"] for one in officers if one["person"]["name"]["uk"] == "Андрій Коваль")
    today = datetime.now(UTC).date().isoformat()  # noqa: TID251 - a browser has no kernel
    appointment = {"position": "водійка", "document": "Наказ № 1", "starts_on": today}
    given = {"email": "l.palamarchuk@kalynodil.example"} | appointment
    post = coordinator.call("POST", f"/organisations/{women}/mandates", json=given, status=201)["id"]
    for mandate, role in ((officer, "facilitator"), (post, "member")):
        seat = {"mandate": mandate, "role": role}
        coordinator.call("POST", f"/groups/{group}/members", json=seat, status=201)
    return f"/groups/{group}"


def an_item_of_the_council(partners: dict[str, Partner]) -> str:
    """The address of an item that waits for its owner."""
    facilitator, council = partners["facilitator"], partners["council"]
    group = the_thread(partners["officer"])["group"]["id"]
    owner = council.call("GET", "/me/mandates")["items"][0]["organisation"]["id"]
    due = (datetime.now(UTC) + timedelta(days=30)).date()  # noqa: TID251 - a browser has no kernel
    made = {"title": "Без миші: поручні біля входу", "owner_organisation": owner, "due_on": str(due)}
    item = facilitator.call("POST", f"/groups/{group}/action-items", json=made, status=201)
    return f"/actions/{item['id']}"


def show_how_it_is_known(page: Page) -> None:
    """Evidence that is a measured value."""
    choose(page, "^Додати доказ$")
    expect(page.get_by_role("dialog", name="Додати доказ")).to_be_visible()
    choose(page, "^Показник$")
    for field, words in (("^Назва", "Висота поручнів"), ("^Значення", "90 см, виміряно рулеткою")):
        go_to(page, field)
        page.keyboard.type(words)
    choose(page, "^Додати доказ$")
    expect(page.get_by_role("dialog")).to_have_count(0)


def take(page: Page, step: str) -> None:
    """Ask for a step, and take it in the dialog that shows its conditions."""
    choose(page, f"^{step}$")
    expect(page.get_by_role("dialog")).to_be_visible()
    choose(page, f"^{step}$")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_action_item_is_accepted_done_and_verified(visit: Visit, partners: dict[str, Partner]) -> None:
    address = an_item_of_the_council(partners)
    owner = visit("council@kalynodil.example", **PHONE)
    owner.goto(address)
    heading(owner, "Без миші: поручні біля входу")
    choose(owner, "^Прийняти доручення$")
    expect(owner.get_by_role("button", name="Почати роботу")).to_be_visible()
    choose(owner, "^Почати роботу$")
    expect(owner.get_by_text("потрібен хоча б один доказ")).to_be_visible()
    show_how_it_is_known(owner)
    take(owner, "Виконано, прошу підтвердити")
    expect(owner.get_by_text("Підтверджує інша організація")).to_be_visible()

    verifier = visit("officer@kalynodil.example", **PHONE)
    verifier.goto(address)
    expect(verifier.get_by_role("heading", name="Чи виконано доручення?")).to_be_visible()
    take(verifier, "Підтвердити виконання")
    expect(owner.get_by_role("heading", name="Виконання підтверджено")).to_be_visible()


def invite_by_link(page: Page, organisation: str) -> str:
    """The link that the coordinator is shown, once."""
    choose(page, "^Запросити$")
    expect(page.get_by_role("dialog")).to_be_visible()
    go_to(page, "^Організація")
    page.keyboard.type(organisation)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    choose(page, "^Ще$")
    go_to(page, "^Одну людину")
    page.keyboard.press("ArrowDown")
    choose(page, "^Створити посилання$")
    link = page.get_by_role("dialog", name="Посилання готове").get_by_role("code").inner_text()
    choose(page, "^Готово$")
    expect(page.get_by_role("button", name="Запросити", exact=True)).to_be_focused()
    return link


def pass_on(page: Page, holder: str, address: str) -> None:
    expect(page.get_by_role("button", name=f"Дії: {holder}")).to_be_visible()
    choose(page, f"^Дії: {holder}")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Передати посаду")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("Без миші")).to_be_visible()
    choose(page, "^За е-поштою$")
    for field, words in (("Електронна", address), ("Документ", "Наказ № 2"), ("Причина", "Ротація")):
        go_to(page, f"^{field}")
        page.keyboard.type(words)
    choose(page, "^Передати посаду$")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_group_comes_together_and_a_post_passes_on(visit: Visit, base_url: str) -> None:
    coordinator = Partner(base_url, "coordinator@kalynodil.example")
    group = a_group_without_the_council(coordinator)
    coordinator.close()
    page = visit("coordinator@kalynodil.example", **PHONE)
    page.goto(f"{group}/joining")
    link = invite_by_link(page, "міська рада")

    invited = visit("council@kalynodil.example")
    invited.goto(link)
    expect(invited.get_by_role("button", name="Долучитися")).to_be_visible()
    choose(invited, "^Долучитися$")
    expect(invited.get_by_role("heading", name="Ви за столом")).to_be_visible()
    choose(invited, "^Відкрити групу$")
    heading(invited, "Без миші")

    choose(page, "^Готовність$")
    expect(page.get_by_role("button", name="Почати роботу")).to_be_visible()
    choose(page, "^Почати роботу$")
    # The button that opens the dialog has the same name: wait until the focus is inside.
    expect(page.get_by_role("dialog").locator(":focus")).to_have_count(1)
    choose(page, "^Почати роботу$")
    expect(page.get_by_text("Стан: працює")).to_be_visible()
    choose(page, "^Учасники$")
    pass_on(page, "Леся Паламарчук", "k.bondarenko@kalynodil.example")
    expect(page.get_by_role("listitem").filter(has_text="Кіра Бондаренко").first).to_be_visible()
