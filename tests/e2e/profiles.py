"""Browser profiles that are used again: they keep the program of the page, and nothing that people did."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, ViewportSize

MAX_SPARE = 4
# The server may close an idle connection just as it is used again; then the request is made anew.
RETRIES = 2
DESK: ViewportSize = {"width": 1280, "height": 720}
DEFAULTS: dict[str, Any] = {"locale": "uk-UA", "timezone_id": "Europe/Kyiv"}
# All that a page stores. What the browser keeps to load the same files faster is not among it.
STORED = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage,shared_storage"


def ask(page: Page, path: str) -> APIResponse:
    """Get a path with the cookies of a page, beside its program."""
    return page.request.get(path, max_retries=RETRIES)


class Profiles:
    """The spare profiles for one address, and who is signed in there.

    A cold profile takes more than a second of a core to load and compile the program; a used one a third.
    """

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._spare: list[BrowserContext] = []
        self._sessions: dict[str, list[Any]] = {}

    def open_page(self, options: dict[str, Any]) -> Page:
        """Return a blank page of a profile without any state.

        A size is all that a used profile can take on; with other options a new one is made.
        """
        if set(options) - {"viewport"} or not self._spare:
            context = self._browser.new_context(**{"base_url": self._base_url, **DEFAULTS, **options})
            return context.new_page()
        page = self._spare.pop().new_page()
        page.context.new_cdp_session(page).send(
            "Storage.clearDataForOrigin", {"origin": self._base_url, "storageTypes": STORED}
        )
        page.set_viewport_size(options.get("viewport", DESK))
        return page

    def give_back(self, context: BrowserContext, options: dict[str, Any]) -> None:
        """Close the pages of a profile, and keep it for the next test if another may use it."""
        if set(options) - {"viewport"} or len(self._spare) >= MAX_SPARE:
            context.close()
            return
        for page in context.pages:
            page.close()
        context.set_offline(False)
        context.clear_permissions()
        context.clear_cookies()
        self._spare.append(context)

    def sign_in(self, context: BrowserContext, email: str) -> None:
        """Sign a demo person in: with the session of an earlier visit unless it has ended."""
        if email in self._sessions:
            context.add_cookies(self._sessions[email])
            if context.request.get("/api/v1/me", max_retries=RETRIES).ok:
                return
        context.request.get("/api/v1/demo/sign-ins", max_retries=RETRIES)
        token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "viche_csrf")
        answer = context.request.post(
            "/api/v1/demo/sign-in",
            data={"email": email},
            headers={"X-CSRFToken": token, "Referer": self._base_url},
            max_retries=RETRIES,
        )
        assert answer.ok, answer.text()
        self._sessions[email] = context.cookies()
