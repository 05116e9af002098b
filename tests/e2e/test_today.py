"""Today shows what waits for one’s answer, of whichever kind, until it is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Partners
from tests.e2e.partner import the_thread
from tests.e2e.test_asking import restricted  # noqa: F401 - a fixture
from tests.e2e.test_story import assign, words

Visit = Callable[..., Page]
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def returned(partners: Partners) -> dict[str, str]:
    """An action item of the council that the police has returned with a comment."""
    title, comment = words(), words()
    item = assign(partners, the_thread(partners["officer"]), title)
    council = partners["council"]
    for to in ("accepted", "in_progress"):
        council.step(item, to)
    proof = {"kind": "link", "title": "Акт приймання", "url": "https://example.org/act"}
    council.call("POST", f"/action-items/{item}/evidence", json=proof, status=201)
    council.step(item, "done")
    partners["officer"].step(item, "returned", reason=comment)
    return {"id": item, "title": title, "comment": comment}


def entries(page: Page) -> Locator:
    return page.get_by_role("region", name="Чекають на вас").get_by_role("listitem")


def fits(page: Page) -> bool:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0


def test_a_returned_action_stands_first_with_its_comment(
    visit: Visit, partners: Partners, returned: dict[str, str]
) -> None:
    page = visit("council@kalynodil.example", viewport=NARROW)
    page.goto("/")
    first = entries(page).first
    expect(first).to_contain_text("Повернуто із зауваженням")
    expect(first).to_contain_text(returned["comment"])
    expect(first).to_contain_text("лишилося")
    assert fits(page)
    first.get_by_role("link", name=re.compile("^Прочитати зауваження")).click()
    expect(page).to_have_url(re.compile(f"/actions/{returned['id']}$"))

    partners["council"].step(returned["id"], "done")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Чекають на вас")
    expect(entries(page).filter(has_text=returned["title"])).to_have_count(0)


def test_who_leads_a_thread_is_asked_for_access_and_answers(
    visit: Visit,
    partners: Partners,
    restricted: dict[str, Any],  # noqa: F811
) -> None:
    title, leader = restricted["title"]["uk"], partners["facilitator"]
    path = f"/threads/{restricted['id']}"
    named = [one["id"] for one in leader.call("GET", path)["audience"]]
    audience = {"visibility": "restricted", "organisations": named, "announced": True}
    leader.call("PUT", f"{path}/audience", json=audience, headers=leader.version(path))

    partners["deputy-head"].call("POST", f"{path}/access-requests", json={"reason": words()}, status=201)
    page = visit("facilitator@kalynodil.example", viewport=NARROW)
    page.goto("/")
    entry = entries(page).filter(has_text=title)
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Прохання про доступ до теми")
    assert fits(page)
    entry.get_by_role("link", name=re.compile("^Відповісти")).click()
    page.get_by_role("button", name=re.compile("^Дати доступ: ")).click()
    page.get_by_role("dialog").get_by_role("button", name="Дати доступ").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(entry).to_have_count(0)
