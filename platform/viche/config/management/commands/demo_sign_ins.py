"""Print the demo people who can sign in, and what to try as each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import get_language

from viche.accounts.models import DemoSignIn


class Command(BaseCommand):
    """One line each: e-mail address, name, hint. Nothing outside development."""

    help = "Prints the sign-ins of the demo community."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--language", choices=("uk", "en"), default=get_language() or "uk")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            return
        language = options["language"]
        for offer in DemoSignIn.objects.select_related("person").order_by("position"):
            name = getattr(offer.person, f"name_{language}")
            self.stdout.write(f"{offer.person.email:<34} {name} — {getattr(offer, f'hint_{language}')}")
