"""A decision is proposed from a message and objected to on a phone; the objection is answered and lifted, the
answers are counted, and an action item follows from it. Who takes part sees each step on an open page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.test_eyes_and_thumbs import DESK, PHONE, faults_of, open_page
from tests.e2e.test_story import SOON, said
from tests.e2e.test_today import entries

Visit = Callable[..., Page]
Partners = dict[str, Partner]
WORDS = "Пропоную чергувати на входах до укриттів по двоє."
HARM, CONDITION = "Двоє людей стоятимуть під обстрілом", "Є тамбур або прихисток за дверима"
REPLY = "Тамбури є на всіх входах, ключі в чергових."


@pytest.fixture
def thread(partners: Partners) -> dict[str, Any]:
    """A thread of the group with one message."""
    leader = partners["facilitator"]
    body = {
        "title": f"Входи {uuid4().hex[:8]}",
        "purpose": "consult",
        "body": WORDS,
        "client_id": str(uuid4()),
    }
    group = the_thread(leader)["group"]["id"]
    made: dict[str, Any] = leader.call("POST", f"/groups/{group}/threads", json=body, status=201)
    return made


def test_a_decision_is_objected_to_counted_and_followed_by_an_action_item(
    visit: Visit, partners: Partners, thread: dict[str, Any]
) -> None:
    question = f"Чергуємо на входах? {uuid4().hex[:8]}"
    outcome = f"Чергуємо з понеділка по двоє, {uuid4().hex[:8]}"
    desk = visit("facilitator@kalynodil.example", viewport=DESK, reduced_motion="reduce")
    phone = visit("council@kalynodil.example", viewport=PHONE, reduced_motion="reduce")
    path = propose_and_open(desk, thread, question)

    object_to(phone, question)
    desk.get_by_role("button", name="Відповісти на заперечення").click(timeout=SOON)
    send(desk, "Відповісти", "Ваша відповідь", REPLY)
    expect(phone.get_by_text(REPLY)).to_be_visible(timeout=SOON)
    lift(phone)
    expect(desk.get_by_text(CONDITION)).to_have_count(0, timeout=SOON)

    record_the_others(partners["facilitator"], path)
    close(desk)
    expect(phone.get_by_text("Пропозицію ухвалено.")).to_be_visible(timeout=SOON)
    desk.get_by_role("button", name="Написати, що ухвалили").click()
    send(desk, "Записати", "Результат словами", outcome)
    expect(phone.get_by_text(outcome)).to_be_visible(timeout=SOON)
    follow(desk, outcome, thread["title"]["uk"])

    assert list(faults_of(desk, DESK, ("light",))) == []
    assert list(faults_of(phone, PHONE, ("light", "dark"))) == []
    open_page(phone, f"/groups/{thread['group']['id']}/decisions", anew=True)
    expect(phone.get_by_role("listitem").filter(has_text=question)).to_contain_text("Ухвалено")
    assert list(faults_of(phone, PHONE, ("light", "dark"))) == []


def propose_and_open(desk: Page, thread: dict[str, Any], question: str) -> str:
    """Propose a decision from the message, and take answers; return its path in the API."""
    desk.goto(f"/threads/{thread['id']}")
    said(desk, WORDS).get_by_role("button", name="Дії з повідомленням").click()
    desk.get_by_role("menuitem", name="Запропонувати рішення").click()
    expect(desk.get_by_role("dialog").get_by_label(re.compile("^Що пропонуєте"))).to_have_value(WORDS)
    send(desk, "Запропонувати", re.compile("^Питання$"), question)
    press(desk, "Почати збирати відповіді", "Почати")
    expect(
        desk.get_by_role("heading", level=1, name=re.compile(f"^№.*{re.escape(question)}"))
    ).to_be_visible()
    return "/decisions/" + desk.url.rpartition("/")[2]


def object_to(phone: Page, question: str) -> None:
    """Find the decision on Today, and object to it."""
    phone.goto("/")
    entries(phone).filter(has_text=question).get_by_role("link").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(question)
    assert list(faults_of(phone, PHONE, ("light", "dark"))) == []
    box = own_answer(phone)
    box.get_by_role("radio", name=re.compile("^Обґрунтоване заперечення")).check()
    box.get_by_role("button", name="Подати заперечення").click()
    expect(box.get_by_text("Напишіть, що завдасть шкоди")).to_be_visible()
    box.get_by_label("Що саме завдасть шкоди").fill(HARM)
    box.get_by_label("За якої умови знімете заперечення").fill(CONDITION)
    box.get_by_role("button", name="Подати заперечення").click()
    expect(box.get_by_role("button", name="Змінити відповідь")).to_be_visible()


def own_answer(phone: Page) -> Locator:
    return phone.get_by_role("region", name=re.compile("^Ваша відповідь"))


def lift(phone: Page) -> None:
    """Answer otherwise than by an objection."""
    box = own_answer(phone)
    box.get_by_role("button", name="Змінити відповідь").click()
    box.get_by_role("radio", name="Згода", exact=True).check()
    box.get_by_role("button", name="Надіслати відповідь").click()
    expect(box.get_by_role("button", name="Змінити відповідь")).to_be_visible()


def record_the_others(leader: Partner, path: str) -> None:
    """Record by phone what the seats answer that have not yet."""
    for voter in leader.call("GET", path)["voters"]:
        if not voter["has_voted"]:
            answer = {"answer": "consent", "said_by": voter["seat"]["person"]["id"]}
            leader.call("PUT", f"{path}/voters/{voter['id']}/phone-vote", json=answer)


def close(desk: Page) -> None:
    desk.get_by_role("button", name="Ще", exact=True).click()
    desk.get_by_role("menuitem", name="Закрити зараз…").click()
    desk.get_by_role("dialog").get_by_role("button", name="Закрити й порахувати").click()
    expect(desk.get_by_role("dialog")).to_have_count(0)


def follow(desk: Page, outcome: str, thread: str) -> None:
    """Make an action item of the decision by two presses; the chain leads from the message to it."""
    press(desk, "Створити доручення", "Доручити")
    chain = desk.get_by_role("region", name="Що з чого вийшло")
    expect(chain.get_by_role("link").filter(has_text=outcome)).to_be_visible()
    expect(chain.get_by_role("link").filter(has_text=thread)).to_be_visible()


def press(page: Page, label: str, answer: str) -> None:
    """Press what opens a dialog, and its main button."""
    page.get_by_role("button", name=label, exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=answer, exact=True).click()
    expect(dialog).to_have_count(0)


def send(page: Page, label: str, field: str | re.Pattern[str], text: str) -> None:
    """Fill in a field of the dialog that is open, and send it by its main button."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(field).fill(text)
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_have_count(0)
