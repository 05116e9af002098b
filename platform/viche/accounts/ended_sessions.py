"""Reasons why sessions ended, kept for as long as a browser may still hold the key.

A browser keeps local drafts when a session only expired, and deletes them after a revocation. The reason is
shown only to the holder of the key, so that it does not reveal which sessions existed.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import Session
from viche.accounts.session_endings import EndedSession, Ending
from viche.kernel.clock import now
from viche.kernel.encryption import compute_digests
from viche.kernel.errors import SignedOut

PURPOSE = "ended sessions"
REFUSALS = {
    Ending.EXPIRED: lambda: SignedOut(
        "session_expired", _("The sign-in has ended, since it was not used for a while.")
    ),
    Ending.REVOKED: lambda: SignedOut(
        "session_revoked", _("The sign-in was ended elsewhere. Nothing of it stays here.")
    ),
}


def end_sessions(person_id: UUID, *, but: str | None = None) -> int:
    """Revoke every session of a person, except the one with the key `but`; return how many were open.

    Expired ones count as revoked from now on, since a lost device may present them again.
    """
    EndedSession.objects.filter(person=person_id).update(ending=Ending.REVOKED)
    return delete_sessions(Session.objects.filter(person=person_id).exclude(session_key=but or ""))


def delete_sessions(rows: QuerySet[Session], ending: Ending = Ending.REVOKED) -> int:
    """Delete sessions and record why they ended; return how many.

    Sessions without a person leave no record.
    """
    of_people = rows.filter(person__isnull=False).values_list("session_key", "person")
    EndedSession.objects.bulk_create(
        [
            EndedSession(digest=compute_digests(key, PURPOSE)[0], person_id=person_id, ending=ending)
            for key, person_id in of_people
        ],
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["ending", "ended_at"],
    )
    deleted, _by_model = rows.delete()
    return deleted


def delete_ended_sessions() -> int:
    """Delete sessions that are not valid, and records that no browser can ask for any more.

    Returns how many sessions were deleted.
    """
    inactive = delete_sessions(Session.objects.filter(person__is_active=False))
    expired = delete_sessions(Session.objects.filter(expire_date__lt=now()), Ending.EXPIRED)
    kept = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    EndedSession.objects.filter(ended_at__lt=now() - kept).delete()
    return inactive + expired


def find_refusal(session_key: str) -> SignedOut | None:
    """Return the refusal that says why a session ended; None for a key that never existed."""
    ending = _find_ending(session_key)
    return REFUSALS[ending]() if ending else None


def _find_ending(session_key: str) -> Ending | None:
    left = Session.objects.filter(session_key=session_key, expire_date__lte=now())
    active = left.values_list("person__is_active", flat=True).first()
    if active is not None:
        return Ending.EXPIRED if active else Ending.REVOKED
    noted = EndedSession.objects.filter(digest__in=compute_digests(session_key, PURPOSE))
    found = noted.values_list("ending", flat=True).first()
    return Ending(found) if found else None
