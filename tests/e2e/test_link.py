"""An owner without an account answers on a phone whose browser runs no script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
Partners = dict[str, Partner]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def item(partners: Partners) -> dict[str, Any]:
    """What the water utility is asked to do, and the link that it was sent."""
    leader = partners["facilitator"]
    group = the_thread(leader)["group"]["id"]
    body = {"name": f"Водоканал {uuid4().hex[:6]}", "contact_name": "Ірина Пасічник"}
    utility = leader.call("POST", f"/groups/{group}/outside-bodies", json=body, status=201)
    due = datetime.now(tz=UTC).date() + timedelta(days=14)  # noqa: TID251 - a browser has no kernel
    wanted = {"title": "Полагодити гідрант", "due_on": str(due), "outside_body": utility["id"]}
    made = leader.call("POST", f"/groups/{group}/action-items", json=wanted, status=201)
    link = leader.call("POST", f"/action-items/{made['id']}/link", json={}, status=201)
    return {"id": made["id"], "path": link["path"]}


def test_it_takes_it_on_does_it_and_shows_it_and_another_verifies(
    visit: Visit, item: dict[str, Any], partners: Partners
) -> None:
    page = visit(viewport=PHONE, java_script_enabled=False)
    page.goto(item["path"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Полагодити гідрант")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="Так, беремося").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.get_by_role("button", name="Робота триває").click()
    expect(page.get_by_text("Перш ніж сказати, що виконано")).to_be_visible()
    page.get_by_label("Що це").fill("Акт перевірки")
    page.get_by_label("Файл або фото").set_input_files(
        {"name": "акт.txt", "mimeType": "text/plain", "buffer": "Гідрант працює".encode()}
    )
    page.get_by_role("button", name="Додати").click()
    page.get_by_role("button", name="Виконано, прошу перевірити").click()
    expect(page.get_by_role("heading", name="Від вас більше нічого не треба")).to_be_visible()

    partners["facilitator"].step(item["id"], "verified", status=403)
    partners["council"].step(item["id"], "verified")
    page.reload()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Полагодити гідрант")
