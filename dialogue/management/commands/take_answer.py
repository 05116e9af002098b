"""Take an answer to an e-mail, as the mail server hands it over."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from dialogue.email_replies.intake import take_answer
from viche.notifications.incoming import MOST_BYTES, read_answer


class Command(BaseCommand):
    help = "Takes one answer to an e-mail from standard input, and posts it in the thread."

    def handle(self, *args: Any, **options: Any) -> None:
        """Whatever answers nothing of ours is passed over: who made it up is told nothing.

        While the database is away the mail server is told to bring it again (EX_TEMPFAIL).
        """
        answer = read_answer(sys.stdin.buffer.read(MOST_BYTES + 1))
        try:
            fate = take_answer(answer) if answer is not None else None
        except (InterfaceError, OperationalError) as error:
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from error
        self.stdout.write(fate or "passed over")
