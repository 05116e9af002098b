"""People with second factors, and the steps that they take in a browser. Everything goes over HTTP."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.accounts.authenticator import Passkey, app_code
from tests.accounts.conftest import PASSWORD, sign_in
from viche.accounts.models import User
from viche.kernel.events import list_events_after

AUTH = "/_allauth/browser/v1/auth"
FACTORS = "/api/v1/me/factors"


def post(browser: Client, address: str, body: Any = None) -> Any:
    return browser.post(address, {} if body is None else body, content_type="application/json")


def add_app(browser: Client) -> tuple[str, list[str]]:
    """Set up an authenticator app; its secret, and the recovery codes if there are new ones."""
    setup = post(browser, f"{FACTORS}/app-codes/setup").json()
    for _try in range(2):  # half a minute may end between the code and its reading
        added = post(browser, f"{FACTORS}/app-codes", {"code": app_code(setup["secret"], -1)})
        if added.status_code == 201:
            break
    assert added.status_code == 201, added.content
    return setup["secret"], added.json()["recovery_codes"]


def add_passkey(browser: Client, name: str = "Телефон", key: Passkey | None = None) -> Passkey:
    key = key or Passkey()
    options = post(browser, f"{FACTORS}/passkeys/options").json()
    added = post(browser, f"{FACTORS}/passkeys", {"name": name, "credential": key.create(options)})
    assert added.status_code == 201, added.content
    return key


def options(browser: Client, step: str) -> dict[str, Any]:
    """What the server asks of a passkey at `login`, `authenticate` or `reauthenticate`."""
    asked: dict[str, Any] = browser.get(f"{AUTH}/webauthn/{step}").json()["data"]["request_options"]
    return asked


def show(browser: Client, key: Passkey, step: str = "login") -> Any:
    return post(browser, f"{AUTH}/webauthn/{step}", {"credential": key.get(options(browser, step))})


def code_step(browser: Client, code: str) -> Any:
    return post(browser, f"{AUTH}/2fa/authenticate", {"code": code})


def signed_in(email: str, password: str = PASSWORD) -> Client:
    """A browser after the password."""
    browser = Client()
    sign_in(browser, email, password)
    return browser


def who(browser: Client) -> int:
    """The status of /me: 200 or 401."""
    return browser.get("/api/v1/me").status_code


def kinds(person: User) -> list[str]:
    """What happened to a person, in order."""
    return [event.kind for _seq, event in list_events_after(f"user:{person.pk}", 0)]


def code_of(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal, of ours or of allauth."""
    body = answer.json()
    return answer.status_code, body["errors"][0]["code"] if body.get("errors") else body.get("code", "")
