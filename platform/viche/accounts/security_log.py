"""The security log: failed sign-ins, refused access once it happens often, and decisions on the server.

People, sessions and networks stand there by keyed pseudonyms. Its lines come from the logger
`viche.security`. Who reads the logs can follow one person, session or network through them, but learns who
that is only with the sealing key (`manage.py security_pseudonym`).
"""

from __future__ import annotations

import logging
from collections import Counter
from threading import Lock
from time import monotonic
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from viche.accounts.emails import normalise_email
from viche.accounts.login_throttling import site_of
from viche.accounts.models import User
from viche.accounts.session_engine import CLIENT_KEY
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.encryption import compute_digests

logger = logging.getLogger("viche.security")
PURPOSE = "security log"
PSEUDONYM_LENGTH = 16  # hexadecimal digits
REFUSED_STATUSES = frozenset({401, 403, 404})
REFUSALS_PER_LINE = 20  # refusals of one person, or of one network without sign-in, in a window, per log line
WINDOW = 300.0  # seconds
MAX_COUNTED = 10_000  # people and networks counted by a process


def build_pseudonym(kind: str, value: object) -> str:
    """Return the log's name of a person, session or token (by public id), address or network."""
    return compute_digests(f"{kind}\n{value}", PURPOSE)[0][:PSEUDONYM_LENGTH]


def record_failed_sign_in(
    request: HttpRequest, way: str, *, person: User | None = None, address: str = "", blocked: bool = False
) -> None:
    """Log a failed proof of identity. `way`: password, code, passkey or provider.

    An `address` without an account is logged by its own pseudonym. `blocked`: the rate limit was exceeded.
    """
    person_id = person.pk if person is not None else None
    if person_id is None and address:
        known = User.objects.filter(email=normalise_email(address))
        person_id = known.values_list("pk", flat=True).first()
    client = request.session.get(CLIENT_KEY)
    facts = _pseudonyms(
        person=person_id,
        address=normalise_email(address) if address and person_id is None else None,
        session=client["id"] if client else None,
        network=network_of(request),
    )
    logger.warning("sign_in_failed", extra={"way": way, "blocked": blocked, **facts})


def record_decision_on_server(step: str, subject: UUID) -> None:
    """Write down that a command on the server took the place of a second person."""
    logger.warning("decided_on_server", extra={"step": step, "subject": str(subject)})


class RefusalCounter:
    """Counter of the refusals of each person or network in the present window of this process."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._ends_at = 0.0
        self._lock = Lock()

    def count(self, whom: str) -> int:
        with self._lock:
            if monotonic() >= self._ends_at or len(self._counts) >= MAX_COUNTED:
                self._counts.clear()
                self._ends_at = monotonic() + WINDOW
            self._counts[whom] += 1
            return self._counts[whom]


refusals = RefusalCounter()


def record_refusal(actor: Actor, status: int, network: str | None = None) -> None:
    """Count a refusal of `actor`, and log every n-th (REFUSALS_PER_LINE) of a window."""
    whom = str(actor.person_id or network)
    count = refusals.count(whom)
    if count % REFUSALS_PER_LINE:
        return
    facts = _pseudonyms(
        person=actor.person_id, session=actor.session_public_id, token=actor.token_id, network=network
    )
    logger.warning("access_refused", extra={"count": count, "status": status, **facts})


def record_refused_request(request: HttpRequest, status: int) -> None:
    """Count a refused API request."""
    actor = getattr(request, "auth", None)
    record_refusal(actor if isinstance(actor, Actor) else ANONYMOUS, status, network_of(request))


def network_of(request: HttpRequest) -> str | None:
    """Return the network of the client; None where the proxies do not state it."""
    try:
        return site_of(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return None


def _pseudonyms(**values: UUID | str | None) -> dict[str, str]:
    return {kind: build_pseudonym(kind, value) for kind, value in values.items() if value is not None}
