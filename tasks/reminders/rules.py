"""Reminder rules: set those of a group, or of one action item in place of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from secrets import randbelow
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.loaders import event_fields_of, lock_item
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.states import OPEN_STATES
from tasks.items.workflow import Action
from tasks.reminders.events import GroupLadderChanged, ItemLadderChanged
from tasks.reminders.models import ReminderAudience, ReminderLadder, ReminderStep
from tasks.reminders.schedule import MAX_OVERDUE_PERIOD, LadderStep, schedule_reminders
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version, save_new_version

MIN_OFFSET_DAYS = -90
MAX_STEPS, MAX_REPEAT_DAYS = 12, 30
BATCH_SIZE = 200
MAX_FIRST_VERSION = 900_000_000


@service(RegisterAction.SET_LADDER)
def set_group_ladder(
    *, actor: Actor, group_id: UUID, steps: Sequence[LadderStep], expected_version: int
) -> ReminderLadder:
    """Set the rules of a group, for every open item without rules of its own.

    The items are rescheduled by a job, since there may be many. `expected_version` is 0 when the group
    followed the defaults. Raises NotFound, Forbidden, Stale, Invalid.
    """
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.SET_LADDER, lock=True)
    ladder = _save_ladder(ReminderLadder(group=group, version=0), steps, expected_version)
    followers = ActionItem.objects.filter(group=group, state__in=OPEN_STATES, reminder_ladder=None)
    followers.update(rules_changed=True)
    record(actor, GroupLadderChanged(group_id=group.pk, row_version=ladder.version))
    return ladder


@service(Action.SET_LADDER)
def set_item_ladder(
    *, actor: Actor, action_id: UUID, steps: Sequence[LadderStep], expected_version: int
) -> ReminderLadder:
    """Set rules for one item; see `set_group_ladder`."""
    item, _stance = lock_item(actor, action_id, Action.SET_LADDER, None)
    # Own rules can be deleted and set again: a random first version keeps old versions stale.
    ladder = _save_ladder(
        ReminderLadder(action=item, version=randbelow(MAX_FIRST_VERSION)), steps, expected_version
    )
    _reschedule(actor, item)
    return ladder


@service(Action.SET_LADDER)
def follow_group_ladder(*, actor: Actor, action_id: UUID, expected_version: int) -> None:
    """Delete the rules of an item, so that those of its group apply. Idempotent.

    Raises NotFound, Forbidden, Stale when the rules have changed.
    """
    item, _stance = lock_item(actor, action_id, Action.SET_LADDER, None)
    ladder = ReminderLadder.objects.filter(action=item).first()
    if ladder is None:
        return
    check_version(ladder, expected_version)
    ladder.delete()
    _reschedule(actor, item)


@service(Reason.SYSTEM)
def reschedule_changed_items(*, actor: Actor) -> int:
    """Reschedule a batch of items whose rules have changed; return how many.

    Items locked by another transaction are skipped, and left to the next batch.
    """
    waiting = ActionItem.objects.filter(rules_changed=True).order_by("id").select_related("group")
    items = list(waiting.select_for_update(of=("self",), no_key=True, skip_locked=True)[:BATCH_SIZE])
    for item in items:
        schedule_reminders(item)
    ActionItem.objects.filter(pk__in=[item.pk for item in items]).update(rules_changed=False)
    return len(items)


def _reschedule(actor: Actor, item: ActionItem) -> None:
    schedule_reminders(item)
    record(actor, ItemLadderChanged(**event_fields_of(item)))


def _save_ladder(fresh: ReminderLadder, steps: Sequence[LadderStep], expected_version: int) -> ReminderLadder:
    """Replace the steps of a ladder. The group or the item must be locked."""
    _check_steps(steps)
    place = {"action": fresh.action} if fresh.action is not None else {"group": fresh.group}
    ladder = ReminderLadder.objects.filter(**place).first() or fresh
    check_version(None if ladder is fresh else ladder, expected_version)
    save_new_version(ladder, whole=True)
    ladder.steps.all().delete()
    ReminderStep.objects.bulk_create(
        ReminderStep(
            ladder=ladder,
            offset_days=one.offset_days,
            audience=one.audience,
            repeat_days=one.repeat_days,
        )
        for one in steps
    )
    return ladder


def _check_steps(steps: Sequence[LadderStep]) -> None:
    faults = list(_find_errors(steps))
    if len(steps) > MAX_STEPS:
        faults.append(FieldError("/steps", "too_many", _("There are too many rules here.")))
    if faults:
        raise Invalid(faults)


def _find_errors(steps: Sequence[LadderStep]) -> Iterator[FieldError]:
    seen: set[tuple[int, ReminderAudience]] = set()
    for nth, one in enumerate(steps):
        at = f"/steps/{nth}"
        if not MIN_OFFSET_DAYS <= one.offset_days <= MAX_OVERDUE_PERIOD.days:
            yield FieldError(
                f"{at}/offset_days",
                "out_of_range",
                _("Choose a day from 90 days before the due date to a year after it."),
            )
        if one.audience == ReminderAudience.VERIFIER and one.offset_days < 0:
            yield FieldError(
                f"{at}/offset_days",
                "not_done",
                _("Who verifies is reminded from the day on which it was done, not before the due date."),
            )
        if one.repeat_days is not None and not 1 <= one.repeat_days <= MAX_REPEAT_DAYS:
            yield FieldError(f"{at}/repeat_days", "out_of_range", _("Repeat it every 1 to 30 days."))
        if one.repeat_days is not None and one.offset_days < 1:
            yield FieldError(
                f"{at}/repeat_days", "not_overdue", _("Only what comes after the due date is repeated.")
            )
        if (one.offset_days, one.audience) in seen:
            yield FieldError(
                f"{at}/offset_days", "twice", _("The same people are reminded on this day already.")
            )
        seen.add((one.offset_days, one.audience))
