"""Reminders of one person alone: set for a moment of their choice, or put off when one came to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.fields import checked_moment
from tasks.items.loaders import lock_item, person_of
from tasks.items.states import OPEN
from tasks.items.workflow import Action
from tasks.reminders.events import OwnReminderDue, OwnReminderRemoved, OwnReminderSet
from tasks.reminders.models import OwnReminder, OwnReminderKind, Reminder
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.services import Reason, service

MOST_OWN = 10
LONGEST_SNOOZE = timedelta(days=30)


@service(Action.REMIND_ME)
def set_own_reminder(
    *, actor: Actor, action_id: UUID, due_at: datetime, puts_off: bool = False
) -> OwnReminder:
    """Have oneself reminded of an item that one reads. Setting the same one again changes nothing.

    `puts_off`: until then no planned one of this item comes to this person, as by `snooze_reminder`.
    Raises NotFound, Forbidden, Invalid for a moment that has passed or is far away, Conflict for too many.
    """
    if puts_off:
        return _put_off(actor, action_id, due_at, "/due_at")
    return _set(actor, action_id, checked_moment(due_at), OwnReminderKind.CHOSEN)


@service(Action.REMIND_ME)
def snooze_reminder(*, actor: Actor, reminder_id: UUID, until: datetime) -> OwnReminder:
    """Put a reminder off: until then no planned one of this item comes to this person; to others they do.

    Raises NotFound, Forbidden, Invalid for a moment that has passed or is more than 30 days away, Conflict.
    """
    if actor.is_anonymous:
        raise SignedOut
    action_id = Reminder.objects.filter(pk=reminder_id).values_list("action", flat=True).first()
    if action_id is None:
        raise NotFound
    return _put_off(actor, action_id, until, "/until")


@service(Reason.SELF)
def remove_own_reminder(*, actor: Actor, reminder_id: UUID) -> None:
    """Take one back, also when the item is not seen any more.

    Raises NotFound for those of others, Conflict for one that has come already.
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
def fire_own_reminders(*, actor: Actor, rows: Sequence[OwnReminder]) -> None:
    """Record that they fell due; those whose item needs nothing more stay silent, and while the group rests
    those that were put off: they are its reminders. What somebody has chosen for themselves comes.
    """
    claimed = OwnReminder.objects.filter(pk__in=[row.pk for row in rows]).order_by("due_at", "id")
    for row in claimed.select_related("action__group"):
        comes = row.kind == OwnReminderKind.CHOSEN or row.action.group.is_working
        if comes and row.action.state in OPEN:
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


def _put_off(actor: Actor, action_id: UUID, until: datetime, pointer: str) -> OwnReminder:
    if until > now() + LONGEST_SNOOZE:
        raise Invalid.field(pointer, "too_far", _("Put it off for 30 days at most."))
    return _set(actor, action_id, checked_moment(until, pointer), OwnReminderKind.SNOOZED)


def _set(actor: Actor, action_id: UUID, due_at: datetime, kind: OwnReminderKind) -> OwnReminder:
    item, _stance = lock_item(actor, action_id, Action.REMIND_ME, None)
    person_id = person_of(actor)
    mine = OwnReminder.objects.filter(action=item, person=person_id)
    known = mine.filter(due_at=due_at).first()
    if known is not None:
        if kind == OwnReminderKind.SNOOZED and known.kind != kind and known.fired_at is None:
            known.kind = kind
            known.save(update_fields=["kind"])
        return known
    if mine.filter(fired_at=None).count() >= MOST_OWN:
        raise Conflict("too_many_reminders", _("There are enough reminders here. Remove one first."))
    row = OwnReminder.objects.create(action=item, person_id=person_id, due_at=due_at, kind=kind)
    record(actor, OwnReminderSet(person_id=person_id, action_id=item.pk, reminder_id=row.pk))
    return row
