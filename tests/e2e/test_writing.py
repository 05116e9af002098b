"""Writing a message with the keys and the tools of a real browser: what jsdom has not."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.partner import Partner, the_thread

Visit = Callable[..., Page]
PROGRAM = re.compile(r"/assets/rich-field-[\w-]+\.js")
Partners = dict[str, Partner]


def writing(visit: Visit, partners: Partners) -> Page:
    """A thread in which somebody may write, with the focus where one does."""
    page = visit("facilitator@kalynodil.example")
    # The plain field serves where the editor with formats cannot be had.
    page.route(PROGRAM, lambda route: route.abort())
    page.goto(f"/threads/{the_thread(partners['facilitator'])['id']}")
    page.get_by_role("textbox", name="Текст повідомлення").click()
    return page


def test_marks_are_taken_back_by_undo_step_by_step(visit: Visit, partners: Partners) -> None:
    page = writing(visit, partners)
    field = page.get_by_role("textbox", name="Текст повідомлення")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Прошу всіх")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+B")
    expect(field).to_have_value("Прошу **всіх**")
    # On a low page the buttons wait behind one.
    page.get_by_role("button", name="Оформлення тексту").click()
    page.get_by_role("button", name="Курсив").click()
    expect(field).to_have_value("Прошу ***всіх***")
    for before in ("Прошу **всіх**", "Прошу всіх"):
        page.keyboard.press("Control+Z")
        expect(field).to_have_value(before)
    page.keyboard.press("Control+Shift+Z")
    expect(field).to_have_value("Прошу **всіх**")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")


def test_what_is_recorded_passes_the_checks_and_is_heard_by_others(visit: Visit, partners: Partners) -> None:
    page = writing(visit, partners)
    page.context.grant_permissions(["microphone"])
    page.get_by_role("button", name="Записати голос").click()
    expect(page.get_by_role("timer")).to_contain_text(re.compile("0:0[2-9]"))
    page.get_by_role("button", name="Зупинити").click()
    added = page.get_by_role("button", name="Додати до повідомлення")
    expect(added).to_be_focused()
    heard = page.get_by_label("Записане")
    expect(heard).to_have_js_property("error", None)
    page.wait_for_function("one => one.readyState > 0", arg=heard.element_handle())
    added.click()
    coming = page.get_by_role("list", name="Файли до повідомлення")
    expect(coming).to_contain_text("Голос")
    expect(coming.get_by_role("progressbar")).to_have_count(0)
    expect(coming.get_by_role("alert")).to_have_count(0)
    page.get_by_role("textbox", name="Текст повідомлення").fill("Голосом")
    page.get_by_role("button", name="Надіслати").click()
    sound = page.get_by_role("article").last.locator("audio")
    expect(sound).to_be_visible()
    sound.evaluate("one => one.load()")
    page.wait_for_function("one => one.readyState > 0", arg=sound.element_handle())
