"""manage.py import_form FILE [--check]: import a definition of a form, or say what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from programmes.kit.forms.imports import read_definition
from programmes.kit.forms.models import FormDefinition
from programmes.kit.forms.services import import_form
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid, Malformed


class Command(BaseCommand):
    help = "Import a version of a form from its file. A version that was imported never changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="import nothing, say what the file holds")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                content = read_definition(options["file"])
                definition, is_new = import_form(actor=Actor.for_system("import_form"), content=content)
                transaction.set_rollback(options["check"])
        except (OSError, Malformed, Conflict) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except Invalid as error:
            for one in error.errors:
                self.stderr.write(f"{one.pointer or 'the whole'}: {one.message}")
            raise CommandError("Nothing was imported.") from error
        self._describe(definition)
        told = "would be imported" if options["check"] else "imported"
        self.stdout.write(told if is_new else "unchanged")

    def _describe(self, definition: FormDefinition) -> None:
        self.stdout.write(f"{definition}: {definition.content['title']['uk']}")
        for section in definition.content["sections"]:
            questions = section["questions"]
            required = sum(one["required"] for one in questions)
            evidence = sum(one["evidence"] == "required" for one in questions)
            told = f"questions {len(questions)}, required {required}, with required evidence {evidence}"
            self.stdout.write(f"  {section['title']['uk']}: {told}")
