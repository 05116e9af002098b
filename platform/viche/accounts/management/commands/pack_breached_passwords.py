"""manage.py pack_breached_passwords LIST: make the list of stolen passwords anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from viche.accounts.passwords import SHORTEST, normalised
from viche.accounts.passwords.breached import PLACE, SHORTEST_PART, packed

PARTS_FROM_THE_FIRST = 100_000


class Command(BaseCommand):
    help = "Pack a text file of stolen passwords, the most frequent first, one a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        lines = options["list"].read_text("utf-8", "replace").splitlines()
        # All that are long enough to be chosen here, and frequent shorter ones: people lengthen them.
        kept = [
            password
            for rank, password in enumerate(map(normalised, lines))
            if len(password) >= (SHORTEST_PART if rank < PARTS_FROM_THE_FIRST else SHORTEST)
        ]
        PLACE.write_bytes(packed(kept))
        self.stdout.write(f"{len(kept)} passwords in {PLACE.stat().st_size} bytes.")
