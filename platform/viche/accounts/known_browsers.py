"""The cookie of a browser where somebody signed in before, for viche.accounts.attempts. It opens nothing.

It knows people by keyed digests of their addresses: who finds the cookie on a shared computer cannot try out
which addresses signed in there.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from viche.accounts.passwords.words import folded
from viche.kernel.sealing import digests

SALT = "viche.accounts.known_browsers.keyed"
PURPOSE = "known browsers"
MARK_LENGTH = 32  # hexadecimal digits of a digest
YEAR = 365 * 24 * 3600  # seconds
MOST_PEOPLE = 8  # of one browser, such as that of a shared desk


def known_browser(request: HttpRequest, address: str) -> str | None:
    """The name of the browser, when who has this e-mail address has signed in there before."""
    known = _read(request)
    return known["name"] if not set(known["people"]).isdisjoint(_marks(known, address)) else None


def remember_browser(request: HttpRequest, address: str) -> None:
    """Note that somebody has signed in: the answer to this request sets the cookie."""
    known = _read(request)
    marks = _marks(known, address)
    people = [mark for mark in known["people"] if mark not in marks]
    request.META[SALT] = {"name": known["name"], "people": [*people, marks[0]][-MOST_PEOPLE:]}


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


def _marks(known: dict[str, Any], address: str) -> list[str]:
    """Return the digests by which an address is known to a browser: of the present key, then of earlier ones.

    The name of the browser goes in, so that the same person has another mark in each.
    """
    text = f"{known['name']}\n{folded(address).strip()}"
    return [digest[:MARK_LENGTH] for digest in digests(text, PURPOSE)]
