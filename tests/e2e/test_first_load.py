"""What a first visit asks of the API: each request costs a round trip of a phone's line."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, WebSocketRoute, expect

from tests.e2e.conftest import Partners
from tests.e2e.partner import the_thread

Visit = Callable[..., Page]
MAX_REQUESTS = 5
LEADER = "facilitator@kalynodil.example"


def be_silent(_line: WebSocketRoute) -> None:
    """Send nothing: what happens to be new to the person meanwhile is no part of the first load."""


def list_requests(page: Page) -> list[str]:
    """Return the list to which each GET from the API will be added."""
    asked: list[str] = []

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        if request.method == "GET" and path.startswith("/api/"):
            asked.append(path.removeprefix("/api/v1/"))

    page.on("request", note)
    page.route_web_socket(re.compile("/ws/v1"), be_silent)
    return asked


def test_a_thread_opens_with_five_requests(visit: Visit, partners: Partners) -> None:
    thread_id = the_thread(partners["facilitator"])["id"]
    page = visit(LEADER)
    asked = list_requests(page)
    page.goto(f"/threads/{thread_id}")
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("navigation", name="Теми групи").get_by_role("link").nth(1)).to_be_visible()
    expect(page.get_by_role("region", name="Суть розмови")).to_be_visible()
    page.wait_for_load_state("networkidle")
    thread = f"threads/{thread_id}"
    assert set(asked) <= {"me", thread, f"{thread}/messages", f"{thread}/draft", "link-cards"}
    assert len(asked) <= MAX_REQUESTS, asked


def test_today_opens_with_one_request(visit: Visit) -> None:
    page = visit(LEADER)
    asked = list_requests(page)
    page.goto("/")
    expect(page.get_by_role("region", name="Чекають на вас")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == ["me"]


def test_a_link_under_the_pointer_loads_code_and_no_data(visit: Visit) -> None:
    page = visit(LEADER)
    asked = list_requests(page)
    page.goto("/")
    expect(page.get_by_role("region", name="Чекають на вас")).to_be_visible()
    page.wait_for_load_state("networkidle")
    with page.expect_request(re.compile(r"/assets/board-page-.*\.js")):
        page.get_by_role("navigation").first.get_by_role("link", name="Доручення").hover()
    page.wait_for_load_state("networkidle")
    assert asked == ["me"]
