"""Make the demo community through the services, in the order in which it happened."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from viche.accounts.models import DemoSignIn
from viche.config.demo import community as parts
from viche.config.demo.community import Community
from viche.config.demo.dialogues import Dialogues
from viche.config.demo.steps import Step, replay, without_savepoints
from viche.config.demo.times import DemoCalendar
from viche.config.demo.works import Works
from viche.deadlines.engine import fire_due, is_anything_due
from viche.kernel.clock import moved_to, now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.mailing import send_waiting


class Command(BaseCommand):
    """Prints one line per step. Does nothing when the community is there already."""

    help = "Loads the demo community of Kalynodil."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo community is for development: set VICHE_DEMO=1 there.")
        if DemoSignIn.objects.exists():
            self.stdout.write("The demo community is there already.")
            return
        with transaction.atomic():
            community = Community(DemoCalendar(now()))
            self._found(community)
            with without_savepoints():
                self._replay(community)
            # One round of mails for all of the history, as after an outage: mails of the past are not read.
            send_waiting()

    def _found(self, community: Community) -> None:
        for say, make in (
            ("Territories", parts.make_territories),
            ("Organisations", parts.make_organisations),
            ("People and mandates", parts.make_people),
            ("Groups and seats", parts.make_groups),
        ):
            self.stdout.write(say)
            make(community)

    def _replay(self, community: Community) -> None:
        self.stdout.write("Conversations and action items")
        dialogues = Dialogues(community)
        works = Works(community, dialogues)
        steps: list[Step] = [*dialogues.steps(), *works.steps()]
        # What founding the community tells people stands in their inboxes before all that came later.
        with moved_to(lambda: min(step.at for step in steps)):
            drain_outbox()
        replay(steps, between=_react)
        dialogues.read_by_everyone()
        works.set_reminders()
        parts.make_requests(community)
        parts.offer_sign_ins(community)
        self.stdout.write(f"Ready: {len(steps)} steps of history")


def _react() -> None:
    """Do what the workers would have done at that moment, but for mails."""
    if is_anything_due():
        fire_due()
    drain_outbox()
