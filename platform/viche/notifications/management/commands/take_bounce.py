"""manage.py take_bounce: process a bounce report handed over by the mail server."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from viche.kernel.actor import Actor
from viche.notifications.bounces import MAX_BYTES, read_bounce
from viche.notifications.services.bounces import record_bounce

ACTOR = Actor.for_system("notifications.bounces")


class Command(BaseCommand):
    help = "Takes one report that a mail did not arrive (RFC 3464) from standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        """Process a report from standard input; other mail is ignored, to avoid mail loops.

        While the database is unavailable, the exit code makes the mail server retry (EX_TEMPFAIL).
        """
        bounce = read_bounce(sys.stdin.buffer.read(MAX_BYTES))
        try:
            known = bounce is not None and record_bounce(actor=ACTOR, bounce=bounce)
        except (InterfaceError, OperationalError) as error:
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from error
        self.stdout.write("noted" if known else "passed over")
