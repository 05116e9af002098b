"""Create the demo community through the services, in chronological order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from viche.accounts.models import DemoSignIn
from viche.config.demo import community as parts
from viche.config.demo.community import Community
from viche.config.demo.controls import Controls
from viche.config.demo.decisions import Decisions
from viche.config.demo.dialogues import Dialogues
from viche.config.demo.dossiers import Dossiers
from viche.config.demo.meetings import Meetings
from viche.config.demo.steps import Step, disable_savepoints, replay
from viche.config.demo.times import DemoCalendar
from viche.config.demo.works import Works
from viche.deadlines.engine import fire_due, is_anything_due
from viche.kernel.clock import now, replace_clock
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.mail_runner import send_waiting


class Command(BaseCommand):
    """Print one line per step. Does nothing when the community exists already."""

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
            with disable_savepoints():
                self._replay(community)
            # Send mails once for all of the history, as after an outage: outdated mails are skipped.
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
        self.stdout.write("Conversations, decisions, meetings, action items, recommendations and controls")
        dialogues = Dialogues(community)
        decisions = Decisions(community, dialogues)
        works = Works(community, dialogues, decisions)
        meetings = Meetings(community, dialogues, decisions, works)
        dossiers = Dossiers(community, works)
        controls = Controls(community, dossiers)
        steps: list[Step] = [*dialogues.steps(), *decisions.steps(), *works.steps(), *meetings.steps()]
        steps += [*dossiers.steps(), *controls.steps()]
        # The notifications about the founding must precede all later ones in the inboxes.
        with replace_clock(lambda: min(step.at for step in steps)):
            drain_outbox()
        replay(steps, between=_run_workers)
        dialogues.read_by_everyone()
        works.set_reminders()
        parts.make_requests(community)
        parts.offer_sign_ins(community)
        self.stdout.write(f"Ready: {len(steps)} steps of history")


def _run_workers() -> None:
    """Do what the workers would have done at that moment, except sending mails."""
    if is_anything_due():
        fire_due()
    drain_outbox()
