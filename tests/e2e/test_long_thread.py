"""Hundreds of messages: who reads on keeps their place, finds the way back, and sees what they wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.partner import Partner, the_thread
from viche.kernel.ids import uuid7

Visit = Callable[..., Page]
COUNT = 420
MOST = 250  # articles that a page keeps while one reads on
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# A reader on the way to a message: by how many pixels what stood in view moved when more came.
READ_ON = """
    async ({to, down, alone}) => {
      const articles = () => [...document.querySelectorAll("main article")];
      const end = () => articles().at(down ? -1 : 0).id;
      const body = articles()[0].closest("[class*=body]");
      const own = /auto|scroll/.test(getComputedStyle(body).overflowY);
      const box = own ? body : document.documentElement;
      // As a browser that does not hold what is in view by itself.
      if (alone) box.style.overflowAnchor = "none";
      const edge = () => (own ? Math.max(0, body.getBoundingClientRect().top) : 0);
      const frame = () => new Promise(requestAnimationFrame);
      const seen = {most: 0, shift: 0, pages: 0};
      while (!document.getElementById(`message-${to}`)) {
        const known = end(), before = box.scrollTop;
        box.scrollTop += (down ? 1 : -1) * box.clientHeight * 0.8;
        const stuck = box.scrollTop === before;
        await frame();
        const shown = articles().find((one) => one.getBoundingClientRect().bottom > edge());
        const top = shown.getBoundingClientRect().top;
        for (let wait = 0; wait < (stuck ? 600 : 3) && end() === known; wait++) await frame();
        if (end() === known) continue;
        await frame();
        seen.pages += 1;
        seen.shift = Math.max(seen.shift, Math.abs(shown.getBoundingClientRect().top - top));
        seen.most = Math.max(seen.most, articles().length);
      }
      return seen;
    }
"""
# A reader at that message, in such a browser: where it stands.
READ_HERE = """
    (message) => {
      const body = message.closest("[class*=body]");
      body.style.overflowAnchor = "none";
      message.scrollIntoView();
      return message.getBoundingClientRect().top;
    }
"""


@pytest.fixture(scope="module")
def long_thread(partners: dict[str, Partner]) -> str:
    """The id of a thread that goes on and on."""
    leader = partners["facilitator"]
    group = the_thread(leader)["group"]["id"]
    begun: dict[str, Any] = {"title": "Довга розмова", "purpose": "consult"}
    thread = leader.call("POST", f"/groups/{group}/threads", json=begun, status=201)
    path = f"/threads/{thread['id']}"
    if thread["state"] == "draft":
        leader.call("POST", f"{path}/transitions", json={"to": "open"}, headers=leader.version(path))
    for number in range(COUNT):
        said = {
            "client_id": str(uuid7()),
            "body": f"Сказане {number + 1}. " + "І ще кілька слів. " * (number % 7),
        }
        partners["officer"].call("POST", f"{path}/messages", json=said, status=201)
    return str(thread["id"])


def assert_held(walk: dict[str, float]) -> None:
    """More came, never more than a page keeps, and what was in view stayed where it was."""
    assert walk["pages"] > 3, walk
    assert walk["most"] <= MOST, walk
    assert walk["shift"] <= 2, walk


def open_at_first(page: Page, thread: str) -> None:
    """Open the thread at its first message, with all that stands above what is said."""
    page.goto(f"/threads/{thread}?message=1")
    expect(page.locator("#message-1")).to_be_visible()
    expect(page.get_by_role("region", name="Суть розмови")).to_be_visible()


@pytest.mark.parametrize(("size", "alone"), [(DESK, True), (PHONE, False)], ids=["desk", "phone"])
def test_who_reads_on_keeps_their_place(
    visit: Visit, long_thread: str, size: dict[str, int], alone: bool
) -> None:
    page = visit("facilitator@kalynodil.example", viewport=size)
    open_at_first(page, long_thread)
    down = page.evaluate(READ_ON, {"to": COUNT, "down": True, "alone": alone})
    assert_held(down)
    expect(page.locator("#message-1")).to_have_count(0)
    up = page.evaluate(READ_ON, {"to": 1, "down": False, "alone": alone})
    assert_held(up)
    expect(page.locator(f"#message-{COUNT}")).to_have_count(0)


def test_what_was_missed_in_short_comes_late_and_moves_nothing(
    visit: Visit, partners: dict[str, Partner], long_thread: str
) -> None:
    partners["facilitator"].call("PUT", f"/threads/{long_thread}/unread", json={"number": 1})
    page = visit("facilitator@kalynodil.example", viewport=DESK)
    asked: list[Route] = []

    def hold_back(route: Route) -> None:
        asked.append(route)

    page.route("**/catch-up?*", hold_back)
    with page.expect_request("**/catch-up?*"):
        open_at_first(page, long_thread)
    message = page.locator("#message-9")
    top = message.evaluate(READ_HERE)
    asked.pop().continue_()
    expect(page.get_by_text("Що тут було")).to_have_count(1)
    moved = message.evaluate("(message) => message.getBoundingClientRect().top") - top
    assert abs(moved) <= 2


def test_what_one_writes_far_above_the_end_is_shown_at_the_end(
    visit: Visit, partners: dict[str, Partner], long_thread: str
) -> None:
    # The line above what is new stands on the last page: whoever writes is not kept at it.
    partners["facilitator"].call("PUT", f"/threads/{long_thread}/unread", json={"number": COUNT - 20})
    page = visit("facilitator@kalynodil.example", viewport=PHONE)
    page.goto(f"/threads/{long_thread}?message=1")
    expect(page.get_by_role("button", name="До кінця розмови")).to_be_visible()
    words = page.get_by_role("textbox", name="Текст повідомлення")
    words.fill("Згадаймо, з чого почали.")
    page.get_by_role("button", name="Надіслати").click()
    expect(page.locator(f"#message-{COUNT + 1}")).to_contain_text("Згадаймо, з чого почали.")
    expect(page.locator(f"#message-{COUNT + 1}")).to_be_in_viewport()
    expect(page.get_by_role("button", name="До кінця розмови")).to_have_count(0)
