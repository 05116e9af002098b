"""manage.py security_pseudonym KIND VALUE: print the pseudonym used in the security log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viche.accounts.emails import normalise_email
from viche.accounts.login_throttling import site_of
from viche.accounts.models import User
from viche.accounts.security_log import build_pseudonym


class Command(BaseCommand):
    help = "Say what the security log calls a person (by address), a session or token (by id), or a network."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["person", "session", "token", "network"])
        parser.add_argument("value")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, value = options["kind"], options["value"]
        if kind == "person":
            person = User.objects.filter(email=normalise_email(value)).first()
            kind, value = ("person", person.pk) if person else ("address", normalise_email(value))
        elif kind == "network":
            try:
                value = site_of(value)
            except ValueError as error:
                raise CommandError(f"{value} is no network address.") from error
        self.stdout.write(f"{kind}: {build_pseudonym(kind, value)}")
