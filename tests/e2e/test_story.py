"""The product's story in two browsers at once: said, missed, caught up, assigned, reminded, taken away."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
Partners = dict[str, Partner]
SOON = 60_000  # milliseconds: a tick, a worker and a frame, on a busy machine


@pytest.fixture
def thread(partners: Partners) -> dict[str, Any]:
    return the_thread(partners["officer"])


def opened(visit: Visit, name: str, thread: dict[str, Any], **options: Any) -> Page:
    """The thread on a page of that person, connected."""
    page = visit(f"{name}@kalynodil.example", **options)
    page.goto(f"/threads/{thread['id']}")
    expect(page.get_by_role("article").last).to_be_visible()
    return page


def words() -> str:
    return f"Перевірка {uuid4().hex[:8]}"


def write(page: Page, text: str) -> None:
    page.get_by_label("Текст повідомлення").fill(text)
    page.get_by_role("button", name="Надіслати").click()


def said(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def test_what_one_says_the_other_sees_and_answers(visit: Visit, thread: dict[str, Any]) -> None:
    officer = opened(visit, "officer", thread)
    teacher = opened(visit, "deputy-head", thread, viewport={"width": 360, "height": 740})
    expect(officer.get_by_text(re.compile(r"Тут [2-9]"))).to_be_visible(timeout=SOON)

    officer.get_by_label("Текст повідомлення").press_sequentially("Пи", delay=50)
    expect(teacher.get_by_text(re.compile("пише…"))).to_be_visible()
    question, reply = words(), words()
    write(officer, question)
    expect(said(teacher, question)).to_have_count(1)

    said(teacher, question).get_by_role("button", name=re.compile("Відповісти")).click()
    write(teacher, reply)
    expect(said(officer, reply)).to_have_count(1)


def test_what_was_said_is_found_by_another_form_of_its_word(visit: Visit, thread: dict[str, Any]) -> None:
    officer, teacher = opened(visit, "officer", thread), visit("deputy-head@kalynodil.example")
    sign = uuid4().hex[:8]
    write(officer, f"Дорогу перекрито шлагбаумами {sign}")
    expect(said(officer, sign)).to_have_count(1)
    deadline = time.monotonic() + SOON / 1000
    found = teacher.get_by_role("listitem").filter(has_text=sign)
    while not found.count() and time.monotonic() < deadline:  # until a worker was there
        teacher.goto(f"/search?q=шлагбаум+{sign}")
        expect(teacher.get_by_role("region", name="Знайдене")).not_to_contain_text("Шукаємо…")
    expect(found.locator("mark", has_text="шлагбаумами")).to_be_visible()
    found.get_by_role("link").click()
    expect(said(teacher, sign)).to_be_visible()


def test_who_was_away_finds_everything_once_and_in_order(visit: Visit, thread: dict[str, Any]) -> None:
    officer, teacher = opened(visit, "officer", thread), opened(visit, "deputy-head", thread)
    teacher.context.set_offline(True)
    expect(teacher.get_by_text("Немає зв’язку.")).to_be_visible()
    missed, own = [words() for _turn in range(3)], words()
    write(teacher, own)
    expect(teacher.get_by_text("Чекає зв’язку")).to_be_visible()
    for text in missed:
        write(officer, text)
        expect(said(officer, text)).to_have_count(1)

    teacher.context.set_offline(False)

    for text in (*missed, own):
        expect(said(teacher, text)).to_have_count(1, timeout=SOON)
    expect(teacher.get_by_text("Чекає зв’язку")).to_have_count(0)
    seen = "\n".join(teacher.get_by_role("article").all_inner_texts())
    assert sorted(missed, key=seen.index) == missed
    expect(said(officer, own)).to_have_count(1, timeout=SOON)


def assign(partners: Partners, thread: dict[str, Any], title: str) -> str:
    """Give the council an action item; returns its id."""
    owner = partners["council"].call("GET", "/me/mandates")["items"][0]["organisation"]["id"]
    due = (datetime.now(UTC) + timedelta(days=30)).date()  # noqa: TID251 - a browser has no kernel
    made = {"title": title, "owner_organisation": owner, "due_on": str(due), "thread": thread["id"]}
    address = f"/groups/{thread['group']['id']}/action-items"
    return str(partners["facilitator"].call("POST", address, json=made, status=201)["id"])


def remind(partners: Partners, item: str) -> None:
    """Have the owner of an action item reminded in a moment."""
    moment = datetime.now(UTC) + timedelta(seconds=5)  # noqa: TID251 - a browser has no kernel
    reminder = {"due_at": moment.isoformat(), "audience": "owner"}
    partners["facilitator"].call("POST", f"/action-items/{item}/reminders", json=reminder, status=201)


def test_an_owner_hears_at_once_and_is_reminded_once(
    visit: Visit, partners: Partners, thread: dict[str, Any]
) -> None:
    title, later, inbox = words(), words(), visit("council@kalynodil.example")
    inbox.goto("/inbox")
    expect(inbox.get_by_role("heading", level=1)).to_be_visible()
    item = assign(partners, thread, title)
    told, told_later = (inbox.get_by_role("listitem").filter(has_text=one) for one in (title, later))
    expect(told).to_have_count(1, timeout=SOON)
    remind(partners, item)
    reminded = told.get_by_role("button", name="Ще 1 сповіщення")
    expect(reminded).to_be_visible(timeout=SOON)

    # By a later tick of the same job another item is reminded of; the first is not again.
    remind(partners, assign(partners, thread, later))
    expect(told_later.get_by_role("button", name="Ще 1 сповіщення")).to_be_visible(timeout=SOON)
    expect(reminded).to_be_visible()


def test_an_observer_is_told_why_he_cannot_write(visit: Visit, thread: dict[str, Any]) -> None:
    page = opened(visit, "observer", thread)
    expect(page.get_by_text(re.compile("Ви спостерігаєте"))).to_be_visible()
    expect(page.get_by_label("Текст повідомлення")).to_have_count(0)


def test_an_outsider_finds_no_such_page(visit: Visit, thread: dict[str, Any]) -> None:
    page = visit("outsider@kalynodil.example")
    page.goto(f"/threads/{thread['id']}")
    expect(page.get_by_text("Такої сторінки немає")).to_be_visible()


def test_a_removed_member_is_told_and_hears_no_more(
    visit: Visit, partners: Partners, thread: dict[str, Any]
) -> None:
    facilitator, page = partners["facilitator"], opened(visit, "ses", thread)
    members = f"/groups/{thread['group']['id']}/members"
    seat = next(
        one
        for one in facilitator.call("GET", members)["items"]
        if one["organisation"]["sector"] == "emergency"
    )

    facilitator.call("DELETE", f"{members}/{seat['id']}", json={"reason": "Інша служба"}, status=204)

    try:
        expect(page.get_by_text("Ви більше не маєте доступу до цієї теми")).to_be_visible(timeout=SOON)
        assert page.get_by_role("article").count() == 0
    finally:
        back = {"mandate": seat["mandate_id"], "role": seat["role"]}
        facilitator.call("POST", members, json=back, status=201)
