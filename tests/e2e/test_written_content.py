"""What people write never runs: attacks and ten thousand soups of marks, in a browser."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from uuid import uuid4  # noqa: TID251 - a browser has no kernel

from playwright.sync_api import Page, expect

from tests.dialogue.test_markdown import PAYLOADS, TAGS
from tests.e2e.conftest import Visitors
from tests.e2e.partner import Partner, the_thread

Partners = dict[str, Partner]

SOUPS = 10_000
LONGEST = 9_500  # characters of a message
PARTS = [
    *PAYLOADS,
    *("<", ">", "[", "](", ")", "!", "`", "*", "_", "~~", "# ", "> ", "- ", "1. ", "\n", "    ", "|", "\\"),
    *("javascript:", "https://a.example/", "data:text/html,", " onerror=ran() ", "<script>ran()</script>"),
    *("<img src=x onerror=ran()>", "<svg/onload=ran()>", "</p>", "&#60;", "&lt;", '"', "'"),
    *("слово", "сходи", "🙂"),
]
# Whatever ran, or wanted to and was stopped by a policy alone.
WATCH = """
    window.run = [];
    for (const name of ["alert", "ran", "msgbox"])
        window[name] = (what) => window.run.push(`${name} ${what}`);
    addEventListener("securitypolicyviolation", (one) => window.run.push(one.violatedDirective));
"""
FAULTS = """([tags, links]) => {
    const faults = [];
    const said = [...document.querySelectorAll('article [class*="said"]')];
    for (const element of said.flatMap((one) => [...one.querySelectorAll("*")])) {
        if (!tags.includes(element.localName)) faults.push(element.outerHTML);
        for (const { name } of element.attributes)
            if (!["href", "rel", "start"].includes(name)) faults.push(`${element.localName}.${name}`);
        if (element.href && !links.includes(element.protocol)) faults.push(element.href);
    }
    return [said.length, faults, window.run];
}"""
LINKS = ["http:", "https:", "mailto:", "tel:"]


def storable(body: str) -> str:
    """Without the characters that are refused anyway."""
    return "".join(one for one in body if one >= " " or one == "\n")


def soups(seed: int) -> Iterator[str]:
    """Bodies of messages, each of many soups."""
    mixer = random.Random(seed)
    body = ""
    for _number in range(SOUPS):
        soup = storable("".join(mixer.choices(PARTS, k=mixer.randint(1, 9))))
        if body and (len(body) + len(soup) > LONGEST):
            yield body
            body = ""
        body += f"{soup[:LONGEST]}\n\n"
    yield body


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
        said = {"client_id": str(uuid4()), "body": body}
        partner.call("POST", f"/threads/{made['id']}/messages", status=201, json=said)
        count += 1
    return made["id"], count


def read_through(page: Page, thread: str, count: int) -> Iterator[tuple[int, list[str], list[str]]]:
    """What is on the page at every place of the thread, with what is wrong and what ran."""
    for number in range(1, count + 1, 25):
        page.goto(f"/threads/{thread}?message={number}")
        expect(page.locator(f'[id="m{number}"], article').first).to_be_visible()
        page.wait_for_load_state("networkidle")
        yield page.evaluate(FAULTS, [sorted(TAGS), LINKS])


def test_nothing_that_is_written_runs(visitors: Visitors, partners: Partners) -> None:
    seed = secrets.randbelow(10**6)
    bodies = [*(storable(one) for one in PAYLOADS), *soups(seed)]
    thread, count = a_thread_of(partners["facilitator"], iter(bodies))
    page = visitors.visit("officer@kalynodil.example")
    page.add_init_script(WATCH)
    looked = 0
    for shown, faults, ran in read_through(page, thread, count):
        assert (faults, ran) == ([], []), f"seed {seed}"
        looked += shown
    assert looked >= count


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
