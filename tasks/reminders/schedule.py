"""When people are reminded of an action item without anybody asking for it: the steps of its ladder."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from tasks.items.models import ActionItem
from tasks.items.states import OPEN, State
from tasks.reminders.models import Reminder, ReminderAudience, ReminderLadder, ReminderRule
from viche.kernel.clock import now

HOUR = time(9)
"""When planned reminders come, by the clock of the group."""

LONGEST = timedelta(days=366)
"""How long after the due day an overdue item still reminds: whoever has let it rest for a year knows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of a ladder; see `ReminderStep`. `waiting`: counted from the day on which the item was done,
    as long as it waits for verification; the others from its due day, until then.
    """

    offset_days: int
    audience: ReminderAudience
    repeat_days: int | None = None
    waiting: bool = False

    @property
    def rule(self) -> ReminderRule:
        """What it reminds of."""
        if self.waiting:
            return ReminderRule.UNVERIFIED
        if self.offset_days == 0:
            return ReminderRule.ON_DUE
        return ReminderRule.BEFORE_DUE if self.offset_days < 0 else ReminderRule.OVERDUE


USUAL: tuple[Step, ...] = (
    Step(-3, ReminderAudience.OWNER),
    Step(0, ReminderAudience.OWNER),
    Step(1, ReminderAudience.OWNER, repeat_days=3),
    Step(4, ReminderAudience.OWNER_ORGANISATION),
    Step(7, ReminderAudience.FACILITATOR),
    Step(14, ReminderAudience.GROUP),
    Step(3, ReminderAudience.VERIFIER, repeat_days=7, waiting=True),
)
"""The ladder of whoever has chosen none. The later, the more people hear of it: the owner, its organisation,
who leads, the group."""

UNVERIFIED = Step(7, ReminderAudience.FACILITATOR, waiting=True)
"""Who leads hears of what nobody verifies, wherever those who may are reminded of it."""

Occurrence = tuple[Step, datetime]


def morning(day: date, zone: str) -> datetime:
    """The instant (UTC) at which reminders of `day` come in `zone`, an IANA name."""
    return datetime.combine(day, HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def counted_from(item: ActionItem) -> date:
    """The day from which its reminders are counted: the due day, or that on which it was done while it waits
    for verification; by the clock of the group.
    """
    if item.state != State.DONE or item.done_at is None:
        return item.due_on
    return item.done_at.astimezone(ZoneInfo(item.group.time_zone)).date()


def next_moment(step: Step, start: date, zone: str, after: datetime) -> datetime | None:
    """When a step that is counted from a day comes next after an instant; None when it comes no more.

    What repeats keeps to its days, counted from the first: one that fires late moves none of the others. The
    statement that fires reminders (`tasks.reminders.services`) counts in the same way.
    """
    first = start + timedelta(days=step.offset_days)
    if (at := morning(first, zone)) > after:
        return at
    if step.repeat_days is None:
        return None
    passed = (after.astimezone(ZoneInfo(zone)).date() - first).days // step.repeat_days
    for nth in (passed, passed + 1):
        day = first + timedelta(days=nth * step.repeat_days)
        if (at := morning(day, zone)) > after:
            return at if day <= start + LONGEST else None
    return None


LadderOwner = Literal["item", "group", "usual"]


def ladder_with_owner(action_id: UUID | None, group_id: UUID) -> tuple[LadderOwner, Sequence[Step], int]:
    """The steps that hold for an item (or for those of a group that have none of their own): its own, else
    those of its group, else the usual ones; whose they are, and the version of that ladder.
    """
    ladders = ReminderLadder.objects.filter(Q(group=group_id) | Q(action__isnull=False, action=action_id))
    chosen = ladders.order_by(F("action").asc(nulls_last=True)).prefetch_related("steps").first()
    if chosen is None:
        return "usual", USUAL, 0
    return ("group" if chosen.action_id is None else "item"), _steps_of(chosen), chosen.version


@dataclass(frozen=True, slots=True)
class Ladder:
    """All that comes by itself for an item now, and whose rules these are."""

    of: LadderOwner
    steps: Sequence[Step]


def ladders_of(items: Collection[ActionItem]) -> dict[UUID, Ladder]:
    """The same as `ladder_with_owner`, of many items in two queries."""
    of_them = Q(action__in=[one.pk for one in items]) | Q(group__in={one.group_id for one in items})
    rows = ReminderLadder.objects.filter(of_them).prefetch_related("steps")
    known = {row.action_id or row.group_id: _steps_of(row) for row in rows}
    return {one.pk: _ladder_among(known, one) for one in items}


def _ladder_among(known: Mapping[UUID | None, Sequence[Step]], item: ActionItem) -> Ladder:
    if item.pk in known:
        return Ladder("item", _with_who_leads(known[item.pk]))
    if item.group_id in known:
        return Ladder("group", _with_who_leads(known[item.group_id]))
    return Ladder("usual", _with_who_leads(USUAL))


def _with_who_leads(steps: Sequence[Step]) -> Sequence[Step]:
    return [*steps, UNVERIFIED] if any(step.waiting for step in steps) else steps


def _steps_of(ladder: ReminderLadder) -> list[Step]:
    """In the order in which they come."""
    found = [
        Step(
            row.offset_days,
            ReminderAudience(row.audience),
            row.repeat_days,
            waiting=row.audience == ReminderAudience.VERIFIER,
        )
        for row in ladder.steps.all()
    ]
    order = ReminderAudience.values.index
    return sorted(found, key=lambda step: (step.waiting, step.offset_days, order(step.audience)))


def _steps_left(item: ActionItem) -> list[Step]:
    """What the ladder asks for while the owner is not finished, and then while it waits for verification. A
    step that was acknowledged is over until the due day changes, or it is done once more.
    """
    if item.state not in OPEN:
        return []
    known = Reminder.objects.filter(action=item, about=counted_from(item), acknowledged_at__isnull=False)
    over = set(known.values_list("rule", "offset_days", "audience"))
    _of, steps, _version = ladder_with_owner(item.pk, item.group_id)
    asked = [step for step in _with_who_leads(steps) if step.waiting == (item.state == State.DONE)]
    return [step for step in asked if (step.rule, step.offset_days, step.audience) not in over]


def plan_reminders(item: ActionItem) -> None:
    """Make the reminders to come what the item asks for now. What has been fired stays as it was.

    A moment that has passed is not caught up: whoever moves the day sees it. What is due and waits for a
    worker still comes, if its step holds. A row that is being fired right now is waited for and then left
    alone. Belongs inside a service that holds the item.
    """
    moment, steps, start = now(), _steps_left(item), counted_from(item)
    found = ((step, next_moment(step, start, item.group.time_zone, moment)) for step in steps)
    wanted = {(step, at) for step, at in found if at is not None}
    present: set[Occurrence] = set()
    for row in _held(item):
        if row.rule == ReminderRule.CUSTOM:
            stays = item.state in OPEN
        else:
            step, at = _occurrence(row)
            present.add((step, at))
            waits = at <= moment and row.about == start and step in steps
            stays = (step, at) in wanted or waits or _silences(row, item)
        if not stays:
            row.delete()
    rows = [_row(item, step, start, at) for step, at in wanted - present]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def _held(item: ActionItem) -> Sequence[Reminder]:
    """The reminders of an item that have not come. What follows one that was being fired is there only after
    that was waited for.
    """
    rows = Reminder.objects.select_for_update(no_key=True).filter(action=item, fired_at=None)
    list(rows.values_list("pk"))
    return list(rows.all())


def _occurrence(row: Reminder) -> Occurrence:
    waiting = row.rule == ReminderRule.UNVERIFIED
    return Step(row.offset_days or 0, ReminderAudience(row.audience), row.repeat_days, waiting), row.due_at


def _silences(row: Reminder, item: ActionItem) -> bool:
    """Whether a row stays for what it says of its step: that somebody knows."""
    of_now = (row.rule == ReminderRule.UNVERIFIED) == (item.state == State.DONE)
    known = row.acknowledged_at is not None and row.about == counted_from(item)
    return known and of_now and item.state in OPEN


def _row(item: ActionItem, step: Step, start: date, at: datetime) -> Reminder:
    return Reminder(
        action=item,
        rule=step.rule,
        audience=step.audience,
        due_at=at,
        about=start,
        offset_days=step.offset_days,
        repeat_days=step.repeat_days,
    )
