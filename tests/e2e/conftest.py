"""Browsers for tests that use the product as people do; `./viche test tests/e2e` starts what they look at."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.e2e.partner import Partner
from tests.e2e.profiles import Profiles
from tests.e2e.stack import needed, running_stack

CUT = "net::ERR_INTERNET_DISCONNECTED"
PATIENCE = 60_000  # milliseconds that a page may take for one thing on a busy machine

# The files that take longest, in their order: two processes that begin with them end together.
LONGEST = (
    "test_contract",
    "test_eyes_and_thumbs",
    "test_command_line",
    "test_keyboard",
    "test_written_content",
    "test_long_thread",
    "test_rich_editor",
    "test_map",
    "test_story",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (*LONGEST, item.path.stem).index(item.path.stem))


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Yield the address of a stack that only the tests of this process use."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    with running_stack(worker, int(worker.removeprefix("gw"))) as address:
        yield address


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

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._visits: list[tuple[BrowserContext, dict[str, Any]]] = []
        self.complaints: list[str] = []

    def visit(self, email: str | None = None, **options: Any) -> Page:
        """Return a page of a profile without any state, signed in as that demo person if any.

        `options` are those of a Playwright context (`viewport`, `locale`, `color_scheme`, …).
        """
        page = self._profiles.open_page(options)
        self._visits.append((page.context, options))
        page.context.set_default_timeout(PATIENCE)
        if email:
            self._profiles.sign_in(page.context, email)
        page.on("pageerror", lambda error: self.complaints.append(f"{email}: {error}"))
        page.on("console", lambda message: self._hear(email, message))
        return page

    def leave(self) -> None:
        """Close every page."""
        for context, options in self._visits:
            self._profiles.give_back(context, options)

    def _hear(self, email: str | None, message: ConsoleMessage) -> None:
        # The browser itself logs every answer of 400 and above, and what it does not reach without a line: a
        # test may well ask for either.
        expected = message.text.startswith("Failed to load resource") or CUT in message.text
        if message.type == "error" and not expected:
            self.complaints.append(f"{email}: {message.text}")


@pytest.fixture(scope="session")
def profiles(browser: Browser, base_url: str) -> Profiles:
    """The profiles of the tests of this process."""
    return Profiles(browser, base_url)


@pytest.fixture
def visitors(profiles: Profiles) -> Iterator[Visitors]:
    """The people of one test. It fails when a page of theirs logged an error."""
    visitors = Visitors(profiles)
    yield visitors
    visitors.leave()
    assert visitors.complaints == []


@pytest.fixture
def visit(visitors: Visitors) -> Callable[..., Page]:
    """`visit("officer@kalynodil.example")`: a page of a profile of theirs."""
    return visitors.visit


class Partners(dict[str, Partner]):
    """Tokens of demo people, by the names of their addresses; each is made when it is first needed."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url

    def __missing__(self, name: str) -> Partner:
        self[name] = Partner(self._base_url, f"{name}@kalynodil.example")
        return self[name]


@pytest.fixture(scope="session")
def partners(base_url: str) -> Iterator[dict[str, Partner]]:
    """Tokens of some demo people, by the names of their addresses."""
    partners = Partners(base_url)
    yield partners
    for partner in partners.values():
        partner.close()
