"""Public pages: readable without JavaScript, replaced by the front end, and gone once they are withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.attacks import KNOWING, say
from tests.e2e.partner import Partner
from tests.e2e.profiles import ask

Visit = Callable[..., Page]
Partners = dict[str, Partner]
PHONE = {"width": 360, "height": 740}
SAID = "Ключі від укриття в чергової, вдень і вночі."
NOT_THERE = "Такої сторінки немає"
FILLED = "main.v-public"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def a_public_thread(leader: Partner, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a group with a public page, and a new public thread of it in which something was said."""
    groups = leader.call("GET", "/groups")["items"]
    group = next(one for one in groups if one["visibility"] == "public")
    begun = {"title": title, "purpose": "consult"}
    thread = leader.call("POST", f"/groups/{group['id']}/threads", json=begun, status=201)
    path = f"/threads/{thread['id']}"
    leader.call("PUT", f"{path}/publication", json=KNOWING, headers=leader.version(path))
    say(leader, thread["id"], SAID, **KNOWING)
    return group, thread


def withdraw(leader: Partner, thread: dict[str, Any]) -> None:
    leader.call("DELETE", f"/threads/{thread['id']}/publication")


@pytest.mark.parametrize(
    ("locale", "language", "talk"), [("uk-UA", "uk", "Розмова"), ("en-GB", "en", "Conversation")]
)
def test_a_group_and_its_thread_are_read_on_a_phone_without_javascript(
    visit: Visit, partners: Partners, locale: str, language: str, talk: str
) -> None:
    group, thread = a_public_thread(partners["facilitator"], f"Укриття вночі {language}")
    page = visit(java_script_enabled=False, viewport=PHONE, locale=locale)
    answer = page.goto(f"/public/groups/{group['id']}")
    assert answer is not None
    assert answer.headers["cache-control"] == "no-store"
    expect(page.get_by_role("heading", level=1)).to_have_text(group["name"][language])
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("link", name=thread["title"]["uk"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(thread["title"]["uk"])
    expect(page.get_by_role("heading", name=talk)).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text(SAID)
    expect(page).to_have_title(f"{thread['title']['uk']} · Віче")
    expect(page.get_by_text("потрібен JavaScript")).to_have_count(0)
    assert page.locator("body").evaluate("body => body.scrollWidth") <= PHONE["width"]
    for link in page.get_by_role("link").all():
        assert (link.get_attribute("href") or "").startswith(("/", "#"))
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44 or link.evaluate("a => a.closest('p.v-public-lead') !== null")
    withdraw(partners["facilitator"], thread)
    gone = page.reload()
    assert gone is not None
    assert gone.status == 404
    expect(
        page.get_by_role("heading", level=1, name="Такої сторінки" if language == "uk" else "not found")
    ).to_be_visible()
    expect(page.get_by_text(SAID)).to_have_count(0)


def test_the_page_of_the_front_end_replaces_it_in_one_step(visit: Visit, partners: Partners) -> None:
    group, thread = a_public_thread(partners["facilitator"], "Хто має ключі")
    page = visit(viewport=PHONE)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/api/v1/public/threads/*/messages*", hold)
    page.goto(f"/public/threads/{thread['id']}", wait_until="commit")
    expect(page.locator(FILLED).get_by_text(SAID)).to_be_visible()
    while not waiting:
        page.wait_for_timeout(50)
    expect(page.locator(FILLED).get_by_text(SAID)).to_be_visible()
    waiting[0].continue_()
    expect(page.locator(FILLED)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Хто має ключі")
    expect(page.get_by_role("article").get_by_text(SAID)).to_be_visible()
    expect(page.get_by_role("button", name="English")).to_be_visible()
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", page.url)
    page.get_by_role("link", name=group["name"]["uk"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(group["name"]["uk"])
    expect(page.locator("link[rel=canonical]")).to_have_count(0)
    withdraw(partners["facilitator"], thread)
    gone = page.goto(f"/public/threads/{thread['id']}")
    assert gone is not None
    assert gone.status == 404
    expect(page.get_by_role("heading", name=NOT_THERE)).to_be_visible()


def test_an_installed_app_shows_no_old_copy_and_says_that_there_is_no_connection(
    visit: Visit, partners: Partners
) -> None:
    _group, thread = a_public_thread(partners["facilitator"], "Де взяти ключі")
    page = visit(viewport=PHONE)
    at = f"/public/threads/{thread['id']}"
    page.goto(at)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()
    page.wait_for_function(CONTROLLED)
    expect(page.get_by_role("article").get_by_text(SAID)).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Цього ще немає на пристрої")).to_be_visible()
    expect(page.get_by_text(SAID)).to_have_count(0)
    page.context.set_offline(False)
    withdraw(partners["facilitator"], thread)
    gone = page.goto(at)
    assert gone is not None
    assert gone.status == 404, "the server answers, not the copy that the browser keeps"
    expect(page.get_by_role("heading", name=NOT_THERE)).to_be_visible()


def test_search_engines_may_read_it(visit: Visit) -> None:
    page = visit()
    answer = ask(page, "/robots.txt")
    assert answer.ok
    assert answer.headers["content-type"].startswith("text/plain")
    assert "User-agent: *\nDisallow:\n" in answer.text()
    picture = ask(page, "/preview.png")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
