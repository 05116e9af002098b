"""What is read about action items: always narrowed to the reader, in as many queries for many as for one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Value

from dialogue.models import Thread
from dialogue.selectors import titles_for, unread_threads, unread_total
from groups.selectors.refs import GROUP, MANDATE, ORGANISATION, PERSON
from tasks.beside import bring_voices
from tasks.events import topic_of
from tasks.models import (
    ADVANCE,
    OPEN,
    UNFINISHED,
    ActionItem,
    Audience,
    Criterion,
    Evidence,
    OwnReminder,
    Reminder,
    State,
    Watcher,
)
from tasks.owners import OWNER
from tasks.policies import ActionItemPolicy
from tasks.spans import AT_ANY_TIME, Spans, local_day, overdue
from tasks.stance import Stance, unlimited, ways_to_see
from tasks.workflow import Part
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today as day_in
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.events import heads
from viche.kernel.lists import Hot, HotListing, Listing, given_ids, referring
from viche.kernel.models import Event
from viche.kernel.prepared import Prepared
from viche.notifications.selectors import unread_count

AT_WORK = frozenset({State.ACCEPTED, State.IN_PROGRESS})
LATE = UNFINISHED - {State.PROPOSED}
SHOWN_CRITERIA: Any = "shown_criteria"
MOST_WAITING, MOST_MINE, MOST_UNREAD = 100, 20, 20


# ---- items -------------------------------------------------------------------------------------------------


def _linked(items: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
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
    return _linked(items).prefetch_related(criteria)


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


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What to list; None leaves a question open.

    `mine`: owned by an organisation for which the reader speaks; `to_verify`: one of these is named to verify
    it. `proposed`, `watching`: by the reader. `words` are a number or a part of the title.
    """

    group_id: UUID | None = None
    thread_id: UUID | None = None
    discussion_id: UUID | None = None
    states: Collection[str] | None = None
    owner_organisation_id: UUID | None = None
    outside_body_id: UUID | None = None
    sector: str | None = None
    overdue: bool | None = None
    overdue_at_first: bool = False
    mine: bool = False
    waiting: bool = False
    verifier_organisation_id: UUID | None = None
    to_verify: bool = False
    proposed: bool = False
    watching: bool = False
    priority: str | None = None
    target_group: str | None = None
    tag: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    spans: Spans = AT_ANY_TIME
    words: str | None = None


def filtered(stance: Stance, wanted: ItemFilter) -> Listing[ActionItem] | Hot[ActionItem]:
    """The items that somebody reads and that fit, page by page; `bring_criteria` completes a page."""
    person_id = stance.actor.person_id
    if person_id is None or stance.is_blind:
        return Listing(_fitting(stance, wanted), stance.reads(), _linked)
    if wanted == EVERYTHING:
        return LIST.of(stance.holds_few, person_id, now())
    seen = ways_to_see(unlimited(stance.actor), now(), few=stance.holds_few)
    return Listing(_fitting(stance, wanted), seen, _linked)


def _fitting(stance: Stance, wanted: ItemFilter) -> QuerySet[ActionItem]:
    exact = {
        "group": wanted.group_id,
        "thread": wanted.thread_id,
        "discussion": wanted.discussion_id,
        "owner_organisation": wanted.owner_organisation_id,
        "outside_body": wanted.outside_body_id,
        "verifier_organisation": wanted.verifier_organisation_id,
        "priority": wanted.priority,
        "due_on__gte": wanted.due_from,
        "due_on__lte": wanted.due_to,
        "target_groups__contains": wanted.target_group and [wanted.target_group],
        "tags__contains": wanted.tag and [wanted.tag],
    }
    conditions = [Q(**{name: value for name, value in exact.items() if value is not None})]
    if wanted.states is not None:
        conditions.append(Q(state__in=wanted.states))
    if wanted.overdue is not None:
        conditions.append(overdue() if wanted.overdue else ~overdue())
    if wanted.overdue_at_first:
        conditions.append(overdue("original_due_on"))
    if wanted.sector is not None:
        conditions.append(Q(owner_organisation__sector=wanted.sector) | Q(outside_body__sector=wanted.sector))
    if wanted.words:
        conditions.append(_called(wanted.words))
    return ActionItem.objects.filter(*conditions, *wanted.spans.conditions(), *_about_reader(stance, wanted))


def _about_reader(stance: Stance, wanted: ItemFilter) -> Iterator[Q]:
    if wanted.mine:
        yield stance.works_on()
    if wanted.to_verify:
        yield Q(verifier_organisation__in=stance.organisations)
    if wanted.proposed:
        yield Q(created_by=stance.actor.person_id)
    if wanted.watching:
        yield Q(pk__in=Watcher.objects.filter(person=stance.actor.person_id).values("action"))
    if wanted.waiting:
        yield _waits_for(stance)


def _called(words: str) -> Q:
    """The items of a number («№ 12»), or with these words in their title."""
    number = words.removeprefix("№").strip()
    titled = Q(title_uk__icontains=words) | Q(title_en__icontains=words)
    return titled | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else titled


EVERYTHING = ItemFilter()
LIST: HotListing[ActionItem] = HotListing(
    ActionItem,
    lambda few, person_id, at: Listing(
        ActionItem.objects.all(), ways_to_see(Actor.for_person(person_id), at, few=few), _linked
    ),
)


# ---- what waits for whom -----------------------------------------------------------------------------------


def waiting_kind(item: ActionItem, parts: frozenset[Part], day: date) -> str | None:
    """What an item wants of somebody with these parts: accept, verify, overdue, work (due soon), or
    nothing.
    """
    if item.state == State.DONE:
        return "verify" if Part.VERIFIER in parts else None
    if Part.OWNER not in parts:
        return None
    if item.state == State.PROPOSED:
        return "accept"
    if item.state in LATE and item.due_on < day:
        return "overdue"
    return "work" if item.state in AT_WORK and item.due_on <= day + ADVANCE else None


def _waits_for(stance: Stance) -> Q:
    """The condition that agrees with `waiting_kind`."""
    soon = ExpressionWrapper(local_day() + Value(ADVANCE.days), DateField())
    wanted_of_owner = (
        Q(state=State.PROPOSED)
        | Q(state__in=LATE, due_on__lt=local_day())
        | Q(state__in=AT_WORK, due_on__lte=soon)
    )
    return (stance.works_on() & wanted_of_owner) | (stance.could_verify() & Q(state=State.DONE))


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
    unread: list[Thread] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unread_total: int = 0
    notifications: int = 0


def today(actor: Actor) -> Today:
    """What waits, what is unread, own open items.

    What waits is ordered by need: the most pressing (by due day) first, of one day the newest need.
    """
    stance = Stance.of(actor)
    through_group, otherwise = stance.reads_through_group(), stance.reads_otherwise()
    read = joined(ActionItem.objects.filter(through_group | otherwise))
    waiting = read.filter(_waits_for(stance)).order_by("due_on", "-state_since", "-id")
    mine = read.filter(stance.works_on(), state__in=OPEN).order_by("due_on", "id")
    return Today(
        stance,
        waiting=list(waiting[:MOST_WAITING]),
        mine=list(mine[:MOST_MINE]),
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
    """Everything that happened to an item, newest first by default."""
    return Event.objects.filter(subject_type="action", subject_id=item.pk).select_related("actor")


# ---- for frames, not narrowed to anybody -------------------------------------------------------------------


def evidence_as_it_is(ids: Collection[UUID]) -> QuerySet[Evidence]:
    return _with_voices(Evidence.objects.filter(pk__in=ids))
