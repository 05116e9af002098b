"""Django's sessions in the database, in a table that also knows whose they are and where from.

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
from viche.kernel.prepared import Given, Prepared

if TYPE_CHECKING:
    from viche.accounts.models import Session, User
    from viche.kernel.errors import SignedOut

# Facts about the sign-in travel in the session's data and are written to columns whenever it is saved.
CLIENT = "viche_client"


# Asked at every request.
BY_KEY: Prepared[Session] = Prepared(
    lambda: (
        SessionStore.get_model_class()
        .objects.select_related("person")
        .filter(session_key=Given("key", CharField()), expire_date__gt=Given("at", DateTimeField()))
    )
)


class SessionStore(DatabaseStore):
    """Keeps the columns of `Session` in step with the data."""

    last_seen_at: datetime | None = None
    # Whose it is, as loaded with it; whether they are still signed in is for viche.accounts.authentication.
    person: User | None = None
    # Why the session of the cookie opens nothing any more; None for a key that never was one.
    refusal: SignedOut | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from viche.accounts.models import Session  # noqa: PLC0415 - this module is imported before the apps are

        return Session

    def load(self) -> dict[str, Any]:
        """Read a session that has not ended, with its person (None before anybody signs in)."""
        row = BY_KEY.first(key=self.session_key, at=now()) if self.session_key else None
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
        """Delete the session of a key that was replaced or signed out of, and note that it was revoked."""
        from viche.accounts.ended_sessions import delete_sessions, find_refusal  # noqa: PLC0415 - as above

        key = session_key or self.session_key
        if key and delete_sessions(self.get_model_class().objects.filter(session_key=key)):
            self.refusal = find_refusal(key)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        client = data.setdefault(CLIENT, new_client())
        return _with_columns(super().create_model_instance(data), data, client)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        client = data.setdefault(CLIENT, new_client())
        return _with_columns(await super().acreate_model_instance(data), data, client)


def new_client(ip: str | None = None, user_agent: str = "") -> dict[str, Any]:
    """Facts about a new sign-in, as the session's data keeps them."""
    return {"id": str(uuid7()), "ip": ip, "user_agent": user_agent[:200], "at": now().isoformat()}


def _with_columns(row: Any, data: dict[str, Any], client: dict[str, Any]) -> Any:
    row.public_id = UUID(client["id"])
    row.person_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
    row.ip, row.user_agent = client["ip"], client["user_agent"]
    row.created_at, row.last_seen_at = datetime.fromisoformat(client["at"]), now()
    if row.person_id is not None:
        from viche.accounts.session_limits import end_of_session  # noqa: PLC0415 - as above

        ends_at = end_of_session(row.person_id, row.created_at, row.last_seen_at)
        row.expire_date = min(row.expire_date, ends_at)
    return row
