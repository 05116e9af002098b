"""What people write never runs: attacks and thousands of soups of marks, in a browser."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, expect

from dialogue.messages.markdown import render
from dialogue.summary.citations import render_cited
from tests.dialogue.messages.test_markdown import PAYLOADS
from tests.e2e.attacks import TITLE, a_thread_of_attacks, say
from tests.e2e.conftest import Visitors
from tests.e2e.partner import Partner, the_thread
from tests.e2e.soups import FAULTS, PERSON, SAID, WATCH, bodies, looked_for, soups, storable

Partners = dict[str, Partner]


def a_thread_of(partner: Partner, bodies: Iterator[str]) -> tuple[str, int]:
    """A thread in which somebody said all of them; its id, and how many messages there are."""
    group = the_thread(partner)["group"]["id"]
    made = partner.call(
        "POST",
        f"/groups/{group}/threads",
        status=201,
        json={"title": "Що ніколи не виконується", "purpose": "consult"},
    )
    count = 0
    for body in bodies:
        say(partner, made["id"], body)
        count += 1
    return made["id"], count


def read_through(page: Page, thread: str, count: int) -> Iterator[tuple[int, list[str], list[str]]]:
    """What is on the page at every place of the thread, with what is wrong and what ran."""
    for number in range(1, count + 1, 25):
        page.goto(f"/threads/{thread}?message={number}")
        expect(page.locator(f'[id="m{number}"], article').first).to_be_visible()
        page.wait_for_load_state("networkidle")
        yield page.evaluate(FAULTS, looked_for(f"article {SAID}"))


def test_nothing_that_is_written_runs(visitors: Visitors, partners: Partners) -> None:
    """In the product, whose rules for what may run stand before it: many soups in one message."""
    seed = secrets.randbelow(10**6)
    facilitator = partners["facilitator"]
    me = facilitator.call("GET", "/me")["id"]
    told = [*(storable(one) for one in PAYLOADS), *bodies(soups(seed))]
    thread, count = a_thread_of(facilitator, (one.replace(PERSON, me) for one in told))
    page = visitors.visit("officer@kalynodil.example")
    page.add_init_script(WATCH)
    looked = 0
    for shown, faults, ran in read_through(page, thread, count):
        assert (faults, ran) == ([], []), f"seed {seed}"
        looked += shown
    assert looked >= count


ONE_BY_ONE = """(htmls) => {
    for (const html of htmls) {
        const one = document.createElement("div");
        one.className = "said again";
        document.body.append(one);
        one.innerHTML = html;
    }
}"""


def test_each_by_itself_is_harmless_without_any_rule_of_the_browser(
    visitors: Visitors, tmp_path: Path
) -> None:
    """Each soup as it is rendered, as a message and as a summary: read as a page with nothing that stops it,
    and put into one as the product does.
    """
    seed = secrets.randbelow(10**6)
    told = [*(storable(one) for one in PAYLOADS), *soups(seed)]
    shown = [show(one) for one in told for show in (render, render_cited)]
    file = tmp_path / "soups.html"
    places = "\n".join(f'<div class="said">{one}</div>' for one in shown)
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{places}</body>")
    page = visitors.visit()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.evaluate(ONE_BY_ONE, shown)
    page.wait_for_load_state("networkidle")
    count, faults, ran = page.evaluate(FAULTS, looked_for("body > .said"))
    assert (count, faults, ran) == (2 * len(shown), [], []), f"seed {seed}"
    assert page.locator("body > *").count() == count, f"seed {seed}: something stands beside them"


def all_of(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    # By its class the page marks where its reader is named.
    _count, faults, ran = page.evaluate(FAULTS, looked_for(SAID, "class"))
    assert (faults, ran) == ([], []), page.url


def test_nothing_runs_wherever_it_is_shown(visitors: Visitors, partners: Partners) -> None:
    """Titles, tags, names of files, alternative texts, quotes, names, the summary: in the thread, in lists,
    among what is found, and on the page for everybody.
    """
    facilitator = partners["facilitator"]
    thread = a_thread_of_attacks(facilitator)
    at, group = f"/threads/{thread['id']}", thread["group"]["id"]
    pages = [at, f"{at}?message=3", f"/groups/{group}", "/search?q=вбудоване"]
    reader = visitors.visit("facilitator@kalynodil.example")
    reader.add_init_script(WATCH)
    for address in pages:
        reader.goto(address)
        expect(reader.get_by_text("вбудоване").first).to_be_visible()
        all_of(reader)
    reader.goto(f"/search?q={quote(TITLE)}")
    all_of(reader)
    stranger = visitors.visit()
    stranger.add_init_script(WATCH)
    stranger.goto(f"/public{at}")
    expect(stranger.get_by_text("вбудоване").first).to_be_visible()
    all_of(stranger)
    stranger.goto(f"/public/groups/{group}")
    expect(stranger.get_by_text("вбудоване").first).to_be_visible()
    assert stranger.evaluate("window.run") == []


REFUSED = """() => [
    () => { document.createElement("div").innerHTML = "<img src=x onerror=ran()>"; },
    () => { document.createElement("script").text = "ran()"; },
    () => { document.createElement("script").src = "/media/a.js"; },
    () => new Worker("https://evil.example/a.js"),
    () => new Worker("/media/a.js"),
    () => trustedTypes.createPolicy("another", { createHTML: (html) => html }),
].map((attempt) => { try { attempt(); return "taken"; } catch (error) { return error.name; } })"""


def test_the_page_itself_takes_no_text_for_a_program(visitors: Visitors) -> None:
    page = visitors.visit("officer@kalynodil.example")
    page.add_init_script(WATCH)
    page.goto("/today")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()  # now the service worker answers, with the page that it keeps
    expect(page.get_by_role("heading").first).to_be_visible()
    answers: list[str] = page.evaluate(REFUSED)
    assert set(answers) <= {"TypeError", "SecurityError"}, answers
    assert [one for one in page.evaluate("window.run") if one.startswith("ran")] == []
    assert visitors.complaints  # the browser tells of each
    visitors.complaints.clear()


def test_the_description_of_the_api_has_the_programs_that_it_needs(visitors: Visitors) -> None:
    page = visitors.visit("officer@kalynodil.example")
    page.goto("/api/docs/")
    expect(page.get_by_text("Viche", exact=False).first).to_be_visible()
