"""Import a list of the national codifier of territories (КАТОТТГ)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.territories.codifier_import import import_territories
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid


class Command(BaseCommand):
    help = "Take in a list of territories as CSV: the codifier's own columns, or code, level, name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encoding", default="utf-8-sig", help="of the file, such as windows-1251")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding=options["encoding"], newline="") as text:
                done = import_territories(actor=Actor.for_system("import_territories"), text=text)
        except (OSError, UnicodeError, LookupError) as error:
            raise CommandError(f"{options['file']} cannot be read: {error}") from error
        except Invalid as error:
            for one in error.errors:
                self.stderr.write(f"line {one.pointer.rpartition('/')[2]}: {one.message}")
            raise CommandError("Nothing was imported.") from error
        for moved in done.recoded:
            self.stdout.write(
                f"corrected: {moved.before} ({moved.level_before}) is now {moved.after} ({moved.level})"
            )
        self.stdout.write(f"added: {done.added}, corrected: {done.changed}, unchanged: {done.unchanged}")
