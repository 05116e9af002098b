"""What a browser keeps when a sign-in has ended: after a revocation nothing, after time what is one’s own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.partner import Partner, sign_in_demo, the_thread
from tests.e2e.stack import run_sql

Visit = Callable[..., Page]
# Where it cannot be had, the plain field serves.
PROGRAM = re.compile(r"/assets/rich-field-[\w-]+\.js")
Partners = dict[str, Partner]
PATIENCE = 60.0  # seconds
TEACHER, OFFICER = "deputy-head@kalynodil.example", "officer@kalynodil.example"
UNSENT = "Написане без лінії, ще ніким не отримане."
# All that the page has stored: names of databases with all that is in them, settings, and what caches hold.
STORED = """
    async () => {
      const asked = (request) => new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
      const found = {databases: {}, settings: {...localStorage}, cached: []};
      for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("viche-")) continue;
        const db = await asked(indexedDB.open(name));
        const rows = [];
        for (const store of db.objectStoreNames)
          rows.push(...await asked(db.transaction(store).objectStore(store).getAll()));
        found.databases[name] = JSON.stringify(rows);
        db.close();
      }
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
          found.cached.push(new URL(request.url).pathname);
      return found;
    }
"""
EXPIRE = """
    UPDATE accounts_session SET expire_date = now() - interval '1 second'
    WHERE person_id = (SELECT id FROM accounts_user WHERE email = '{email}')
"""


# A database that the browser clears at this moment aborts, or never answers: asked again then.
STORED_IN_TIME = f"""
    () => Promise.race([
      ({STORED})().catch(() => null),
      new Promise((done) => setTimeout(done, 5000, null)),
    ])
"""


def stored(page: Page) -> Any:
    """Return what the page has stored, None where it does not answer."""
    return page.evaluate(STORED_IN_TIME)


def wait_for(page: Page, enough: Callable[[Any], bool]) -> Any:
    """What is stored, once it is as it should be."""
    until = time.monotonic() + PATIENCE
    while (found := stored(page)) is None or not enough(found):
        assert time.monotonic() < until, found
        page.wait_for_timeout(100)
    return found


def holds(found: Any, words: str) -> bool:
    return any(words in rows for rows in found["databases"].values())


def leaves_nothing(found: Any) -> bool:
    own = {name for name in found["settings"] if name not in ("viche-language", "viche-shared-device")}
    program = all(not path.startswith(("/api", "/_allauth")) for path in found["cached"])
    return found["databases"] == {} and not own and program


def reading(visit: Visit, partners: Partners, email: str = TEACHER) -> tuple[Page, str]:
    """Somebody before a thread, copies of which lie in the browser; and the title of it."""
    page = visit(email)
    page.route(PROGRAM, lambda route: route.abort())
    thread = the_thread(partners["facilitator"])
    page.goto(f"/threads/{thread['id']}")
    expect(page.get_by_role("textbox", name="Текст повідомлення")).to_be_visible()
    wait_for(page, lambda found: holds(found, thread["id"]))
    return page, str(thread["id"])


def end_everywhere(base_url: str, email: str) -> None:
    """The same person, at another device."""
    with httpx.Client(base_url=base_url, headers={"Referer": base_url}, timeout=PATIENCE) as elsewhere:
        sign_in_demo(elsewhere, email)
        assert elsewhere.delete("/api/v1/me/sessions").status_code == 204


def become(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def expect_sign_in(page: Page) -> None:
    expect(page.get_by_label("Електронна пошта")).to_be_visible()


def write_without_line(context: BrowserContext, page: Page) -> None:
    context.set_offline(True)
    page.get_by_role("textbox", name="Текст повідомлення").fill(UNSENT)
    page.get_by_role("button", name="Надіслати").click()
    wait_for(page, lambda found: holds(found, UNSENT))


def test_a_sign_in_that_is_revoked_elsewhere_leaves_nothing(
    visit: Visit, partners: Partners, base_url: str
) -> None:
    page, _thread = reading(visit, partners)
    page.get_by_role("textbox", name="Текст повідомлення").fill(UNSENT)
    end_everywhere(base_url, TEACHER)
    expect_sign_in(page)
    wait_for(page, leaves_nothing)


def test_one_that_is_revoked_while_no_page_is_open_leaves_nothing_either(
    visit: Visit, partners: Partners, base_url: str
) -> None:
    page, thread = reading(visit, partners)
    page.goto("about:blank")
    end_everywhere(base_url, TEACHER)
    page.goto(f"/threads/{thread}")
    expect_sign_in(page)
    wait_for(page, leaves_nothing)


def test_one_that_time_has_ended_keeps_what_its_person_has_not_sent(
    visit: Visit, partners: Partners, base_url: str
) -> None:
    page, _thread = reading(visit, partners)
    write_without_line(page.context, page)
    run_sql(EXPIRE.format(email=TEACHER))
    page.context.set_offline(False)
    expect_sign_in(page)
    found = wait_for(page, lambda found: not any("copies" in name for name in found["databases"]))
    assert holds(found, UNSENT)
    expect(page.get_by_text(UNSENT)).to_have_count(0)
    become(page, "Юлія Ткаченко")  # and is led back to the thread
    expect(page.get_by_role("article").filter(has_text=UNSENT)).to_be_visible()
    wait_for(page, lambda found: not holds(without_copies(found), UNSENT))


def test_a_message_that_meets_an_ended_session_leads_to_the_sign_in_and_is_sent_then(
    visit: Visit, partners: Partners
) -> None:
    written = "Надіслане після нового входу."
    page, _thread = reading(visit, partners)
    run_sql(EXPIRE.format(email=TEACHER))
    page.get_by_role("textbox", name="Текст повідомлення").fill(written)
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_text("Ваш сеанс завершився. Увійдіть, і ми надішлемо написане.")).to_be_visible()
    expect(page.get_by_role("button", name="Увійти", exact=True)).to_be_visible()
    become(page, "Юлія Ткаченко")
    expect(page.get_by_role("article").filter(has_text=written)).to_be_visible()
    wait_for(page, lambda found: not holds(without_copies(found), written))


def without_copies(found: Any) -> Any:
    own = {name: rows for name, rows in found["databases"].items() if "copies" not in name}
    return {**found, "databases": own}


def test_somebody_else_who_signs_in_then_finds_nothing(visit: Visit, partners: Partners) -> None:
    page, _thread = reading(visit, partners, OFFICER)
    write_without_line(page.context, page)
    run_sql(EXPIRE.format(email=OFFICER))
    page.context.set_offline(False)
    expect_sign_in(page)
    wait_for(page, lambda found: holds(found, UNSENT) and len(found["databases"]) <= 2)
    become(page, "Юлія Ткаченко")
    wait_for(page, lambda found: not holds(found, UNSENT))


def test_a_deliberate_sign_out_asks_when_something_is_unsent(visit: Visit, partners: Partners) -> None:
    page, _thread = reading(visit, partners, OFFICER)
    page.route("**/api/v1/threads/*/messages", lambda route: route.abort())
    page.get_by_role("textbox", name="Текст повідомлення").fill(UNSENT)
    page.get_by_role("button", name="Надіслати").click()
    wait_for(page, lambda found: holds(found, UNSENT))
    page.goto("/settings")
    page.get_by_role("button", name="Вийти тут").click()
    page.get_by_role("dialog").get_by_role("button", name="Вийти й видалити").click()
    expect_sign_in(page)
    wait_for(page, leaves_nothing)
