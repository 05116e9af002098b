"""Schedule of rule-based reminders: the steps of a ladder and their times."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from tasks.items.models import ActionItem
from tasks.items.states import OPEN_STATES, State
from tasks.reminders.models import Reminder, ReminderAudience, ReminderLadder, ReminderRule
from viche.kernel.clock import now

REMINDER_HOUR = time(9)
"""Local time of the group at which rule-based reminders fire."""

MAX_OVERDUE_PERIOD = timedelta(days=366)
"""How long after the due day an overdue item still causes reminders."""


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rule of a ladder; see `ReminderStep`.

    `waiting`: counted from the day on which the item was done, while it waits for verification; other steps
    count from its due day, until it is done.
    """

    offset_days: int
    audience: ReminderAudience
    repeat_days: int | None = None
    waiting: bool = False

    @property
    def rule(self) -> ReminderRule:
        """The kind of reminder that the step causes."""
        if self.waiting:
            return ReminderRule.UNVERIFIED
        if self.offset_days == 0:
            return ReminderRule.ON_DUE
        return ReminderRule.BEFORE_DUE if self.offset_days < 0 else ReminderRule.OVERDUE


DEFAULT_REMINDER_RULES: tuple[LadderStep, ...] = (
    LadderStep(-3, ReminderAudience.OWNER),
    LadderStep(0, ReminderAudience.OWNER),
    LadderStep(1, ReminderAudience.OWNER, repeat_days=3),
    LadderStep(4, ReminderAudience.OWNER_ORGANISATION),
    LadderStep(7, ReminderAudience.FACILITATOR),
    LadderStep(14, ReminderAudience.GROUP),
    LadderStep(3, ReminderAudience.VERIFIER, repeat_days=7, waiting=True),
)
"""Default rules. The later, the wider the audience: owner, its organisation, facilitators, group."""

UNVERIFIED_STEP = LadderStep(7, ReminderAudience.FACILITATOR, waiting=True)
"""Added when verifiers are reminded: facilitators learn of items that stay unverified."""

Occurrence = tuple[LadderStep, datetime]


def get_reminder_time(day: date, zone: str) -> datetime:
    """Return the instant (UTC) at which reminders of `day` fire in `zone`, an IANA name."""
    return datetime.combine(day, REMINDER_HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def get_reference_date(item: ActionItem) -> date:
    """Return the reference day of reminders in the group's time zone.

    The due day; or the day on which the item was done, while it waits for verification.
    """
    if item.state != State.DONE or item.done_at is None:
        return item.due_on
    return item.done_at.astimezone(ZoneInfo(item.group.time_zone)).date()


def find_next_time(step: LadderStep, start: date, zone: str, after: datetime) -> datetime | None:
    """Return when a step fires next after an instant; None when it does not fire again.

    Repetitions keep to the days counted from the first one: a late firing shifts none of the others. The SQL
    that fires reminders (`tasks.reminders.services`) follows the same rule.
    """
    first = start + timedelta(days=step.offset_days)
    if (at := get_reminder_time(first, zone)) > after:
        return at
    if step.repeat_days is None:
        return None
    passed = (after.astimezone(ZoneInfo(zone)).date() - first).days // step.repeat_days
    for nth in (passed, passed + 1):
        day = first + timedelta(days=nth * step.repeat_days)
        if (at := get_reminder_time(day, zone)) > after:
            return at if day <= start + MAX_OVERDUE_PERIOD else None
    return None


LadderOwner = Literal["item", "group", "usual"]


def get_effective_ladder(
    action_id: UUID | None, group_id: UUID
) -> tuple[LadderOwner, Sequence[LadderStep], int]:
    """Return the owner, the steps and the version of the ladder in effect.

    The item's own, else the group's, else the defaults; without an item, for the group's items that have none
    of their own.
    """
    ladders = ReminderLadder.objects.filter(Q(group=group_id) | Q(action__isnull=False, action=action_id))
    chosen = ladders.order_by(F("action").asc(nulls_last=True)).prefetch_related("steps").first()
    if chosen is None:
        return "usual", DEFAULT_REMINDER_RULES, 0
    return ("group" if chosen.action_id is None else "item"), _steps_of(chosen), chosen.version


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps in effect for an item, and whose rules they are."""

    of: LadderOwner
    steps: Sequence[LadderStep]


def load_ladders(items: Collection[ActionItem]) -> dict[UUID, Ladder]:
    """Return the ladder of `get_effective_ladder` for many items, in two queries."""
    of_them = Q(action__in=[one.pk for one in items]) | Q(group__in={one.group_id for one in items})
    rows = ReminderLadder.objects.filter(of_them).prefetch_related("steps")
    known = {row.action_id or row.group_id: _steps_of(row) for row in rows}
    return {one.pk: _choose_ladder(known, one) for one in items}


def _choose_ladder(known: Mapping[UUID | None, Sequence[LadderStep]], item: ActionItem) -> Ladder:
    if item.pk in known:
        return Ladder("item", _add_facilitator_step(known[item.pk]))
    if item.group_id in known:
        return Ladder("group", _add_facilitator_step(known[item.group_id]))
    return Ladder("usual", _add_facilitator_step(DEFAULT_REMINDER_RULES))


def _add_facilitator_step(steps: Sequence[LadderStep]) -> Sequence[LadderStep]:
    return [*steps, UNVERIFIED_STEP] if any(step.waiting for step in steps) else steps


def _steps_of(ladder: ReminderLadder) -> list[LadderStep]:
    """Return the steps in the order in which they fire."""
    found = [
        LadderStep(
            row.offset_days,
            ReminderAudience(row.audience),
            row.repeat_days,
            waiting=row.audience == ReminderAudience.VERIFIER,
        )
        for row in ladder.steps.all()
    ]
    order = ReminderAudience.values.index
    return sorted(found, key=lambda step: (step.waiting, step.offset_days, order(step.audience)))


def _list_remaining_steps(item: ActionItem) -> list[LadderStep]:
    """Return the steps that apply now: while the owner works, or while verification is pending.

    An acknowledged step is left out until the due day changes or the item is done again.
    """
    if item.state not in OPEN_STATES:
        return []
    known = Reminder.objects.filter(
        action=item, about=get_reference_date(item), acknowledged_at__isnull=False
    )
    over = set(known.values_list("rule", "offset_days", "audience"))
    _of, steps, _version = get_effective_ladder(item.pk, item.group_id)
    asked = [step for step in _add_facilitator_step(steps) if step.waiting == (item.state == State.DONE)]
    return [step for step in asked if (step.rule, step.offset_days, step.audience) not in over]


def schedule_reminders(item: ActionItem) -> None:
    """Make the pending reminders of an item match its rules. Fired reminders are not changed.

    Times in the past are not caught up. A due reminder that waits for a worker still fires if its step
    applies. A row that is being fired is waited for and left alone. Call it in a service that holds the lock
    on the item.
    """
    moment, steps, start = now(), _list_remaining_steps(item), get_reference_date(item)
    found = ((step, find_next_time(step, start, item.group.time_zone, moment)) for step in steps)
    wanted = {(step, at) for step, at in found if at is not None}
    present: set[Occurrence] = set()
    for row in _lock_pending(item):
        if row.rule == ReminderRule.CUSTOM:
            stays = item.state in OPEN_STATES
        else:
            step, at = _occurrence_of(row)
            present.add((step, at))
            waits = at <= moment and row.about == start and step in steps
            stays = (step, at) in wanted or waits or _is_acknowledged_now(row, item)
        if not stays:
            row.delete()
    rows = [_build_row(item, step, start, at) for step, at in wanted - present]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def _lock_pending(item: ActionItem) -> Sequence[Reminder]:
    """Lock and return the pending reminders of an item.

    The first query waits for rows that are being fired; the second one then sees the repetitions they have
    inserted.
    """
    rows = Reminder.objects.select_for_update(no_key=True).filter(action=item, fired_at=None)
    list(rows.values_list("pk"))
    return list(rows.all())


def _occurrence_of(row: Reminder) -> Occurrence:
    waiting = row.rule == ReminderRule.UNVERIFIED
    return LadderStep(
        row.offset_days or 0, ReminderAudience(row.audience), row.repeat_days, waiting
    ), row.due_at


def _is_acknowledged_now(row: Reminder, item: ActionItem) -> bool:
    """Return whether a row must stay because its acknowledgement silences its step."""
    of_now = (row.rule == ReminderRule.UNVERIFIED) == (item.state == State.DONE)
    known = row.acknowledged_at is not None and row.about == get_reference_date(item)
    return known and of_now and item.state in OPEN_STATES


def _build_row(item: ActionItem, step: LadderStep, start: date, at: datetime) -> Reminder:
    return Reminder(
        action=item,
        rule=step.rule,
        audience=step.audience,
        due_at=at,
        about=start,
        offset_days=step.offset_days,
        repeat_days=step.repeat_days,
    )
