"""What a page says while the server fails: it is no lost connection, and the page tries again by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
Partners = dict[str, Partner]
OFFICER = "officer@kalynodil.example"
PHONE = {"width": 360, "height": 740}
SAYS_SO = "Сервер не відповідає, пробуємо ще"
SAID = "Ключі від укриття в чергової."


def refuse_posts(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(status=500)
    else:
        route.continue_()


def a_thread(leader: Partner) -> dict[str, Any]:
    group = the_thread(leader)["group"]["id"]
    begun = {"title": "У кого ключі", "purpose": "consult"}
    return dict(leader.call("POST", f"/groups/{group}/threads", json=begun, status=201))


def test_a_message_that_the_server_fails_to_take_says_so_and_is_sent_later(
    visit: Visit, partners: Partners
) -> None:
    page = visit(OFFICER, viewport=PHONE)
    page.goto(f"/threads/{a_thread(partners['facilitator'])['id']}")
    page.route("**/api/v1/threads/*/messages", refuse_posts)
    page.get_by_role("textbox", name="Текст повідомлення").fill(SAID)
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_text(SAYS_SO)).to_be_visible()
    expect(page.get_by_text("Чекає зв’язку")).to_have_count(0)
    page.unroute_all()
    expect(page.get_by_text(SAYS_SO)).to_have_count(0)
    expect(page.get_by_role("article").filter(has_text=SAID)).to_have_count(1)


def test_a_server_that_does_not_answer_is_told_from_a_lost_connection(
    visit: Visit, partners: Partners
) -> None:
    group = partners["officer"].call("GET", "/groups")["items"][0]["name"]["uk"]
    page = visit(OFFICER, viewport=PHONE)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    for address in ("**/api/**", "**/healthz"):
        page.route(address, lambda route: route.fulfill(status=502, body="Bad Gateway"))
    page.get_by_role("link", name="Групи", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=f"{SAYS_SO}.")).to_be_visible()
    expect(page.get_by_role("heading", name=SAYS_SO)).to_be_visible()
    expect(page.get_by_text("Немає зв’язку")).to_have_count(0)
    page.unroute_all()
    expect(page.get_by_role("main").get_by_text(group).first).to_be_visible()
    expect(page.get_by_text(SAYS_SO)).to_have_count(0)
