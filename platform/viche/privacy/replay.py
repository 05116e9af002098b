"""After a restore: whom the ledger outside names and the database does not, is erased again."""

from __future__ import annotations

from django.db.models import Max

from viche.kernel.actor import Actor
from viche.privacy import ledger
from viche.privacy.models import LedgerEntry
from viche.privacy.services.erasure import erase_again, write_ledger

ACTOR = Actor.for_system("privacy.replay")


def replay_erasures() -> int:
    """Erase again everybody whom the file names beyond the table; returns how many the database knew.

    Each in a transaction of its own, so a stop in the middle goes on from there. Raises Tampered.
    """
    again = sum(erase_again(actor=ACTOR, line=line) for line in ledger.read())
    write_ledger(actor=ACTOR)
    return again


def is_replayed() -> bool:
    """Whether the database names at least as many erased people as the file outside."""
    known: int = LedgerEntry.objects.aggregate(last=Max("seq"))["last"] or 0
    return ledger.length() <= known
