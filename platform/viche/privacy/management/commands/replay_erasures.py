"""manage.py replay_erasures: after a restore, erase everybody again whom the external ledger names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from viche.privacy.erasure_replay import replay_erasures
from viche.privacy.ledger import TamperedLedger


class Command(BaseCommand):
    help = "Erase again, after a restore, everybody whom the ledger outside the database names."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            again = replay_erasures()
        except TamperedLedger as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"erased again: {again}")
