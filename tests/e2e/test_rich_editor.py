"""Writing with formats shown at once, in a real browser with the policies that the product sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from tests.dialogue.messages.test_markdown import PAYLOADS
from tests.e2e.partner import Partner, the_thread
from tests.e2e.soups import WATCH

Visit = Callable[..., Page]
Partners = dict[str, Partner]

DESK = {"width": 1280, "height": 900}
AXE = (Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PROGRAM = re.compile(r"/assets/rich-field-[\w-]+\.js")
# As other programs put it on the clipboard: the browser's own would have cleaned some of it.
CARRY = """([kind, type, text, html]) => {
    const carried = new DataTransfer();
    if (text) carried.setData("text/plain", text);
    if (html) carried.setData("text/html", html);
    const field = document.activeElement;
    const { left, top } = field.getBoundingClientRect();
    const place = { clientX: left + 20, clientY: top + 20 };
    const how = { bubbles: true, cancelable: true, ...place };
    field.dispatchEvent(type === "paste"
        ? new ClipboardEvent(kind, { ...how, clipboardData: carried })
        : new DragEvent(kind, { ...how, dataTransfer: carried }));
}"""


def field_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Текст повідомлення")


def rich_field_of(page: Page) -> Locator:
    return page.locator("[contenteditable=true][role=textbox]")


def somebody(partners: Partners) -> str:
    """The name of one who reads what is written. Not everybody who sat in the group at first still does: what
    tries each operation of the API tries to unseat them, too.
    """
    leader = partners["facilitator"]
    mine = leader.call("GET", "/me")["id"]
    readers = leader.call("GET", f"/threads/{the_thread(leader)['id']}/readers")["items"]
    return next(str(one["person"]["name"]["uk"]) for one in readers if one["person"]["id"] != mine)


def a_thread(partners: Partners) -> str:
    """One in which nobody else writes meanwhile, and nobody has begun anything."""
    leader = partners["facilitator"]
    group = the_thread(leader)["group"]["id"]
    begun = {"title": "Що взяти на нічне чергування", "purpose": "consult"}
    return str(leader.call("POST", f"/groups/{group}/threads", json=begun, status=201)["id"])


def writing(page: Page, partners: Partners) -> None:
    """Somebody writes in a thread with formats shown."""
    page.goto(f"/threads/{a_thread(partners)}")
    rich_field_of(page).click()
    # The buttons that help with writing come with the first letter.
    page.keyboard.type("…")
    # It has the focus itself as it is pressed.
    page.get_by_role("button", name="Оформлення тексту").click()
    rich_field_of(page).focus()
    expect(rich_field_of(page)).to_be_focused()
    empty(page)


def empty(page: Page) -> None:
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")


def carry(page: Page, kind: str, text: str = "", html: str = "") -> None:
    page.evaluate(CARRY, [kind, kind, text, html])


def send(page: Page) -> str:
    """Send what was written; return the Markdown that the server was given."""
    with page.expect_request(lambda one: one.method == "POST" and one.url.endswith("/messages")) as sent:
        page.keyboard.press("Control+Enter")
    return str((sent.value.post_data_json or {})["body"])


def test_a_message_is_written_with_its_formats(visit: Visit, partners: Partners) -> None:
    page = visit("facilitator@kalynodil.example", viewport=DESK)
    name = somebody(partners)
    writing(page, partners)
    field = rich_field_of(page)
    bar = page.get_by_role("toolbar", name="Оформлення тексту")
    page.keyboard.type("Прошу ")
    page.keyboard.press("Control+B")
    expect(bar.get_by_role("button", name="Жирний")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("усіх")
    page.keyboard.press("Control+B")
    page.keyboard.type(f", @{name[:3].lower()}")
    page.get_by_role("option", name=re.compile(name)).first.click()
    expect(field.locator("[data-mention]")).to_have_text(f"@{name}")
    page.keyboard.type("принести:")
    page.keyboard.press("Enter")
    page.keyboard.type("- ліхтарі")
    page.keyboard.press("Enter")
    page.keyboard.type("воду 2*3 л")
    expect(field.locator("li")).to_have_count(2)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({include: [['form']]}, {runOnly: rules})", RULES)["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    small = page.evaluate(
        """() => [...document.querySelectorAll("[role=toolbar] button")]
            .map((one) => one.getBoundingClientRect())
            .filter(({ width, height }) => width < 44 || height < 44).length"""
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(field.locator("strong")).to_have_text("усіх")
    body = send(page)
    expect(field).to_have_text("")
    said = page.get_by_role("article").filter(has_text="ліхтарі").last
    expect(said.locator("strong")).to_have_text("усіх")
    expect(said.locator("li")).to_have_count(2)
    text = re.sub(r"\(person:[\w-]+\)", "", body)
    assert text == f"Прошу **усіх**, @[{name}] принести:\n\n- ліхтарі\n- воду 2*3 л"


def test_nothing_that_is_pasted_or_dropped_runs(visit: Visit, partners: Partners) -> None:
    page = visit("facilitator@kalynodil.example", viewport=DESK)
    page.add_init_script(WATCH)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    writing(page, partners)
    for payload in PAYLOADS:
        for kind in ("paste", "drop"):
            for text, html in ((payload, ""), (payload, payload), ("", f"<p>слово {payload}</p>")):
                carry(page, kind, text, html)
        empty(page)
    carry(page, "paste", html="<h1>План</h1><p><b>два</b> <a href='https://a.example'>виходи</a></p>")
    assert send(page) == "План\n\n**два** [виходи](https://a.example)"
    assert page.evaluate("window.run") == []
    assert [one for one in asked if "evil.example" in one] == []
    held = page.evaluate(
        """() => [...document.querySelectorAll("[contenteditable] *")].flatMap((one) =>
            [...one.attributes].map(({ name }) => name)).filter((name) => name.startsWith("on"))"""
    )
    assert held == []
    empty(page)


def test_one_writes_on_where_the_editor_cannot_be_had(visit: Visit, partners: Partners) -> None:
    page = visit("facilitator@kalynodil.example", viewport=DESK)
    page.route(PROGRAM, lambda route: route.abort())
    with page.expect_request(PROGRAM):
        page.goto(f"/threads/{the_thread(partners['facilitator'])['id']}")
    words = field_of(page)
    words.press_sequentially("Пишу без нього")
    expect(words).to_have_value("Пишу без нього")
    words.fill("")


def test_the_editor_never_comes_under_what_is_being_typed(visit: Visit, partners: Partners) -> None:
    page = visit("facilitator@kalynodil.example", viewport=DESK)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(PROGRAM, hold)
    words = field_of(page)
    with page.expect_request(PROGRAM):
        page.goto(f"/threads/{a_thread(partners)}")
        words.press_sequentially("Перше ")
    with page.expect_response(PROGRAM) as came:
        waiting[0].continue_()
    came.value.finished()
    page.keyboard.type("друге", delay=50)
    expect(words).to_have_value("Перше друге")
    page.get_by_role("heading", level=1).click()
    expect(words).to_have_value("Перше друге")
    words.fill("")
    page.get_by_role("heading", level=1).click()
    expect(rich_field_of(page)).to_be_visible()
