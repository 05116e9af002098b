"""Browsers for tests that use the product as people do; `./viche test tests/e2e` starts what they look at."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.e2e.partner import Partner

CUT = "net::ERR_INTERNET_DISCONNECTED"
PATIENCE = 15_000  # milliseconds that a page may take for one thing


def needed(name: str) -> str:
    """A variable that `./viche test` sets."""
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: run browser tests with ./viche test tests/e2e")
    return value


@pytest.fixture(scope="session")
def base_url() -> str:
    """Where the stack answers."""
    return needed("E2E_BASE_URL")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; every visitor gets a profile of their own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        # Maps draw by WebGL, which a machine without a graphics card does in software when it is told to.
        # It has no microphone either, and a small build of the browser cannot ask for one: who uses it hears
        # a tone.
        fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        software = ["--enable-unsafe-swiftshader", *fake]
        browser = driver.chromium.launch(executable_path=needed("E2E_BROWSER"), args=software)
        yield browser
        browser.close()


class Visitors:
    """People at their own browsers, and what went wrong on their pages."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def visit(self, email: str | None = None, **options: Any) -> Page:
        """A page of a new profile, signed in as that demo person if any; not opened anywhere yet.

        `options` are those of a Playwright context (`viewport`, `locale`, `color_scheme`, …).
        """
        settings = {"base_url": self._base_url, "locale": "uk-UA", "timezone_id": "Europe/Kyiv"} | options
        context = self._browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        if email:
            self._sign_in(context, email)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{email}: {error}"))
        page.on("console", lambda message: self._hear(email, message))
        return page

    def leave(self) -> None:
        """Closes every profile."""
        for context in self._contexts:
            context.close()

    def _sign_in(self, context: BrowserContext, email: str) -> None:
        context.request.get("/api/v1/demo/sign-ins")
        token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "viche_csrf")
        answer = context.request.post(
            "/api/v1/demo/sign-in",
            data={"email": email},
            headers={"X-CSRFToken": token, "Referer": self._base_url},
        )
        assert answer.ok, answer.text()

    def _hear(self, email: str | None, message: ConsoleMessage) -> None:
        # The browser itself logs every answer of 400 and above, and what it does not reach without a line: a
        # test may well ask for either.
        expected = message.text.startswith("Failed to load resource") or CUT in message.text
        if message.type == "error" and not expected:
            self.complaints.append(f"{email}: {message.text}")


@pytest.fixture
def visitors(browser: Browser, base_url: str) -> Iterator[Visitors]:
    """The people of one test. It fails when a page of theirs logged an error."""
    visitors = Visitors(browser, base_url)
    yield visitors
    visitors.leave()
    assert visitors.complaints == []


@pytest.fixture
def visit(visitors: Visitors) -> Callable[..., Page]:
    """`visit("officer@kalynodil.example")`: a page of a new profile of theirs."""
    return visitors.visit


@pytest.fixture(scope="module")
def partners(base_url: str) -> Iterator[dict[str, Partner]]:
    """Tokens of some demo people, by the names of their addresses."""
    names = ("officer", "deputy-head", "facilitator", "council", "observer", "outsider")
    partners = {name: Partner(base_url, f"{name}@kalynodil.example") for name in names}
    yield partners
    for partner in partners.values():
        partner.close()
