"""Somebody who reaches the product by its public API alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

PATIENCE = 60.0  # seconds that an answer may take on a busy machine
SCOPES = [
    "accounts:read",
    "groups:read",
    "groups:write",
    "dialogue:read",
    "dialogue:write",
    "tasks:read",
    "tasks:write",
    "notifications:read",
    "programmes:read",
    "programmes:write",
    "files:read",
    "files:write",
]


def sign_in_demo(browser: httpx.Client, email: str) -> None:
    """Sign a demo person in, as the page does."""
    browser.get("/")
    browser.headers["X-CSRFToken"] = browser.cookies["viche_csrf"]
    assert browser.post("/api/v1/demo/sign-in", json={"email": email}).is_success
    browser.headers["X-CSRFToken"] = browser.cookies["viche_csrf"]


def token_of(base_url: str, email: str, scopes: Sequence[str] = SCOPES) -> str:
    """A personal access token, made in the browser's session as a person would."""
    with httpx.Client(base_url=base_url, headers={"Referer": base_url}, timeout=PATIENCE) as browser:
        sign_in_demo(browser, email)
        made = browser.post(
            "/api/v1/tokens", json={"name": "Партнер", "scopes": list(scopes), "expires_in_days": 1}
        )
        assert made.status_code == 201, made.text
        return str(made.json()["secret"])


class Partner:
    """One token and what it can reach."""

    def __init__(self, base_url: str, email: str) -> None:
        self._base_url = base_url
        token = token_of(base_url, email)
        # A connection for each request: the server may close an idle one just as it is reused.
        self._http = httpx.Client(
            base_url=f"{base_url}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=PATIENCE,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def close(self) -> None:
        self._http.close()

    def call(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        response = self._http.request(method, path, **options)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def bytes(self, path: str) -> bytes:
        """What is downloaded there."""
        return self._http.get(path).raise_for_status().content

    def version(self, path: str) -> dict[str, str]:
        return {"If-Match": self._http.get(path).headers["ETag"]}

    def step(self, action: str, to: str, *, status: int = 200, **more: Any) -> Any:
        path = f"/action-items/{action}"
        body = {"to": to, **more}
        return self.call("POST", f"{path}/transitions", json=body, headers=self.version(path), status=status)

    def listen(self) -> ClientConnection:
        ticket = self.call("POST", "/realtime/ticket", status=201)["ticket"]
        return connect(f"{self._base_url.replace('http', 'ws', 1)}/ws/v1?ticket={ticket}")


def the_thread(partner: Partner) -> dict[str, Any]:
    """The thread on shelters that a wheelchair cannot enter."""
    for group in partner.call("GET", "/groups")["items"]:
        for thread in partner.call("GET", f"/groups/{group['id']}/threads")["items"]:
            if "кріслі колісному" in thread["title"]["uk"].replace("\u00a0", " "):
                return dict(thread)
    raise AssertionError("the thread is not there")
