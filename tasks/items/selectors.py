"""Read action items: narrowed to the reader, but for rows of frames, which reach only who may hear them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet

from dialogue.acknowledgements.selectors import waiting_for
from dialogue.models import Message, Thread
from dialogue.reading.selectors import unread_threads, unread_total
from dialogue.threads.selectors import titles_for
from groups.common.columns import GROUP, MANDATE, ORGANISATION, PERSON
from groups.models import InitiativeGroup
from tasks.evidence.models import Evidence
from tasks.external_assignees.events import OutsideBodyChanged
from tasks.items.access import Stance
from tasks.items.choices import Audience
from tasks.items.events import topic_of
from tasks.items.models import ActionItem, Criterion
from tasks.items.next_step import waiting_kind, waits_for
from tasks.items.owners import OWNER
from tasks.items.policies import ActionItemPolicy
from tasks.items.related import bring_voices
from tasks.items.states import OPEN, State
from tasks.items.workflow import Part
from tasks.reminders.models import OwnReminder, Reminder
from viche.kernel.actor import Actor
from viche.kernel.clock import today as day_in
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.events import heads
from viche.kernel.lists import given_ids, referring
from viche.kernel.models import Event
from viche.kernel.prepared import Prepared
from viche.notifications.selectors import unread_count


def reminders_as_they_are(ids: Collection[UUID]) -> QuerySet[Reminder]:
    return Reminder.objects.filter(pk__in=ids)


def group_of(action_id: UUID) -> UUID | None:
    """The group of an item; None when there is no such item."""
    return ActionItem.objects.filter(pk=action_id).values_list("group", flat=True).first()


SHOWN_CRITERIA: Any = "shown_criteria"

MOST_WAITING, MOST_MINE, MOST_UNREAD = 100, 20, 20


# ---- items -------------------------------------------------------------------------------------------------


def linked(items: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    """The same items with what their presentation needs, but for their criteria."""
    return referring(
        items,
        group=GROUP,
        **OWNER,
        owner__person=PERSON,
        verifier_organisation=ORGANISATION,
        verified_by=PERSON,
        verified_through=MANDATE,
        verified_through__organisation=ORGANISATION,
        state_remark=("text",),
    )


def joined(items: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    """The same items with everything that their presentation needs: two queries for however many."""
    criteria = Prefetch("criteria", queryset=_criteria(Criterion.objects.all()), to_attr=SHOWN_CRITERIA)
    return linked(items).prefetch_related(criteria)


def bring_criteria(items: Sequence[ActionItem]) -> None:
    """What `joined` brings besides, for rows of a list: one query."""
    rows = CRITERIA.all(ids=[item.pk for item in items]) if items else []
    of_item: dict[UUID, list[Criterion]] = {item.pk: [] for item in items}
    for row in rows:
        of_item[row.action_id].append(row)
    for item in items:
        item.shown_criteria = of_item[item.pk]


def _criteria(rows: QuerySet[Criterion]) -> QuerySet[Criterion]:
    evidence = Evidence.objects.filter(criterion=OuterRef("pk")).order_by("number").values("number")
    return rows.annotate(evidence_numbers=ArraySubquery(evidence)).order_by("position")


CRITERIA = Prepared(lambda: _criteria(Criterion.objects.filter(given_ids("action", "ids"))))


def items_for(actor: Actor) -> QuerySet[ActionItem]:
    """Every item that `actor` reads."""
    return joined(ActionItemPolicy().visible_to(actor))


def get_item_for(actor: Actor, action_id: UUID) -> tuple[ActionItem, Stance]:
    """One item that `actor` reads with everything of it, and what they are. Raises SignedOut or NotFound."""
    return _found(actor, joined(ActionItem.objects.filter(pk=action_id)))


def see_item(actor: Actor, action_id: UUID) -> tuple[ActionItem, Stance]:
    """The same without what belongs to the item."""
    return _found(
        actor, ActionItem.objects.filter(pk=action_id).select_related("group", "thread", "verified_for")
    )


def _found(actor: Actor, one: QuerySet[ActionItem]) -> tuple[ActionItem, Stance]:
    if actor.is_nobody:
        raise SignedOut
    item, stance = one.first(), Stance.of(actor)
    if item is None or not stance.sees(item):
        raise NotFound
    return item, stance


def items_as_they_are(ids: Collection[UUID]) -> list[ActionItem]:
    """Some items, not narrowed to anybody: for frames that only those get who may read them."""
    items = list(joined(ActionItem.objects.filter(pk__in=ids)))
    bring_voices(items)
    return items


# ---- how somebody stands to them ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """How one reader stands to one item: their parts, what it wants of them, whether they read its thread."""

    parts: frozenset[Part] = frozenset()
    waiting: str | None = None
    thread: Thread | None = None
    seq: int = 0


def views_of(stance: Stance, items: Sequence[ActionItem]) -> dict[UUID, View]:
    """How somebody stands to each of some items that they see: two queries, one more for their threads."""
    ids = {item.thread_id for item in items if item.thread_id is not None}
    threads = titles_for(stance.actor, ids) if ids else {}
    seqs = heads(topic_of(item.pk) for item in items)
    views = {}
    for item in items:
        parts = stance.parts(item)
        waiting = waiting_kind(item, parts, day_in(item.group.time_zone))
        thread = threads.get(item.thread_id) if item.thread_id else None
        views[item.pk] = View(parts, waiting, thread, seqs[topic_of(item.pk)])
    return views


# ---- today -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Today:
    """What is somebody's today, across groups. `counts` are by state, of everything that they read."""

    stance: Stance
    waiting: list[ActionItem] = field(default_factory=list)
    mine: list[ActionItem] = field(default_factory=list)
    to_acknowledge: list[Message] = field(default_factory=list)
    unread: list[Thread] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unread_total: int = 0
    notifications: int = 0


def today(actor: Actor) -> Today:
    """What waits, what must be acknowledged, what is unread, own open items.

    What waits is ordered by need: the most pressing (by due day) first, of one day the newest need.
    """
    stance = Stance.of(actor)
    through_group, otherwise = stance.reads_through_group(), stance.reads_otherwise()
    read = joined(ActionItem.objects.filter(through_group | otherwise))
    waiting = read.filter(waits_for(stance)).order_by("due_on", "-state_since", "-id")
    mine = read.filter(stance.works_on(), state__in=OPEN).order_by("due_on", "id")
    return Today(
        stance,
        waiting=list(waiting[:MOST_WAITING]),
        mine=list(mine[:MOST_MINE]),
        to_acknowledge=list(waiting_for(actor)[:MOST_WAITING]),
        unread=list(unread_threads(actor)[:MOST_UNREAD]),
        counts=_counts(through_group, otherwise & ~through_group),
        unread_total=unread_total(actor),
        notifications=unread_count(actor),
    )


def _counts(*conditions: Q) -> dict[str, int]:
    """How many items of each state there are: those of one's groups by an index, and the few others."""
    counts = dict.fromkeys(State.values, 0)
    for condition in conditions:
        rows = ActionItem.objects.filter(condition).order_by()
        for state, number in rows.values_list("state").annotate(Count("pk")):
            counts[state] += number
    return counts


# ---- what belongs to an item -------------------------------------------------------------------------------


def evidence_of(item: ActionItem) -> QuerySet[Evidence]:
    """The evidence of an item, in the order in which it was added."""
    return _with_voices(Evidence.objects.filter(action=item)).order_by("number")


def _with_voices(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related(
        "added_by", "added_through__organisation", "added_through__person", "link__body"
    )


def evidence_seen_by(actor: Actor) -> QuerySet[Evidence]:
    """The evidence of the items that `actor` reads."""
    return Evidence.objects.filter(action__in=ActionItemPolicy().visible_to(actor))


def restricted_items_with(file_id: UUID) -> list[UUID]:
    """The items that are not for their whole group and have a file as evidence, for nobody in particular."""
    restricted = Evidence.objects.filter(file_id=file_id).exclude(action__audience=Audience.GROUP)
    return list(restricted.values_list("action", flat=True).distinct())


def reminders_of(item: ActionItem) -> QuerySet[Reminder]:
    """The reminders of an item, those that have come included, by their time."""
    return Reminder.objects.filter(action=item).order_by("due_at", "id")


def own_reminders_of(actor: Actor, item: ActionItem) -> QuerySet[OwnReminder]:
    """What the reader alone is reminded of, by its time."""
    return OwnReminder.objects.filter(action=item, person=actor.person_id).order_by("due_at", "id")


def history_of(item: ActionItem) -> QuerySet[Event]:
    """Everything that happened to an item, and what was changed since of the outside body that owns it."""
    happened = Q(subject_type="action", subject_id=item.pk)
    if item.outside_body_id is not None:
        of_owner = Q(subject_type="outside_body", subject_id=item.outside_body_id)
        happened |= of_owner & Q(kind=OutsideBodyChanged.kind, at__gte=item.created_at)
    return Event.objects.filter(happened).select_related("actor")


# ---- for frames, not narrowed to anybody -------------------------------------------------------------------


def evidence_as_it_is(ids: Collection[UUID]) -> QuerySet[Evidence]:
    return _with_voices(Evidence.objects.filter(pk__in=ids))


# ---- what changed ------------------------------------------------------------------------------------------

MOST_MOVED = 20


def items_moved_since(actor: Actor, since: datetime, **where: Thread | InitiativeGroup) -> list[ActionItem]:
    """What `actor` sees of the items of a thread or group (`thread=` or `group=`) that came out or moved
    after a moment, in the order of their numbers; the latest where there are too many.
    """
    moved = ActionItemPolicy().visible_to(actor).filter(state_since__gt=since, **where)
    return sorted(moved.order_by("-state_since")[:MOST_MOVED], key=attrgetter("year", "number"))
