"""Django database sessions in a table that also records the person and the client.

Settings name this module as SESSION_ENGINE.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import CharField, DateTimeField

from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.prepared_queries import PreparedQuery, QueryParam

if TYPE_CHECKING:
    from viche.accounts.models import Session, User
    from viche.kernel.errors import SignedOut

# Client details are kept in the session data and copied to columns whenever the session is saved.
CLIENT_KEY = "viche_client"


# Prepared, since it runs at every request.
SESSION_BY_KEY: PreparedQuery[Session] = PreparedQuery(
    lambda: (
        SessionStore.get_model_class()
        .objects.select_related("person")
        .filter(session_key=QueryParam("key", CharField()), expire_date__gt=QueryParam("at", DateTimeField()))
    )
)


class SessionStore(DatabaseStore):
    """Session store that keeps the columns of `Session` in step with the session data."""

    last_seen_at: datetime | None = None
    # The person loaded with the session; viche.accounts.authentication decides whether they are still signed
    # in.
    person: User | None = None
    # Why the session of the cookie is no longer valid; None for a key that never existed.
    refusal: SignedOut | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from viche.accounts.models import Session  # noqa: PLC0415 - this module is imported before the apps are

        return Session

    def load(self) -> dict[str, Any]:
        """Load a session that has not ended, with its person (None before sign-in)."""
        row = SESSION_BY_KEY.first(key=self.session_key, at=now()) if self.session_key else None
        if row is None:
            from viche.accounts.ended_sessions import find_refusal  # noqa: PLC0415 - as above

            self.refusal = find_refusal(self.session_key) if self.session_key else None
            self._session_key = None
            return {}
        self.last_seen_at, self.person = row.last_seen_at, row.person
        return dict(self.decode(row.session_data))

    async def aload(self) -> dict[str, Any]:
        row = await self._aget_session_from_db()  # type: ignore[attr-defined]  # missing in the stubs
        if row is None:
            return {}
        self.last_seen_at = row.last_seen_at
        return dict(self.decode(row.session_data))

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session of a rotated or signed-out key, and record it as revoked."""
        from viche.accounts.ended_sessions import delete_sessions, find_refusal  # noqa: PLC0415 - as above

        key = session_key or self.session_key
        if key and delete_sessions(self.get_model_class().objects.filter(session_key=key)):
            self.refusal = find_refusal(key)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        client = data.setdefault(CLIENT_KEY, build_client_info())
        return _fill_columns(super().create_model_instance(data), data, client)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        client = data.setdefault(CLIENT_KEY, build_client_info())
        return _fill_columns(await super().acreate_model_instance(data), data, client)


def build_client_info(ip: str | None = None, user_agent: str = "") -> dict[str, Any]:
    """Return client details of a new sign-in, as stored in the session data."""
    return {"id": str(uuid7()), "ip": ip, "user_agent": user_agent[:200], "at": now().isoformat()}


def _fill_columns(row: Any, data: dict[str, Any], client: dict[str, Any]) -> Any:
    row.public_id = UUID(client["id"])
    row.person_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
    row.ip, row.user_agent = client["ip"], client["user_agent"]
    row.created_at, row.last_seen_at = datetime.fromisoformat(client["at"]), now()
    if row.person_id is not None:
        from viche.accounts.session_limits import get_session_end  # noqa: PLC0415 - as above

        ends_at = get_session_end(row.person_id, row.created_at, row.last_seen_at)
        row.expire_date = min(row.expire_date, ends_at)
    return row
