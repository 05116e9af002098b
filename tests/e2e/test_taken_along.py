"""The page of a thread that somebody took along, as it lies on their disk: nothing there stops it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.attacks import KNOWING, TAG, TITLE, a_thread_of_attacks, say
from tests.e2e.conftest import Visitors
from tests.e2e.partner import Partner
from tests.e2e.soups import WATCH
from tests.e2e.test_eyes_and_thumbs import AXE, RULES, Scheme

RULE = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
LONG = "обстеженняукриттявбудинкукультуритапідвалі" * 4
WIDE = f"# {LONG}\n\n```\n{'слово ' * 60}\n```\n\n> {LONG}\n\n- `{LONG}`\n\nhttps://a.example/{'шлях' * 60}"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PHONE, PAPER = 360, 640  # pixels; paper between its margins
HARM = """() => [...document.querySelectorAll("body *")]
    .filter((one) => /^(script|img|svg|math|iframe|object|embed|form|input|base|meta|link|style|details)$/
        .test(one.localName)
        || [...one.attributes].some(({ name }) => name.startsWith("on") || name === "style")
        || (one.href && !["http:", "https:", "mailto:", "tel:", "file:"].includes(one.protocol)))
    .map((one) => one.outerHTML)"""


@pytest.fixture(scope="module")
def leader(base_url: str) -> Iterator[Partner]:
    partner = Partner(base_url, "facilitator@kalynodil.example")
    yield partner
    partner.close()


@pytest.fixture(scope="module")
def folder(leader: Partner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the archive was unpacked, with the page once more without the rules that it brings."""
    folder = tmp_path_factory.mktemp("taken")
    packed = leader.bytes(f"/threads/{a_full_thread(leader)}/export?language=uk")
    ZipFile(io.BytesIO(packed)).extractall(folder)
    words = (folder / "thread.html").read_text()
    assert RULE.search(words)
    (folder / "bare.html").write_text(RULE.sub("", words))
    return folder


def a_full_thread(leader: Partner) -> str:
    """Everything that stands on its page is an attack, or wider than a phone."""
    thread = a_thread_of_attacks(leader)
    path = f"/threads/{thread['id']}"
    say(leader, thread["id"], WIDE, **KNOWING)
    for words in (TITLE, LONG):
        leader.call("POST", f"{path}/questions", status=201, json={"text": words, **KNOWING})
        leader.call("POST", f"{path}/statements", status=201, json={"text": words, **KNOWING})
    held = {"reason": f"{TAG} {TITLE} {LONG}", **KNOWING}
    leader.call("PUT", f"{path}/lock", json=held, headers=leader.version(path))
    over = {"to": "closed", "outcome": f"{TITLE} {LONG}", **KNOWING}
    leader.call("POST", f"{path}/transitions", json=over, headers=leader.version(path))
    return str(thread["id"])


def opened(page: Page, file: Path) -> list[str]:
    """What the page asked of others than the disk, which goes on to grow."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if not one.url.startswith("file:") else None)
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("вбудоване")
    return asked


@pytest.mark.parametrize("name", ["thread.html", "bare.html"])
def test_nothing_runs_on_the_page_and_nothing_leaves_it(visitors: Visitors, folder: Path, name: str) -> None:
    page = visitors.visit()
    page.add_init_script(WATCH)
    asked = opened(page, folder / name)
    page.mouse.move(100, 300)
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    assert (page.evaluate(HARM), page.evaluate("window.run"), asked) == ([], [], [])
    assert page.url == (folder / name).as_uri()
    assert page.get_by_role("article").count() == 4


def test_its_links_lead_to_the_files_beside_it(visitors: Visitors, folder: Path) -> None:
    page = visitors.visit()
    opened(page, folder / "thread.html")
    file = page.locator("a[href^='files/']")
    expect(file).to_have_count(1)
    file.click()
    expect(page.locator("body")).to_have_text("x")
    (beside,) = folder.glob("files/*/*")
    assert page.url == beside.as_uri()


def test_it_is_read_on_a_phone(visitors: Visitors, folder: Path) -> None:
    page = visitors.visit(viewport={"width": PHONE, "height": 740})
    told: list[str] = []
    for scheme, width in product(SCHEMES, (PHONE, 1280)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        opened(page, folder / "bare.html")  # its own rules keep axe out, too
        told += [f"{scheme} {width}: {one}" for one in faults_of(page, width)]
    assert told == []


def faults_of(page: Page, width: int) -> list[str]:
    page.evaluate(AXE)
    rules: Any = {"type": "tag", "values": [*RULES, "wcag22aa"]}
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    faults = [f"{one['id']} {node['html'][:200]}" for one in found for node in one["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults + ([f"{wide} wide"] if wide > width else [])


def test_it_is_printed_whole(visitors: Visitors, folder: Path) -> None:
    page = visitors.visit(viewport={"width": PAPER, "height": 900}, color_scheme="dark")
    opened(page, folder / "thread.html")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    assert page.pdf(format="A4").startswith(b"%PDF-")
