"""Rebuild every grant from its sources; nothing should change."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from groups.grants import Changes, rebuild_grants


class Command(BaseCommand):
    help = "Make every grant from its sources anew. It should change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing, and fail if something would"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changes = self._checked() if options["check"] else rebuild_grants()
        self.stdout.write(
            f"people who gained: {len(changes.gained)}, who lost: {len(changes.lost)}, "
            f"rows past their time: {changes.cleared}"
        )
        if options["check"] and changes:
            raise CommandError("The grants do not agree with their sources.")

    def _checked(self) -> Changes:
        with transaction.atomic():
            changes = rebuild_grants()
            transaction.set_rollback(True)
        return changes
