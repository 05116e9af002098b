"""The identity of a connection, read once from the session cookie or a ticket, many in one query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http.cookie import parse_cookie

from viche.accounts.session_validity import build_session_actor, is_password_unchanged, list_live_sessions
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now

Headers = Sequence[tuple[bytes, bytes]]
MAX_KEY_LENGTH = 100


def get_header_values(scope: dict[str, Any], name: bytes) -> list[str]:
    """Return all values of a header."""
    headers: Headers = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]


def read_session_key(scope: dict[str, Any]) -> str | None:
    """Return the content of the session cookie, if it is a well-formed key."""
    cookies = parse_cookie("; ".join(get_header_values(scope, b"cookie")))
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    return key if 0 < len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isalnum() else None


class ConnectionIdentity(NamedTuple):
    """The identity of a new connection.

    `until` is when the sign-in ends (None: unknown), `language` the person's (None: by header).
    `lacks_factor`: the person has yet to set up the second factor that their roles demand.
    """

    actor: Actor
    until: datetime | None = None
    language: str | None = None
    lacks_factor: bool = False


ANONYMOUS_IDENTITY = ConnectionIdentity(ANONYMOUS)


def load_identities(keys: Sequence[str]) -> dict[str, ConnectionIdentity]:
    """Return the identity of each session; ANONYMOUS_IDENTITY for one that has ended."""
    arrivals = dict.fromkeys(keys, ANONYMOUS_IDENTITY)
    for session in list_live_sessions(keys):
        known = session.get_decoded().get(HASH_SESSION_KEY, "")
        if session.person is not None and is_password_unchanged(session.person, known):
            actor = build_session_actor(session)
            due = session.person.factor_due_at
            arrivals[session.session_key] = ConnectionIdentity(
                actor,
                session.expire_date if due is None else min(session.expire_date, due),
                session.person.language,
                lacks_factor=due is not None and due <= now(),
            )
    return arrivals
