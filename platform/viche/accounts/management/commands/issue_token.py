"""manage.py issue_token EMAIL [--scope …]: print a new personal access token, and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Print a new personal access token of a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--scope", action="append", help="such as dialogue:read; all of them when left out"
        )
        parser.add_argument("--days", type=int, default=90, help="how long it lives (1 to 365, default 90)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = User.objects.get_by_natural_key(options["email"])
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the e-mail address {options['email']}.") from error
        try:
            _token, secret = issue_token(
                actor=Actor.for_system("issue_token"),
                person_id=person.pk,
                name="./viche token",
                scopes=options["scope"] or list_scopes(),
                expires_in_days=options["days"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
