"""Management command: accept one e-mail reply, as the mail server delivers it."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from dialogue.email_replies.intake import take_answer
from viche.notifications.incoming_replies import MAX_BYTES, parse_reply


class Command(BaseCommand):
    help = "Takes one answer to an e-mail from standard input, and posts it in the thread."

    def handle(self, *args: Any, **options: Any) -> None:
        """Post the reply from standard input.

        A mail that is no valid reply is ignored silently, so that its sender learns nothing. While the
        database is unavailable the command exits with EX_TEMPFAIL, so that the mail server delivers the mail
        again.
        """
        answer = parse_reply(sys.stdin.buffer.read(MAX_BYTES + 1))
        try:
            fate = take_answer(answer) if answer is not None else None
        except (InterfaceError, OperationalError) as error:
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from error
        self.stdout.write(fate or "passed over")
