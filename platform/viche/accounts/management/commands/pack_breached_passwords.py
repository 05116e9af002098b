"""manage.py pack_breached_passwords LIST: rebuild the list of breached passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from viche.accounts.passwords import MIN_LENGTH, normalise_password
from viche.accounts.passwords.breached import DATA_FILE, MIN_PART_LENGTH, pack_digests

PARTS_FROM_THE_FIRST = 100_000


class Command(BaseCommand):
    help = "Pack a text file of stolen passwords, the most frequent first, one a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        lines = options["list"].read_text("utf-8", "replace").splitlines()
        # All that are long enough to be allowed, and frequent shorter ones, since people lengthen those.
        kept = [
            password
            for rank, password in enumerate(map(normalise_password, lines))
            if len(password) >= (MIN_PART_LENGTH if rank < PARTS_FROM_THE_FIRST else MIN_LENGTH)
        ]
        DATA_FILE.write_bytes(pack_digests(kept))
        self.stdout.write(f"{len(kept)} passwords in {DATA_FILE.stat().st_size} bytes.")
