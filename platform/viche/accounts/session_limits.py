"""Session lifetime: an absolute limit, and an inactivity limit that depends on the person's roles.

Settings: SESSION_AGE; SESSION_IDLE for `administrator`, `office` (holders of an office) and `others`.
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
from viche.accounts.roles import list_office_codes, list_role_holdings
from viche.kernel.clock import now

ADMINISTRATOR, OFFICE, OTHERS = "administrator", "office", "others"


def idle_limit_of(person_id: UUID) -> timedelta:
    """Return the inactivity after which a session of the person ends, by their present roles."""
    limits = settings.SESSION_IDLE
    found = [limits[kind] for kind, people in _find_holders([person_id]) if person_id in people]
    return min([limits[OTHERS], *found])


def get_session_end(person_id: UUID, created_at: datetime, seen_at: datetime) -> datetime:
    """Return when a session that was last used at `seen_at` expires."""
    return min(created_at + settings.SESSION_AGE, seen_at + idle_limit_of(person_id))


def extend_session(session_key: str, person_id: UUID) -> None:
    """Record activity of the person in a session that has not ended."""
    ends_at = _add_limit(F("created_at"), settings.SESSION_AGE)
    Session.objects.filter(session_key=session_key, person=person_id, expire_date__gt=now()).update(
        last_seen_at=now(), expire_date=Least(ends_at, now() + idle_limit_of(person_id))
    )


def shorten_sessions(person_ids: Collection[UUID] | None) -> set[UUID]:
    """Apply the limits of present roles to open sessions; return whose were shortened.

    `person_ids` None means everybody.
    """
    shortened: set[UUID] = set()
    for kind, people in _find_holders(person_ids):
        limit = _add_limit(F("last_seen_at"), settings.SESSION_IDLE[kind])
        rows = Session.objects.filter(person__in=people, expire_date__gt=limit)
        shortened |= set(rows.values_list("person", flat=True))
        rows.update(expire_date=limit)
    return shortened


def _find_holders(person_ids: Collection[UUID] | None) -> list[tuple[str, set[UUID]]]:
    """Return the people who hold a role with a shorter inactivity limit now, by kind of limit."""
    at = now()
    codes = [(ADMINISTRATOR, [ADMINISTRATOR]), (OFFICE, list_office_codes())]
    return [
        (
            kind,
            {
                one.person_id
                for one in list_role_holdings(roles, person_ids)
                if (one.starts_at is None or one.starts_at <= at)
                and (one.ends_at is None or one.ends_at > at)
            },
        )
        for kind, roles in codes
    ]


def _add_limit(moment: F, limit: timedelta) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(moment + limit, output_field=DateTimeField())
