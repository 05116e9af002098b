"""One-time tickets for clients that cannot send a cookie."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from viche.accounts.live import actor_of, reference_to
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.realtime.models import RealtimeTicket

LIFE = timedelta(seconds=60)
TICKET = re.compile(r"[A-Za-z0-9_-]{43}")
REDEEM = "DELETE FROM realtime_realtimeticket WHERE digest = %s RETURNING sign_in, expires_at"


@service(Reason.SELF)
def issue_ticket(*, actor: Actor) -> tuple[str, datetime]:
    """A ticket for one socket of the actor, and when it expires. Raises SignedOut if the sign-in ended."""
    ticket, expires_at = secrets.token_urlsafe(32), now() + LIFE
    RealtimeTicket.objects.create(digest=_digest(ticket), sign_in=reference_to(actor), expires_at=expires_at)
    return ticket, expires_at


@service(Reason.SELF)
def redeem_ticket(*, ticket: str) -> Actor:
    """Whom a ticket lets in: ANONYMOUS if it is unknown, was used, or has expired (or its sign-in has)."""
    if TICKET.fullmatch(ticket) is None:
        return ANONYMOUS
    with connection.cursor() as cursor:
        # Deleting and reading are one statement: of two who come with the same ticket, one gets in.
        cursor.execute(REDEEM, [_digest(ticket)])
        found = cursor.fetchone()
    return actor_of(found[0]) if found is not None and found[1] > now() else ANONYMOUS


@service(Reason.SYSTEM)
def forget_tickets(*, actor: Actor) -> int:
    """Delete tickets that nobody used in time; returns how many."""
    deleted, _by_model = RealtimeTicket.objects.filter(expires_at__lte=now()).delete()
    return deleted


def _digest(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
