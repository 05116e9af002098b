"""A recommendation is issued, answered on a phone, implemented, and verified by another organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
Partners = dict[str, Partner]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def draft(partners: Partners) -> dict[str, Any]:
    """A draft to the council, in a dossier of the facilitator."""
    facilitator = partners["facilitator"]
    group = the_thread(facilitator)["group"]["id"]
    seats = facilitator.call("GET", f"/groups/{group}/members")["items"]
    council = next(
        one["organisation"]["id"] for one in seats if one["organisation"]["sector"] == "local_government"
    )
    begun = {"kind": "recommendations", "title": "Переходи біля ліцею"}
    dossier = facilitator.call("POST", f"/groups/{group}/dossiers", json=begun, status=201)
    words = {
        "title": "Нанести розмітку біля ліцею",
        "text": "Нанести розмітку на двох переходах біля ліцею до першого вересня.",
        "theme": "roads",
        "addressee_organisation": council,
    }
    made: dict[str, Any] = facilitator.call(
        "POST", f"/dossiers/{dossier['id']}/recommendations", json=words, status=201
    )
    return made


def test_a_recommendation_is_issued_answered_implemented_and_verified(
    visit: Visit, partners: Partners, draft: dict[str, Any]
) -> None:
    """Whoever issued it sees each step on an open page."""
    address = f"/recommendations/{draft['id']}"
    desk = visit("facilitator@kalynodil.example")
    desk.goto(address)
    desk.get_by_role("button", name="Видати рекомендацію").click()
    desk.get_by_role("dialog").get_by_role("button", name="Видати", exact=True).click()
    expect(desk.get_by_role("button", name="Видати рекомендацію")).to_have_count(0)

    phone = visit("council@kalynodil.example", viewport=PHONE)
    phone.goto(address)
    expect(phone.get_by_role("heading", name="Що ви відповісте на рекомендацію?")).to_be_visible()
    phone.get_by_role("button", name="Відповісти").click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("radio", name="Приймаємо", exact=True).check()
    dialog.get_by_role("button", name="Відповісти").click()
    expect(dialog).to_have_count(0)
    expect(desk.get_by_text("Прийнято").first).to_be_visible()

    partners["council"].call(
        "POST",
        f"{address}/evidence",
        json={"kind": "link", "title": "Акт приймання", "url": "https://example.org/act"},
        status=201,
    )
    expect(phone.get_by_text("Акт приймання").first).to_be_visible()
    take(phone, "Виконано", "Додано 1 доказ.")
    expect(desk.get_by_role("button", name="Підтвердити виконання")).to_have_count(0)

    officer = visit("officer@kalynodil.example")
    officer.goto(address)
    take(officer, "Підтвердити виконання")
    for page in (desk, phone):
        expect(page.get_by_role("heading", name="Виконання підтверджено")).to_be_visible()


def take(page: Page, label: str, words: str = "") -> None:
    """Take a step by its button, and confirm it in the dialog once that shows these words."""
    page.get_by_role("button", name=label, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_have_count(0)
