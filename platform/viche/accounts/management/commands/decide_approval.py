"""manage.py decide_approval ID confirm|decline REASON: decide a request that nobody else could decide."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viche.accounts.approvals.services import decide_on_server
from viche.accounts.security_log import record_decision_on_server
from viche.kernel.actor import Actor
from viche.kernel.errors import DomainError


class Command(BaseCommand):
    help = (
        "Decide a step that waits for a second person who does not exist. Every holder of an office is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("approval_id", type=UUID)
        parser.add_argument("decision", choices=("confirm", "decline"))
        parser.add_argument("reason", help="up to 500 characters; everybody who holds an office reads it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            approval = decide_on_server(
                actor=Actor.for_system("decide_approval"),
                approval_id=options["approval_id"],
                confirm=options["decision"] == "confirm",
                reason=options["reason"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        record_decision_on_server(approval.kind, approval.pk)
        self.stdout.write(f"{approval.pk} is {approval.state} now.")
