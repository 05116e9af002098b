"""Who is at the other end: read once from the session cookie or a ticket, many new sockets in one trip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http.cookie import parse_cookie

from viche.accounts.live import actor_of_session, live_sessions, password_unchanged
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now

Headers = Sequence[tuple[bytes, bytes]]
LARGEST_KEY = 100


def header(scope: dict[str, Any], name: bytes) -> list[str]:
    """All values of a header."""
    headers: Headers = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]


def session_key(scope: dict[str, Any]) -> str | None:
    """What the session cookie holds, if it can be a key at all."""
    cookies = parse_cookie("; ".join(header(scope, b"cookie")))
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return key if 0 < len(key) <= LARGEST_KEY and key.isascii() and key.isalnum() else None


class Arrival(NamedTuple):
    """Who has come; until when the sign-in lasts (None: unknown); the person's language (None: by header).

    `lacks_factor`: the person has yet to set up what their roles demand.
    """

    actor: Actor
    until: datetime | None = None
    language: str | None = None
    lacks_factor: bool = False


NOBODY = Arrival(ANONYMOUS)


def arrivals_by_session(keys: Sequence[str]) -> dict[str, Arrival]:
    """Who each session belongs to; NOBODY for one that has ended."""
    arrivals = dict.fromkeys(keys, NOBODY)
    for session in live_sessions(keys):
        known = session.get_decoded().get(HASH_SESSION_KEY, "")
        if session.person is not None and password_unchanged(session.person, known):
            actor = actor_of_session(session)
            due = session.person.factor_due_at
            arrivals[session.session_key] = Arrival(
                actor,
                session.expire_date if due is None else min(session.expire_date, due),
                session.person.language,
                lacks_factor=due is not None and due <= now(),
            )
    return arrivals
