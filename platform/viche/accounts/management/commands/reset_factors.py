"""manage.py reset_factors EMAIL REASON: reset an administrator who has lost every second factor."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viche.accounts.models import User
from viche.accounts.services.factors import reset_factors
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Take every second factor away from a person, and end their sign-ins. They are told why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("reason", help="10 to 500 characters; the person reads it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = User.objects.get_by_natural_key(options["email"])
            reset_factors(
                actor=Actor.for_system("reset_factors"), person_id=person.pk, reason=options["reason"]
            )
        except User.DoesNotExist as error:
            raise CommandError(f"There is nobody with the address {options['email']}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['email']} signs in with the password alone now.")
