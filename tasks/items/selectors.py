"""Queries of action items, narrowed to what the reader may read.

Only rows for realtime frames are unscoped: frames are delivered only to authorised subscribers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet

from dialogue.models import Thread
from dialogue.reading.selectors import count_unread_messages, list_unread_threads
from dialogue.threads.selectors import titles_for
from groups.common.columns import GROUP, MANDATE, ORGANISATION, PERSON
from groups.models import InitiativeGroup
from groups.policies import cache_grants_held
from tasks.evidence.models import Evidence, present_evidence_q
from tasks.external_assignees.events import OutsideBodyChanged
from tasks.items.access import ActorItemAccess
from tasks.items.choices import Audience
from tasks.items.events import topic_of
from tasks.items.models import ActionItem, Criterion
from tasks.items.next_step import find_next_step_kind
from tasks.items.owners import OWNER_FIELDS
from tasks.items.policies import ActionItemPolicy
from tasks.items.related import prefetch_speakers
from tasks.items.states import OPEN_STATES, State
from tasks.items.workflow import ItemRole
from tasks.reminders.models import OwnReminder, Reminder
from viche.kernel.actor import Actor
from viche.kernel.clock import today as day_in
from viche.kernel.duties import Duty, DutyReader, list_duties
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.events import get_heads
from viche.kernel.keyset_lists import ids_param_q, select_related_columns
from viche.kernel.models import Event
from viche.kernel.prepared_queries import PreparedQuery
from viche.notifications.selectors import count_unread


def list_reminders_unscoped(ids: Collection[UUID]) -> QuerySet[Reminder]:
    return Reminder.objects.filter(pk__in=ids)


def find_group_id(action_id: UUID) -> UUID | None:
    """Return the group id of an item; None when there is no such item."""
    return ActionItem.objects.filter(pk=action_id).values_list("group", flat=True).first()


SHOWN_CRITERIA: Any = "shown_criteria"

MAX_MINE, MAX_UNREAD = 20, 20


# ---- items -------------------------------------------------------------------------------------------------


def join_relations(items: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    """Return the items with the relations that presenters need, without their criteria."""
    return select_related_columns(
        items,
        group=GROUP,
        **OWNER_FIELDS,
        owner__person=PERSON,
        verifier_organisation=ORGANISATION,
        verified_by=PERSON,
        verified_through=MANDATE,
        verified_through__organisation=ORGANISATION,
        state_remark=("text",),
    )


def join_details(items: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    """Return the items with everything that presenters need, in two queries however many there are."""
    criteria = Prefetch("criteria", queryset=_criteria(Criterion.objects.all()), to_attr=SHOWN_CRITERIA)
    return join_relations(items).prefetch_related(criteria)


def prefetch_criteria(items: Sequence[ActionItem]) -> None:
    """Load the criteria of listed items in one query."""
    rows = CRITERIA_BY_ITEM.all(ids=[item.pk for item in items]) if items else []
    of_item: dict[UUID, list[Criterion]] = {item.pk: [] for item in items}
    for row in rows:
        of_item[row.action_id].append(row)
    for item in items:
        item.shown_criteria = of_item[item.pk]


def _criteria(rows: QuerySet[Criterion]) -> QuerySet[Criterion]:
    evidence = Evidence.objects.filter(criterion=OuterRef("pk")).order_by("number").values("number")
    return rows.annotate(
        evidence_numbers=ArraySubquery(evidence.filter(present_evidence_q())),
        hidden_evidence_numbers=ArraySubquery(evidence.filter(hidden_remark__isnull=False)),
        unproved_reason=F("unproved_remark__text"),
    ).order_by("position")


CRITERIA_BY_ITEM = PreparedQuery(lambda: _criteria(Criterion.objects.filter(ids_param_q("action", "ids"))))


def items_for(actor: Actor) -> QuerySet[ActionItem]:
    """Return all items that the actor may read."""
    return join_details(ActionItemPolicy().visible_to(actor))


def get_item_for(actor: Actor, action_id: UUID) -> tuple[ActionItem, ActorItemAccess]:
    """Return an item with all details, and the actor's access. Raises SignedOut, NotFound."""
    return _get_readable(actor, join_details(ActionItem.objects.filter(pk=action_id)))


def get_bare_item_for(actor: Actor, action_id: UUID) -> tuple[ActionItem, ActorItemAccess]:
    """Return an item without its details, and the actor's access. Raises SignedOut, NotFound."""
    return _get_readable(
        actor, ActionItem.objects.filter(pk=action_id).select_related("group", "thread", "verified_for")
    )


def get_readable_item_for(actor: Actor, action_id: UUID) -> ActionItem:
    """Return an item without its details. Raises SignedOut, NotFound."""
    item, _stance = get_bare_item_for(actor, action_id)
    return item


def _get_readable(actor: Actor, one: QuerySet[ActionItem]) -> tuple[ActionItem, ActorItemAccess]:
    if actor.is_unidentified:
        raise SignedOut
    item, stance = one.first(), ActorItemAccess.of(actor)
    if item is None or not stance.can_read(item):
        raise NotFound
    return item, stance


def list_items_unscoped(ids: Collection[UUID]) -> list[ActionItem]:
    """Return items for frames, which only authorised subscribers receive. Not narrowed to an actor."""
    items = list(join_details(ActionItem.objects.filter(pk__in=ids)))
    prefetch_speakers(items)
    return items


# ---- how somebody stands to them ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ItemReaderContext:
    """How an item relates to its reader: roles, next step, and the source thread, if readable."""

    parts: frozenset[ItemRole] = frozenset()
    waiting: str | None = None
    thread: Thread | None = None
    seq: int = 0


def build_reader_contexts(
    stance: ActorItemAccess, items: Sequence[ActionItem]
) -> dict[UUID, ItemReaderContext]:
    """Return the reader context of each item: two queries, and one more for the threads."""
    ids = {item.thread_id for item in items if item.thread_id is not None}
    threads = titles_for(stance.actor, ids) if ids else {}
    seqs = get_heads(topic_of(item.pk) for item in items)
    views = {}
    for item in items:
        parts = stance.parts(item)
        waiting = find_next_step_kind(item, parts, day_in(item.group.time_zone))
        thread = threads.get(item.thread_id) if item.thread_id else None
        views[item.pk] = ItemReaderContext(parts, waiting, thread, seqs[topic_of(item.pk)])
    return views


# ---- today -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TodayOverview:
    """An actor's day across groups. `counts` are by state, over all items that the actor may read."""

    stance: ActorItemAccess
    duties: list[Duty] = field(default_factory=list)
    mine: list[ActionItem] = field(default_factory=list)
    unread: list[Thread] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unread_total: int = 0
    notifications: int = 0


def load_today(actor: Actor) -> TodayOverview:
    """Return what waits for the actor, the newest need first, unread threads and own open items.

    Many finders look at the same grants: they are loaded once.
    """
    with cache_grants_held():
        return _load_today(actor)


def _load_today(actor: Actor) -> TodayOverview:
    reader = DutyReader(actor)
    stance = reader.load(ActorItemAccess.of)
    through_group, otherwise = stance.readable_through_group_q(), stance.readable_outside_group_q()
    read = join_details(ActionItem.objects.filter(through_group | otherwise))
    mine = read.filter(stance.works_on_q(), state__in=OPEN_STATES).order_by("due_on", "id")
    return TodayOverview(
        stance,
        duties=list_duties(reader),
        mine=list(mine[:MAX_MINE]),
        unread=list(list_unread_threads(actor)[:MAX_UNREAD]),
        counts=_count_by_state(through_group, otherwise & ~through_group),
        unread_total=count_unread_messages(actor),
        notifications=count_unread(actor),
    )


def _count_by_state(*conditions: Q) -> dict[str, int]:
    """Return the number of items in each state, summed over disjoint conditions.

    The items of the actor's groups are counted by an index; the few others separately.
    """
    counts = dict.fromkeys(State.values, 0)
    for condition in conditions:
        rows = ActionItem.objects.filter(condition).order_by()
        for state, number in rows.values_list("state").annotate(Count("pk")):
            counts[state] += number
    return counts


# ---- what belongs to an item -------------------------------------------------------------------------------


def list_evidence(item: ActionItem) -> QuerySet[Evidence]:
    """Return the evidence of an item in the order in which it was added, withdrawn and hidden included."""
    return _with_authors(item.evidence.all()).order_by("number")


def _with_authors(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related(
        "added_by",
        "added_through__organisation",
        "added_through__person",
        "link__body",
        "hidden_remark__author",
        "hidden_remark__mandate__organisation",
        "hidden_remark__mandate__person",
    )


def list_readable_evidence(actor: Actor) -> QuerySet[Evidence]:
    """Return the evidence with content of all items that the actor may read."""
    return Evidence.objects.filter(present_evidence_q(), action__in=ActionItemPolicy().visible_to(actor))


def list_restricted_item_ids(file_id: UUID) -> list[UUID]:
    """Return the ids of the restricted items that show a file as evidence. Not narrowed to an actor."""
    restricted = Evidence.objects.filter(present_evidence_q(), file_id=file_id).exclude(
        action__audience=Audience.GROUP
    )
    return list(restricted.values_list("action", flat=True).distinct())


def list_reminders(item: ActionItem) -> QuerySet[Reminder]:
    """Return the reminders of an item, past ones included, in the order of their time."""
    return Reminder.objects.filter(action=item).order_by("due_at", "id")


def list_own_reminders(actor: Actor, item: ActionItem) -> QuerySet[OwnReminder]:
    """Return the actor's personal reminders of an item, in the order of their time."""
    return OwnReminder.objects.filter(action=item, person=actor.person_id).order_by("due_at", "id")


def list_history(item: ActionItem) -> QuerySet[Event]:
    """Return the events of an item, and the later changes of the outside body that owns it."""
    happened = Q(subject_type="action", subject_id=item.pk)
    if item.outside_body_id is not None:
        of_owner = Q(subject_type="outside_body", subject_id=item.outside_body_id)
        happened |= of_owner & Q(kind=OutsideBodyChanged.kind, at__gte=item.created_at)
    return Event.objects.filter(happened).select_related("actor")


# ---- for frames, not narrowed to anybody -------------------------------------------------------------------


def list_evidence_unscoped(ids: Collection[UUID]) -> QuerySet[Evidence]:
    return _with_authors(Evidence.objects.filter(pk__in=ids))


# ---- what changed ------------------------------------------------------------------------------------------

MAX_CHANGED = 20


def list_items_changed_since(
    actor: Actor, since: datetime, **where: Thread | InitiativeGroup
) -> list[ActionItem]:
    """Return readable items of a thread or group that are new or changed state after `since`.

    Pass `thread=` or `group=`. In the order of their numbers; only the latest 20.
    """
    moved = ActionItemPolicy().visible_to(actor).filter(state_since__gt=since, **where)
    return sorted(moved.order_by("-state_since")[:MAX_CHANGED], key=attrgetter("year", "number"))
