"""Evidence that was added by mistake is taken back, and what shows too much is hidden, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.partner import Partner, the_thread
from tests.e2e.profiles import ask

Visit = Callable[..., Page]
Partners = dict[str, Partner]
PHONE: ViewportSize = {"width": 360, "height": 740}
CRITERION = "ліхтарі світять"


@pytest.fixture
def item(partners: Partners) -> dict[str, Any]:
    """An item that the council works on, with one criterion."""
    facilitator, council = partners["facilitator"], partners["council"]
    group = the_thread(facilitator)["group"]["id"]
    owner = council.call("GET", "/me/mandates")["items"][0]["organisation"]["id"]
    due = str((datetime.now(UTC) + timedelta(days=30)).date())  # noqa: TID251 - a browser has no kernel
    wanted = {"title": "Освітити двір школи", "owner_organisation": owner, "due_on": due}
    made = facilitator.call(
        "POST", f"/groups/{group}/action-items", json={**wanted, "criteria": [CRITERION]}, status=201
    )
    council.step(made["id"], "accepted")
    council.step(made["id"], "in_progress")
    return dict(made)


def a_photo(council: Partner, item: dict[str, Any]) -> str:
    """Evidence with a file for the criterion; the id of the file."""
    content = {"file": ("двір.txt", "Двір школи".encode(), "text/plain")}
    file = council.call("POST", "/files", files=content, status=201)["id"]
    proof = {"kind": "file", "title": "Двір школи", "file": file, "criterion": item["criteria"][0]["id"]}
    council.call("POST", f"/action-items/{item['id']}/evidence", json=proof, status=201)
    return str(file)


def test_a_facilitator_hides_evidence_and_nobody_opens_it(
    visit: Visit, partners: Partners, item: dict[str, Any]
) -> None:
    file = a_photo(partners["council"], item)
    reader = visit("officer@kalynodil.example", viewport=PHONE)
    reader.goto(f"/actions/{item['id']}")
    expect(reader.get_by_role("button", name="Двір школи", exact=True)).to_be_visible()
    page = visit("facilitator@kalynodil.example", viewport=PHONE)
    page.goto(f"/actions/{item['id']}")
    page.get_by_role("button", name="Дії з доказом 1").click()
    page.get_by_role("menuitem", name="Приховати…").click()
    dialog = page.get_by_role("dialog", name="Приховати доказ 1?")
    dialog.get_by_role("button", name="Приховати").click()
    expect(dialog.get_by_text("Напишіть причину")).to_be_visible()
    dialog.get_by_label("Причина").fill("На фото обличчя дитини")
    dialog.get_by_role("button", name="Приховати").click()
    for one in (page, reader):  # it goes from pages that are open, too
        expect(one.get_by_text("Доказ 1 приховано", exact=True)).to_be_visible()
        expect(one.get_by_text("«На фото обличчя дитини»").first).to_be_visible()
        expect(one.get_by_text("Двір школи", exact=True)).to_have_count(0)
        expect(one.get_by_text("не підтверджено: доказ 1 приховано")).to_be_visible()
        expect(one.get_by_text("1 приховано", exact=True)).to_be_visible()
        assert one.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert ask(one, f"/api/v1/files/{file}/content").status == 404
    page.get_by_role("button", name="Показати знову доказ 1").click()
    expect(reader.get_by_role("button", name="Двір школи", exact=True)).to_be_visible()


def test_the_author_takes_back_what_was_added_by_mistake(
    visit: Visit, partners: Partners, item: dict[str, Any]
) -> None:
    a_photo(partners["council"], item)
    page = visit("council@kalynodil.example", viewport=PHONE)
    page.goto(f"/actions/{item['id']}")
    page.get_by_role("button", name="Дії з доказом 1").click()
    page.get_by_role("menuitem", name="Відкликати…").click()
    page.get_by_role("dialog", name="Відкликати доказ?").get_by_role("button", name="Відкликати").click()
    expect(page.get_by_text("Доказ 1 відкликано", exact=True)).to_be_visible()
    expect(page.get_by_text("Двір школи", exact=True)).to_have_count(0)
    expect(page.get_by_text("доказу ще немає")).to_be_visible()


def test_the_data_protection_officer_hides_it_without_seeing_what_it_is(
    visit: Visit, partners: Partners, item: dict[str, Any]
) -> None:
    a_photo(partners["council"], item)
    page = visit("m.ostapchuk@kalynodil.example", viewport=PHONE)
    page.goto(f"/actions/{item['id']}#evidence-1")  # as a complaint names it
    expect(page.get_by_role("heading", level=1, name="Докази доручення")).to_be_visible()
    expect(page.get_by_text("Двір школи")).to_have_count(0)
    expect(page.get_by_text("Освітити двір школи")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="Приховати доказ 1").click()
    dialog = page.get_by_role("dialog", name="Приховати доказ 1?")
    dialog.get_by_label("Причина").fill("Батьки не дали згоди")
    dialog.get_by_role("button", name="Приховати").click()
    expect(page.get_by_text("Доказ 1 приховано", exact=True)).to_be_visible()

    facilitator = visit("facilitator@kalynodil.example", viewport=PHONE)
    facilitator.goto(f"/actions/{item['id']}")
    expect(facilitator.get_by_text("Приховано відповідальною особою")).to_be_visible()
    expect(facilitator.get_by_role("button", name="Показати знову доказ 1")).to_have_count(0)
