"""Personal reminders: set for a chosen time, or created by snoozing a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.fields import validate_reminder_time
from tasks.items.loaders import lock_item, require_person_id
from tasks.items.states import OPEN_STATES
from tasks.items.workflow import Action
from tasks.reminders.events import OwnReminderDue, OwnReminderRemoved, OwnReminderSet
from tasks.reminders.models import OwnReminder, OwnReminderKind, Reminder
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.services import Reason, service

MAX_OWN_REMINDERS = 10
MAX_SNOOZE = timedelta(days=30)


@service(Action.REMIND_ME)
def set_own_reminder(
    *, actor: Actor, action_id: UUID, due_at: datetime, puts_off: bool = False
) -> OwnReminder:
    """Set a personal reminder of an item that the actor may read. Idempotent.

    `puts_off`: until then no rule-based reminder of this item is sent to the actor, as by `snooze_reminder`.
    Raises NotFound, Forbidden, Invalid for a time in the past or too far away, Conflict for too many.
    """
    if puts_off:
        return _snooze(actor, action_id, due_at, "/due_at")
    return _create_own_reminder(actor, action_id, validate_reminder_time(due_at), OwnReminderKind.CHOSEN)


@service(Action.REMIND_ME)
def snooze_reminder(*, actor: Actor, reminder_id: UUID, until: datetime) -> OwnReminder:
    """Snooze a reminder: until then, no rule-based reminder of its item is sent to the actor.

    Other people still get them. Raises NotFound, Forbidden, Invalid for a time in the past or more than 30
    days away, Conflict.
    """
    if actor.is_anonymous:
        raise SignedOut
    action_id = Reminder.objects.filter(pk=reminder_id).values_list("action", flat=True).first()
    if action_id is None:
        raise NotFound
    return _snooze(actor, action_id, until, "/until")


@service(Reason.SELF)
def remove_own_reminder(*, actor: Actor, reminder_id: UUID) -> None:
    """Delete a personal reminder, even if its item is no longer readable.

    Raises NotFound for reminders of other people, Conflict for one that has fired.
    """
    if actor.is_anonymous:
        raise SignedOut
    mine = OwnReminder.objects.filter(pk=reminder_id, person=actor.person_id)
    row = mine.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise NotFound
    if row.fired_at is not None:
        raise Conflict("already_fired", _("This reminder has already come."))
    record(actor, OwnReminderRemoved(person_id=row.person_id, action_id=row.action_id, reminder_id=row.pk))
    row.delete()


@service(Reason.SYSTEM)
def dispatch_own_reminders(*, actor: Actor, rows: Sequence[OwnReminder]) -> None:
    """Record that personal reminders fell due; those of finished items are skipped.

    Snoozed ones are also skipped while the group is suspended, since they are the group's reminders; chosen
    ones are sent.
    """
    claimed = OwnReminder.objects.filter(pk__in=[row.pk for row in rows]).order_by("due_at", "id")
    for row in claimed.select_related("action__group"):
        comes = row.kind == OwnReminderKind.CHOSEN or row.action.group.is_working
        if comes and row.action.state in OPEN_STATES:
            record(
                actor,
                OwnReminderDue(
                    person_id=row.person_id,
                    action_id=row.action_id,
                    reminder_id=row.pk,
                    group_id=row.action.group_id,
                    snoozed=row.kind == OwnReminderKind.SNOOZED,
                    due_on=row.action.due_on,
                ),
            )


def _snooze(actor: Actor, action_id: UUID, until: datetime, pointer: str) -> OwnReminder:
    if until > now() + MAX_SNOOZE:
        raise Invalid.field(pointer, "too_far", _("Put it off for 30 days at most."))
    return _create_own_reminder(
        actor, action_id, validate_reminder_time(until, pointer), OwnReminderKind.SNOOZED
    )


def _create_own_reminder(
    actor: Actor, action_id: UUID, due_at: datetime, kind: OwnReminderKind
) -> OwnReminder:
    item, _stance = lock_item(actor, action_id, Action.REMIND_ME, None)
    person_id = require_person_id(actor)
    mine = OwnReminder.objects.filter(action=item, person=person_id)
    known = mine.filter(due_at=due_at).first()
    if known is not None:
        if kind == OwnReminderKind.SNOOZED and known.kind != kind and known.fired_at is None:
            known.kind = kind
            known.save(update_fields=["kind"])
        return known
    if mine.filter(fired_at=None).count() >= MAX_OWN_REMINDERS:
        raise Conflict("too_many_reminders", _("There are enough reminders here. Remove one first."))
    row = OwnReminder.objects.create(action=item, person_id=person_id, due_at=due_at, kind=kind)
    record(actor, OwnReminderSet(person_id=person_id, action_id=item.pk, reminder_id=row.pk))
    return row
