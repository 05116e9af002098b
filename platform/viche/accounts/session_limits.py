"""How long a sign-in lasts: an absolute limit, and a limit for inactivity by what the person may do.

Settings: SESSION_AGE; SESSION_IDLE for `administrator`, `office` (whoever holds an office) and `others`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.db.models.functions import Least

from viche.accounts.models import Session
from viche.accounts.roles import held, office_codes
from viche.kernel.clock import now

ADMINISTRATOR, OFFICE, OTHERS = "administrator", "office", "others"


def idle_limit_of(person_id: UUID) -> timedelta:
    """Return after how much inactivity a sign-in of the person ends now."""
    limits = settings.SESSION_IDLE
    found = [limits[kind] for kind, people in _holders([person_id]) if person_id in people]
    return min([limits[OTHERS], *found])


def end_of_session(person_id: UUID, created_at: datetime, seen_at: datetime) -> datetime:
    """Return when a sign-in that was last used at `seen_at` ends by time alone."""
    return min(created_at + settings.SESSION_AGE, seen_at + idle_limit_of(person_id))


def extend_session(session_key: str, person_id: UUID) -> None:
    """Note that the person is active in a session that has not ended."""
    ends_at = _after(F("created_at"), settings.SESSION_AGE)
    Session.objects.filter(session_key=session_key, person=person_id, expire_date__gt=now()).update(
        last_seen_at=now(), expire_date=Least(ends_at, now() + idle_limit_of(person_id))
    )


def shorten_sessions(person_ids: Collection[UUID] | None) -> set[UUID]:
    """Apply the limits of present roles to open sessions (None: of everybody); returns whose were cut."""
    shortened: set[UUID] = set()
    for kind, people in _holders(person_ids):
        limit = _after(F("last_seen_at"), settings.SESSION_IDLE[kind])
        rows = Session.objects.filter(person__in=people, expire_date__gt=limit)
        shortened |= set(rows.values_list("person", flat=True))
        rows.update(expire_date=limit)
    return shortened


def _holders(person_ids: Collection[UUID] | None) -> list[tuple[str, set[UUID]]]:
    """Who holds at this moment what shortens their sign-ins."""
    at = now()
    codes = [(ADMINISTRATOR, [ADMINISTRATOR]), (OFFICE, office_codes())]
    return [
        (
            kind,
            {
                one.person_id
                for one in held(roles, person_ids)
                if (one.starts_at is None or one.starts_at <= at)
                and (one.ends_at is None or one.ends_at > at)
            },
        )
        for kind, roles in codes
    ]


def _after(moment: F, limit: timedelta) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(moment + limit, output_field=DateTimeField())
