"""manage.py approve_break_glass ID REASON: approve a request that no office holder could approve."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.break_glass.services import approve_on_server
from viche.accounts.security_log import record_decision_on_server
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError


class Command(BaseCommand):
    help = (
        "Open what somebody asks to read in an emergency and nobody in office could open. "
        "Everybody who reads it, and every holder of an office, is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("break_glass_id", type=UUID)
        parser.add_argument("reason", help="up to 500 characters; everybody who holds an office reads it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            glass = approve_on_server(
                actor=Actor.for_system("approve_break_glass"),
                break_glass_id=options["break_glass_id"],
                reason=options["reason"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        record_decision_on_server("break_glass", glass.pk)
        self.stdout.write(f"{glass.pk} is open until {glass.until:%H:%M} UTC.")
