"""Take a report that a mail did not arrive, as the mail server hands it over."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from viche.kernel.actor import Actor
from viche.notifications.bounces import MOST_BYTES, read_bounce
from viche.notifications.services.bouncing import note_bounce

ACTOR = Actor.for_system("notifications.bounces")


class Command(BaseCommand):
    help = "Takes one report that a mail did not arrive (RFC 3464) from standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        """Whatever is no such report is passed over: a mail server would send complaints in circles.

        While the database is away it is told to bring the report again (EX_TEMPFAIL).
        """
        bounce = read_bounce(sys.stdin.buffer.read(MOST_BYTES))
        try:
            known = bounce is not None and note_bounce(actor=ACTOR, bounce=bounce)
        except (InterfaceError, OperationalError) as error:
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from error
        self.stdout.write("noted" if known else "passed over")
