"""Services of deadlines of dossiers: they begin and end with transitions, and are told in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from programmes.kit.deadlines.events import DossierDeadlineNear, DossierDeadlineReached
from programmes.kit.deadlines.models import DeadlineMoment, DeadlineNotice, DossierDeadline
from programmes.kit.dossiers.loaders import event_fields_of
from programmes.kit.dossiers.models import Dossier
from programmes.kit.registry import DossierRole
from programmes.kit.rules import CURRENT
from tasks.reminders.schedule import get_reminder_time
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.events import record
from viche.kernel.lifecycle import Deadline
from viche.kernel.services import Reason, service

NOTICE = timedelta(days=3)
EVENTS = {DeadlineMoment.NEAR: DossierDeadlineNear, DeadlineMoment.REACHED: DossierDeadlineReached}


@service(Reason.STEP)
def replace_deadlines(*, actor: Actor, dossier: Dossier, begun: Iterable[Deadline[DossierRole]]) -> None:
    """End the open deadlines of a locked dossier, and begin those of the transition that is taken.

    Raises Conflict for a last day that the rule pack does not know.
    """
    DossierDeadline.objects.filter(dossier=dossier, ended_at=None).update(ended_at=now())
    for one in begun:
        _begin_deadline(dossier, one)


def _begin_deadline(dossier: Dossier, declared: Deadline[DossierRole]) -> None:
    zone = dossier.group.time_zone
    first, due = today(zone), declared.due
    deadline = DossierDeadline.objects.create(
        dossier=dossier,
        name=declared.name,
        begun_on=first,
        due_on=first + timedelta(days=due) if isinstance(due, int) else due(dossier, first),
        rule_pack="" if isinstance(due, int) else CURRENT,
    )
    days = {
        DeadlineMoment.NEAR: deadline.due_on - NOTICE,
        DeadlineMoment.REACHED: deadline.due_on + timedelta(days=1),
    }
    DeadlineNotice.objects.bulk_create(
        DeadlineNotice(deadline=deadline, moment=moment, due_at=get_reminder_time(day, zone))
        for moment, day in days.items()
        if day > first
    )


@service(Reason.SYSTEM)
def dispatch_deadlines(*, actor: Actor, rows: Sequence[DeadlineNotice]) -> None:
    """Record that deadlines are near or reached, as far as they are still open.

    In a group that does not work a deadline is reached all the same, but nobody is told.
    """
    open_now = DossierDeadline.objects.filter(pk__in=[one.deadline_id for one in rows], ended_at=None)
    locked = open_now.select_related("dossier__group").select_for_update(of=("self",), no_key=True)
    known = {one.pk: one for one in locked.order_by("pk")}
    for row in rows:
        deadline = known.get(row.deadline_id)
        if deadline is not None:
            _tell_moment(actor, deadline, DeadlineMoment(row.moment))


def _tell_moment(actor: Actor, deadline: DossierDeadline, moment: DeadlineMoment) -> None:
    if moment == DeadlineMoment.REACHED:
        deadline.reached_at = now()
        deadline.save(update_fields=["reached_at"])
    dossier = deadline.dossier
    if dossier.group.is_working:
        fact = EVENTS[moment]
        record(actor, fact(**event_fields_of(dossier), deadline_id=deadline.pk, name=deadline.name))
