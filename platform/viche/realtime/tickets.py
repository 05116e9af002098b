"""One-time tickets for clients that cannot send a cookie."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from viche.accounts.session_validity import build_sign_in_reference, resolve_sign_in_reference
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.realtime.models import RealtimeTicket

TICKET_TTL = timedelta(seconds=60)
TICKET = re.compile(r"[A-Za-z0-9_-]{43}")
REDEEM = "DELETE FROM realtime_realtimeticket WHERE digest = %s RETURNING sign_in, expires_at"


@service(Reason.SELF)
def issue_ticket(*, actor: Actor) -> tuple[str, datetime]:
    """Return a ticket for one socket of the actor and its expiry.

    Raises SignedOut if the sign-in ended.
    """
    ticket, expires_at = secrets.token_urlsafe(32), now() + TICKET_TTL
    RealtimeTicket.objects.create(
        digest=_digest(ticket), sign_in=build_sign_in_reference(actor), expires_at=expires_at
    )
    return ticket, expires_at


@service(Reason.SELF)
def redeem_ticket(*, ticket: str) -> Actor:
    """Return the actor of a ticket; ANONYMOUS if it is unknown, used or expired (or its sign-in is)."""
    if TICKET.fullmatch(ticket) is None:
        return ANONYMOUS
    with connection.cursor() as cursor:
        # Deleting and reading are one statement, so only one of two concurrent uses succeeds.
        cursor.execute(REDEEM, [_digest(ticket)])
        found = cursor.fetchone()
    return resolve_sign_in_reference(found[0]) if found is not None and found[1] > now() else ANONYMOUS


@service(Reason.SYSTEM)
def delete_expired_tickets(*, actor: Actor) -> int:
    """Delete expired tickets; return how many."""
    deleted, _by_model = RealtimeTicket.objects.filter(expires_at__lte=now()).delete()
    return deleted


def _digest(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
