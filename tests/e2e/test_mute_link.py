"""A link in an e-mail mutes its thread as its reader opens it, on a phone, and one press takes that back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.signing import Signer
from playwright.sync_api import Page, Route, expect

from dialogue.reading.mute_links import SIGNER
from tests.e2e.partner import Partner, the_thread
from tests.e2e.test_eyes_and_thumbs import PHONE, faults_of
from viche.kernel.clock import now

Visit = Callable[..., Page]
Partners = dict[str, Partner]


@dataclass(frozen=True, slots=True)
class Link:
    """What stands in an e-mail to somebody who wants every message of its thread."""

    path: str
    thread: str
    reader: Partner

    def level(self) -> str:
        return str(self.reader.call("GET", f"/threads/{self.thread}")["attention"])


@pytest.fixture
def link(partners: Partners) -> Iterator[Link]:
    reader = partners["officer"]
    thread = the_thread(reader)
    address = f"/threads/{thread['id']}/attention"
    reader.call("PUT", address, json={"level": "all"})
    # The stack that is looked at has a key of its own.
    signer = Signer(key=(settings.DATA / "secret").read_text(), salt=SIGNER.salt)
    token = signer.sign_object([reader.call("GET", "/me")["id"], thread["id"], int(now().timestamp())])
    yield Link(f"/mute/{token}", thread["id"], reader)
    reader.call("PUT", address, json={"level": thread["attention"]})


def open_link(page: Page, link: Link) -> None:
    page.goto(link.path, wait_until="commit")  # it may lead on before it is loaded


def test_it_mutes_as_it_is_opened_and_stays_taken_back(visit: Visit, link: Link) -> None:
    page = visit(viewport=PHONE)
    page.goto("/sign-in")
    open_link(page, link)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Сповіщення про тему вимкнено: листів про неї більше не буде")
    assert link.level() == "muted"
    assert list(faults_of(page, PHONE, ("light",))) == []
    page.reload()
    expect(heading).to_have_text("Сповіщення про тему вимкнено: листів про неї більше не буде")

    page.get_by_role("button", name="Повернути сповіщення").click()
    expect(heading).to_have_text("Сповіщення про тему знову увімкнено")
    assert link.level() == "all"
    assert list(faults_of(page, PHONE, ("light",))) == []
    page.reload()
    expect(heading).to_have_text("Сповіщення про тему знову увімкнено")
    # Through everything that this tab was at since the e-mail, there and back.
    for go in (page.go_back, page.go_back, page.go_forward, page.go_forward):
        go()
        page.wait_for_load_state()
        assert link.level() == "all"

    page.get_by_role("button", name="Не сповіщати").click()
    expect(heading).to_have_text("Сповіщення про тему вимкнено: листів про неї більше не буде")
    assert link.level() == "muted"


def test_where_it_was_opened_once_it_is_pressed_by_hand(visit: Visit, link: Link) -> None:
    page = visit(viewport=PHONE)
    sent: list[str] = []

    def keep(route: Route) -> None:
        """To whoever presses it the page stays where it is, and nothing is done."""
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/mute/*", keep)
    heading = page.get_by_role("heading", level=1)
    with page.expect_request(lambda one: one.method == "POST"):
        open_link(page, link)
    with page.expect_event("load"):
        page.evaluate("location.reload()")
    expect(heading).to_have_text("Не сповіщати про цю тему?")
    page.goto("/sign-in")
    page.go_back()
    expect(heading).to_have_text("Не сповіщати про цю тему?")
    assert sent == ["do=mute"]
    with page.expect_request(lambda one: one.method == "POST"):
        page.get_by_role("button", name="Не сповіщати").click()
    assert sent == ["do=mute"] * 2


def test_without_scripts_it_has_a_button(visit: Visit, link: Link) -> None:
    page = visit(viewport=PHONE, java_script_enabled=False)
    open_link(page, link)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Не сповіщати про цю тему?")
    assert link.level() == "all"
    page.get_by_role("button", name="Не сповіщати").click()
    expect(heading).to_have_text("Сповіщення про тему вимкнено: листів про неї більше не буде")
    page.get_by_role("button", name="Повернути сповіщення").click()
    expect(heading).to_have_text("Сповіщення про тему знову увімкнено")
    assert link.level() == "all"
