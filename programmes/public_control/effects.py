"""Effects of the steps of a public control."""

from __future__ import annotations

from datetime import date

from programmes.kit.dossiers.models import Dossier
from programmes.kit.participants.services import open_to_counterparts
from programmes.public_control.guards import get_control
from programmes.public_control.models import Outcome, Reply, ReplyKind
from programmes.public_control.rules import find_reply_day
from viche.kernel.actor import Actor
from viche.kernel.clock import today


def note_conducted(actor: Actor, dossier: Dossier) -> None:
    """Note the day on which the control was conducted."""
    control = get_control(dossier)
    control.conducted_on = today(dossier.group.time_zone)
    control.save(update_fields=["conducted_on"])


def note_sent(actor: Actor, dossier: Dossier) -> None:
    """Note when the report was sent, and the last day for a reply. Raises Conflict without a rule."""
    control = get_control(dossier)
    control.sent_on = today(dossier.group.time_zone)
    control.reply_due_on, control.rule_pack = find_reply_day(control.mechanism, control.sent_on)
    control.outcome = Outcome.OPEN
    control.save(update_fields=["sent_on", "reply_due_on", "rule_pack", "outcome"])


def find_reply_day_of(dossier: Dossier, sent_on: date) -> date:
    """Return the last day for a reply to the report of a control. Raises Conflict without a rule."""
    return find_reply_day(get_control(dossier).mechanism, sent_on)[0]


def admit_authority(actor: Actor, dossier: Dossier) -> None:
    """Give the authority access: it reads nothing before the report."""
    open_to_counterparts(actor=actor, dossier=dossier)


def note_silence(actor: Actor, dossier: Dossier) -> None:
    """Record that the authority did not reply: a reply of its own kind."""
    control = get_control(dossier)
    Reply.objects.create(
        dossier=dossier, kind=ReplyKind.SILENT, received_on=today(dossier.group.time_zone), in_time=False
    )
    control.outcome = Outcome.SILENT
    control.save(update_fields=["outcome"])
