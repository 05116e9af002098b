"""manage.py create_administrator EMAIL NAME: create an administrator, and announce all but the first."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viche.accounts.services.people import create_administrator
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Make a person who runs the system. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="as it is written in Ukrainian")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            create_administrator(
                actor=Actor.for_system("create_administrator"),
                email=options["email"],
                name_uk=options["name"],
                password=password,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['email']} can sign in.")
