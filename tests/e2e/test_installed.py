"""On a phone it is an app: it installs, starts without a line, and forgets what may be read no more."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread
from viche.kernel.ids import uuid7

Visit = Callable[..., Page]
Partners = dict[str, Partner]
PHONE = {"width": 360, "height": 740}
PATIENCE = 60.0  # seconds
WORDS = "Ліхтарик лежить у першій шухляді."
# How many of the copies that the browser keeps hold some words or an id, in all databases of the page.
COPIES = """
    async (words) => {
      let found = 0;
      for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("viche-copies-")) continue;
        const db = await new Promise((done, fail) => {
          const asked = indexedDB.open(name);
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => fail(asked.error);
        });
        const rows = await new Promise((done, fail) => {
          const asked = db.transaction("copies").objectStore("copies").getAll();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => fail(asked.error);
        });
        found += rows.filter((one) => JSON.stringify(one).includes(words)).length;
        db.close();
      }
      return found;
    }
"""


def a_thread(leader: Partner) -> dict[str, Any]:
    """A new thread of the whole group, with one message."""
    group = the_thread(leader)["group"]["id"]
    begun = {"title": "Що взяти до укриття", "purpose": "consult"}
    thread: dict[str, Any] = leader.call("POST", f"/groups/{group}/threads", json=begun, status=201)
    said = {"client_id": str(uuid7()), "body": WORDS}
    leader.call("POST", f"/threads/{thread['id']}/messages", json=said, status=201)
    return thread


def wait_for_copies(page: Page, words: str, enough: Callable[[int], bool]) -> None:
    """Until the browser keeps so many copies that hold some words or an id."""
    until = time.monotonic() + PATIENCE
    while not enough(count := page.evaluate(COPIES, words)):
        assert time.monotonic() < until, f"{count} copies"
        page.wait_for_timeout(100)


def opened(visit: Visit, thread_id: str) -> Page:
    """A phone that has the program, and copies of a thread."""
    page = visit("officer@kalynodil.example", viewport=PHONE)
    page.goto(f"/threads/{thread_id}")
    expect(page.get_by_role("article").filter(has_text=WORDS)).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    for kind in ("thread", "messages"):  # lists hold its id, too
        wait_for_copies(page, f'"key":["{kind}","{thread_id}"]', lambda count: count == 1)
    return page


def test_it_installs(visit: Visit) -> None:
    page = visit("officer@kalynodil.example", viewport=PHONE)
    page.goto("/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    browser = page.context.new_cdp_session(page)
    assert browser.send("Page.getAppManifest")["errors"] == []
    found = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Each visitor of a test has a window of their own that keeps nothing: no app installs from there.
    assert {one["errorId"] for one in found} <= {"in-incognito"}


def test_it_starts_without_a_line_and_shows_what_was_read_last(visit: Visit, partners: Partners) -> None:
    thread = a_thread(partners["facilitator"])
    page = opened(visit, thread["id"])
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("article").filter(has_text=WORDS)).to_be_visible()
    words = page.get_by_role("textbox", name="Текст повідомлення")
    words.fill("Візьму ще воду.")
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_text("Чекає зв’язку")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Чекає зв’язку")).to_have_count(0)
    expect(page.get_by_role("article").filter(has_text="Візьму ще воду.")).to_have_count(1)


def test_home_and_inbox_open_without_a_connection(visit: Visit, partners: Partners) -> None:
    officer = partners["officer"]
    a_thread(partners["facilitator"])
    told = officer.call("GET", "/notifications")["items"]
    kept = next(one["title"]["uk"] for one in told if not one["restricted"])
    withheld = [one["id"] for one in told if one["restricted"]]
    page = visit("officer@kalynodil.example", viewport=PHONE)
    page.goto("/inbox")
    expect(page.get_by_role("link", name=kept).first).to_be_visible()
    wait_for_copies(page, '"key":["inbox",', lambda count: count == 2)
    page.goto("/")
    # Others write meanwhile: which thread comes first is not said.
    unread = page.get_by_role("region", name="Непрочитане").get_by_role("listitem").first
    expect(unread).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    wait_for_copies(page, '"key":["today"]', lambda count: count == 1)
    assert [one for one in withheld if page.evaluate(COPIES, one)] == []
    page.context.set_offline(True)
    page.goto("/")
    expect(unread).to_be_visible()
    expect(page.get_by_text(re.compile(r"Дані на \d\d:\d\d"))).to_be_visible()
    page.goto("/inbox")
    expect(page.get_by_role("link", name=kept).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"Дані на \d\d:\d\d"))).to_be_visible()


def test_what_one_may_read_no_more_is_gone_with_the_next_contact(visit: Visit, partners: Partners) -> None:
    leader = partners["facilitator"]
    thread = a_thread(leader)
    path = f"/threads/{thread['id']}"
    page = opened(visit, thread["id"])
    page.goto("/")
    page.context.set_offline(True)
    narrowed = {"visibility": "restricted", "organisations": [], "people": [leader.call("GET", "/me")["id"]]}
    leader.call("PUT", f"{path}/audience", json=narrowed, headers=leader.version(path))
    page.context.set_offline(False)
    page.reload()
    wait_for_copies(page, thread["id"], lambda count: count == 0)
    page.context.set_offline(True)
    page.goto(path)
    expect(page.locator("main")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)


def test_a_menu_and_a_dialog_of_a_thread_open_without_a_connection(visit: Visit, partners: Partners) -> None:
    """Their files are kept before anybody has opened them."""
    thread = a_thread(partners["facilitator"])
    page = opened(visit, thread["id"])
    page.context.set_offline(True)
    page.reload()
    message = page.get_by_role("article").filter(has_text=WORDS)
    message.get_by_role("button", name="Дії з повідомленням").click()
    page.get_by_role("menuitem", name="Поскаржитися…").click()
    expect(page.get_by_role("dialog", name="Поскаржитися на повідомлення")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(message.get_by_role("button", name="Дії з повідомленням")).to_be_focused()
