"""Print the demo people who can sign in, with a hint for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from django.utils.translation import get_language

from viche.accounts.models import DemoSignIn


class Command(BaseCommand):
    """Print one line each: e-mail address, name, hint. Prints nothing outside development."""

    help = "Prints the sign-ins of the demo community."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--language", choices=("uk", "en"), default=get_language() or "uk")
        parser.add_argument("--file", type=Path, help="write to this file, whole or not at all")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            return
        text = "".join(f"{_line(offer, options['language'])}\n" for offer in _offers())
        if (file := options["file"]) is None:
            self.stdout.write(text, ending="")
            return
        fresh = file.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(file)


def _offers() -> QuerySet[DemoSignIn]:
    return DemoSignIn.objects.select_related("person").order_by("position")


def _line(offer: DemoSignIn, language: str) -> str:
    name, hint = getattr(offer.person, f"name_{language}"), getattr(offer, f"hint_{language}")
    return f"{offer.person.email:<34} {name} — {hint}"
