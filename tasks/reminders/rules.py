"""Choose by which rules people are reminded: those of a group, or of one action item instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from secrets import randbelow
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.loaders import lock_item, place_of
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.states import OPEN
from tasks.items.workflow import Action
from tasks.reminders.events import GroupLadderChanged, ItemLadderChanged
from tasks.reminders.models import ReminderAudience, ReminderLadder, ReminderStep
from tasks.reminders.schedule import LONGEST, Step, plan_reminders
from viche.kernel.actor import Actor
from viche.kernel.errors import FieldError, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

EARLIEST = -90
MOST_STEPS, MOST_REPEAT = 12, 30
AT_ONCE = 200
FIRST_VERSIONS = 900_000_000


@service(RegisterAction.SET_LADDER)
def set_group_ladder(
    *, actor: Actor, group_id: UUID, steps: Sequence[Step], expected_version: int
) -> ReminderLadder:
    """Give a group its own rules: for every open item that has none of its own. Those that are there are
    planned anew by a job, since they may be many.

    `expected_version` is 0 where the group followed the usual ones. Raises NotFound, Forbidden, Stale,
    Invalid.
    """
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.SET_LADDER, lock=True)
    ladder = _changed(ReminderLadder(group=group, version=0), steps, expected_version)
    followers = ActionItem.objects.filter(group=group, state__in=OPEN, reminder_ladder=None)
    followers.update(rules_changed=True)
    record(actor, GroupLadderChanged(group_id=group.pk, row_version=ladder.version))
    return ladder


@service(Action.SET_LADDER)
def set_item_ladder(
    *, actor: Actor, action_id: UUID, steps: Sequence[Step], expected_version: int
) -> ReminderLadder:
    """Give one item rules of its own; see `set_group_ladder`."""
    item, _stance = lock_item(actor, action_id, Action.SET_LADDER, None)
    # An item's own rules come and go, and somebody may know the version of some that are gone.
    ladder = _changed(ReminderLadder(action=item, version=randbelow(FIRST_VERSIONS)), steps, expected_version)
    _plan_anew(actor, item)
    return ladder


@service(Action.SET_LADDER)
def follow_group_ladder(*, actor: Actor, action_id: UUID, expected_version: int) -> None:
    """Take an item's own rules away. Where it has none, nothing changes. Raises NotFound, Forbidden, Stale
    where there are others by now.
    """
    item, _stance = lock_item(actor, action_id, Action.SET_LADDER, None)
    ladder = ReminderLadder.objects.filter(action=item).first()
    if ladder is None:
        return
    if ladder.version != expected_version:
        raise Stale
    ladder.delete()
    _plan_anew(actor, item)


@service(Reason.SYSTEM)
def plan_some_anew(*, actor: Actor) -> int:
    """Plan reminders of items whose rules have changed, those that nobody holds; returns how many."""
    waiting = ActionItem.objects.filter(rules_changed=True).order_by("id").select_related("group")
    items = list(waiting.select_for_update(of=("self",), no_key=True, skip_locked=True)[:AT_ONCE])
    for item in items:
        plan_reminders(item)
    ActionItem.objects.filter(pk__in=[item.pk for item in items]).update(rules_changed=False)
    return len(items)


def _plan_anew(actor: Actor, item: ActionItem) -> None:
    plan_reminders(item)
    record(actor, ItemLadderChanged(**place_of(item)))


def _changed(fresh: ReminderLadder, steps: Sequence[Step], expected_version: int) -> ReminderLadder:
    """The ladder with these steps and none of those before. Belongs where its group or item is held."""
    _check(steps)
    place = {"action": fresh.action} if fresh.action is not None else {"group": fresh.group}
    ladder = ReminderLadder.objects.filter(**place).first() or fresh
    known = 0 if ladder is fresh else ladder.version
    if known != expected_version:
        raise Stale
    ladder.version += 1
    ladder.save()
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


def _check(steps: Sequence[Step]) -> None:
    faults = list(_faults(steps))
    if len(steps) > MOST_STEPS:
        faults.append(FieldError("/steps", "too_many", _("There are too many rules here.")))
    if faults:
        raise Invalid(faults)


def _faults(steps: Sequence[Step]) -> Iterator[FieldError]:
    seen: set[tuple[int, ReminderAudience]] = set()
    for nth, one in enumerate(steps):
        at = f"/steps/{nth}"
        if not EARLIEST <= one.offset_days <= LONGEST.days:
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
        if one.repeat_days is not None and not 1 <= one.repeat_days <= MOST_REPEAT:
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
