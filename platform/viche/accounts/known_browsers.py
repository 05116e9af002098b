"""Cookie that marks a browser in which people signed in before, for rate limits. It grants no access.

It identifies people by keyed digests of their addresses: the cookie on a shared computer does not reveal
which addresses signed in there.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from viche.accounts.passwords.folding import fold_text
from viche.kernel.encryption import compute_digests

SALT = "viche.accounts.known_browsers.keyed"
PURPOSE = "known browsers"
DIGEST_LENGTH = 32  # hexadecimal digits of a digest
COOKIE_MAX_AGE = 365 * 24 * 3600  # seconds
MAX_PEOPLE = 8  # in one browser, such as that of a shared desk


def find_known_browser(request: HttpRequest, address: str) -> str | None:
    """Return the name of the browser if the owner of this e-mail address signed in there before."""
    known = _read_cookie(request)
    return known["name"] if not set(known["people"]).isdisjoint(_person_digests(known, address)) else None


def remember_browser(request: HttpRequest, address: str) -> None:
    """Record that the owner of the address signed in: the response to this request sets the cookie."""
    known = _read_cookie(request)
    marks = _person_digests(known, address)
    people = [mark for mark in known["people"] if mark not in marks]
    request.META[SALT] = {"name": known["name"], "people": [*people, marks[0]][-MAX_PEOPLE:]}


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie on the response after a sign-in."""
    if SALT in request.META:
        response.set_cookie(
            settings.BROWSER_COOKIE_NAME,
            signing.dumps(request.META[SALT], salt=SALT, compress=True),
            max_age=COOKIE_MAX_AGE,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )


def _read_cookie(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = request.COOKIES[settings.BROWSER_COOKIE_NAME]
        known: dict[str, Any] = signing.loads(raw, salt=SALT, max_age=COOKIE_MAX_AGE)
    except (KeyError, signing.BadSignature):
        return {"name": token_urlsafe(16), "people": []}
    return known


def _person_digests(known: dict[str, Any], address: str) -> list[str]:
    """Return the digests of an address in a browser: of the present key, then of earlier ones.

    The name of the browser is part of the input, so that a person has a different digest in each browser.
    """
    text = f"{known['name']}\n{fold_text(address).strip()}"
    return [digest[:DIGEST_LENGTH] for digest in compute_digests(text, PURPOSE)]
