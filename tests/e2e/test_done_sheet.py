"""A slip of the thumb: work is called done or verified, and that is taken back by one press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.test_story import assign, words

Visit = Callable[..., Page]
Partners = dict[str, Partner]
DONE, VERIFY, UNDO = "Виконано, прошу підтвердити", "Підтвердити виконання", "Повернути як було"


@pytest.fixture
def item(partners: Partners) -> dict[str, Any]:
    """An action item of the council, in progress, of whose two conditions one is proved."""
    thread, council = the_thread(partners["officer"]), partners["council"]
    address = f"/action-items/{assign(partners, thread, words())}"
    facilitator = partners["facilitator"]
    conditions = {"criteria": ["поручні є з обох боків", "світло вмикається саме"]}
    facilitator.call("PATCH", address, json=conditions, headers=facilitator.version(address))
    made: dict[str, Any] = council.call("GET", address)
    for to in ("accepted", "in_progress"):
        council.step(made["id"], to)
    proof = {"kind": "link", "title": "Акт приймання", "url": "https://example.org/act"}
    proof["criterion"] = made["criteria"][0]["id"]
    council.call("POST", f"{address}/evidence", json=proof, status=201)
    return made


def opened(visit: Visit, name: str, item: dict[str, Any], **options: Any) -> Page:
    page = visit(f"{name}@kalynodil.example", **options)
    page.goto(f"/actions/{item['id']}")
    return page


def press(page: Page, label: str) -> Locator:
    """Press what asks for a step; returns the dialog in which it is taken."""
    page.get_by_role("button", name=label, exact=True).click()
    return page.get_by_role("dialog")


def take(dialog: Locator, label: str) -> None:
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_have_count(0)


def test_done_and_verified_are_asked_for_and_undone_by_one_press(
    visit: Visit, partners: Partners, item: dict[str, Any]
) -> None:
    officer, address = partners["officer"], f"/action-items/{item['id']}"

    def state() -> str:
        return str(officer.call("GET", address)["state"])

    page = opened(visit, "council", item, viewport={"width": 360, "height": 740})
    dialog = press(page, DONE)
    expect(dialog).to_contain_text("Доведено: доказ 1 «Акт приймання»")
    dialog.get_by_role("button", name=DONE, exact=True).click()
    expect(dialog).to_contain_text("Напишіть, чому доказу немає")
    assert state() == "in_progress"
    dialog.get_by_label("світло вмикається саме").fill("Датчик поставлять у грудні")
    dialog.get_by_label("Примітка").fill("Акт у папці групи")
    take(dialog, DONE)
    page.get_by_role("button", name=UNDO).click()
    expect(page.get_by_role("button", name=DONE, exact=True)).to_be_visible()
    assert state() == "in_progress"
    dialog = press(page, DONE)
    expect(dialog.get_by_label("світло вмикається саме")).to_have_value("Датчик поставлять у грудні")
    take(dialog, DONE)

    desk = opened(visit, "officer", item)
    dialog = press(desk, VERIFY)
    expect(dialog).to_contain_text("Доказу немає: Датчик поставлять у грудні")
    assert state() == "done"
    take(dialog, VERIFY)
    desk.get_by_role("button", name=UNDO).click()
    expect(desk.get_by_role("button", name=VERIFY, exact=True)).to_be_visible()
    assert state() == "done"


def test_the_owner_withdraws_done_until_it_is_verified(
    visit: Visit, partners: Partners, item: dict[str, Any]
) -> None:
    reason = {"criterion": item["criteria"][1]["id"], "reason": "Датчик поставлять у грудні"}
    partners["council"].step(item["id"], "done", unproved=[reason])
    page = opened(visit, "council", item, viewport={"width": 360, "height": 740})
    dialog = press(page, "Ще не виконано")
    dialog.get_by_label("Чого ще бракує").fill("Поручні хитаються")
    take(dialog, "Ще не виконано")
    expect(page.get_by_role("button", name=DONE, exact=True)).to_be_visible()
    expect(page.get_by_text("Поручні хитаються").first).to_be_visible()
    partners["council"].step(item["id"], "done", unproved=[reason])
    partners["officer"].step(item["id"], "verified")
    expect(page.get_by_role("heading", name="Виконання підтверджено")).to_be_visible()
    expect(page.get_by_role("button", name="Ще не виконано")).to_have_count(0)
