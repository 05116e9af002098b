"""Management command that indexes everything, or what the index lacks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from viche.search.jobs import BATCH_SIZE, learn_new_words
from viche.search.kinds import KINDS
from viche.search.models import Entry, Word
from viche.search.services.indexing import SYSTEM, drop_gone, index_missed


class Command(BaseCommand):
    help = "Index for search what the index lacks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="index everything anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            Entry.objects.all().delete()
            Word.objects.all().delete()
        for name in KINDS:
            drop_gone(actor=SYSTEM, kind=name)
            last: UUID | None = None
            while last := index_missed(actor=SYSTEM, kind=name, most=BATCH_SIZE, after=last):
                pass
            self.stdout.write(f"{name}: {Entry.objects.filter(kind=name).count()}")
        learn_new_words()
