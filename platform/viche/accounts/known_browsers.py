"""The cookie of a browser where somebody signed in before, for viche.accounts.attempts. It opens nothing."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from viche.accounts.passwords.words import folded

SALT = "viche.accounts.known_browsers"
YEAR = 365 * 24 * 3600  # seconds
MOST_PEOPLE = 8  # of one browser, such as that of a shared desk


def known_browser(request: HttpRequest, address: str) -> str | None:
    """The name of the browser, when who has this e-mail address has signed in there before."""
    known = _read(request)
    return known["name"] if _mark(address) in known["people"] else None


def remember_browser(request: HttpRequest, address: str) -> None:
    """Note that somebody has signed in: the answer to this request sets the cookie."""
    known = _read(request)
    people = [mark for mark in known["people"] if mark != _mark(address)]
    request.META[SALT] = {"name": known["name"], "people": [*people, _mark(address)][-MOST_PEOPLE:]}


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Put the cookie on the answer after a sign-in."""
    if SALT in request.META:
        response.set_cookie(
            settings.BROWSER_COOKIE_NAME,
            signing.dumps(request.META[SALT], salt=SALT, compress=True),
            max_age=YEAR,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = request.COOKIES[settings.BROWSER_COOKIE_NAME]
        known: dict[str, Any] = signing.loads(raw, salt=SALT, max_age=YEAR)
    except (KeyError, signing.BadSignature):
        return {"name": token_urlsafe(16), "people": []}
    return known


def _mark(address: str) -> str:
    return sha256(folded(address).strip().encode()).hexdigest()[:24]
