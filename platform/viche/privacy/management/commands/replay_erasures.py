"""Erases again, after a restore, everybody whom the ledger outside the database names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from viche.privacy.ledger import Tampered
from viche.privacy.replay import replay_erasures


class Command(BaseCommand):
    help = "Erase again, after a restore, everybody whom the ledger outside the database names."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            again = replay_erasures()
        except Tampered as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"erased again: {again}")
