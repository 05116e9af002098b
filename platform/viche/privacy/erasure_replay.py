"""Replay of erasures after a restore, by the ledger outside the database."""

from __future__ import annotations

from django.db.models import Max

from viche.kernel.actor import Actor
from viche.privacy import ledger
from viche.privacy.models import LedgerEntry
from viche.privacy.services.erasure import erase_again, write_ledger

ACTOR = Actor.for_system("privacy.replay")


def replay_erasures() -> int:
    """Erase everybody again whom only the ledger file names; return how many existed.

    Each runs in a transaction of its own, so an interrupted replay can be resumed. Raises TamperedLedger.
    """
    again = sum(erase_again(actor=ACTOR, line=line) for line in ledger.read_lines())
    write_ledger(actor=ACTOR)
    return again


def is_replayed() -> bool:
    """Return whether the database has at least as many ledger entries as the file."""
    known: int = LedgerEntry.objects.aggregate(last=Max("seq"))["last"] or 0
    return ledger.count_lines() <= known
