"""Filtered lists of action items that a reader may read, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from tasks.items.access import ActorItemAccess, build_read_paths, drop_token_limits
from tasks.items.date_filters import NO_DATE_FILTER, DateFilter, overdue_q
from tasks.items.models import ActionItem
from tasks.items.next_step import awaiting_actor_q
from tasks.items.selectors import join_relations
from tasks.items.states import OPEN_STATES, State
from tasks.items.watcher_model import Watcher
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.keyset_lists import BoundListing, FilteredListing, Listing, PreparedListing, ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Filters of a list; None means not filtered.

    `coowner_id` is an organisation other than the owner. `mine`: owned by an organisation for which the
    reader speaks; `to_verify`: such an organisation is named as the verifier. `proposed`, `watching`: by the
    reader. `words` are a number or a part of the title.
    """

    group_id: UUID | None = None
    thread_id: UUID | None = None
    discussion_id: UUID | None = None
    states: Collection[str] | None = None
    owner_organisation_id: UUID | None = None
    outside_body_id: UUID | None = None
    coowner_id: UUID | None = None
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
    spans: DateFilter = NO_DATE_FILTER
    words: str | None = None


def list_filtered_items(
    stance: ActorItemAccess, wanted: ItemFilter
) -> Listing[ActionItem] | FilteredListing[ActionItem] | BoundListing[ActionItem]:
    """Return the matching items that the actor may read; `prefetch_criteria` completes a page."""
    person_id = stance.actor.person_id
    if person_id is None or stance.has_no_access:
        return Listing(_matching_items(stance, wanted), stance.reads(), join_relations)
    if wanted == NO_FILTER:
        return ALL_ITEMS.of(stance.has_few_grants, person_id, now())
    if (shape := _find_common_filter(wanted)) is not None:
        ids = {name: getattr(wanted, name) for name in shape.ids}
        return GROUP_ITEMS.of(shape, person_id, now(), **ids)
    if wanted.group_id is not None and stance.can_read_group(wanted.group_id):
        return FilteredListing(
            _matching_items(stance, wanted), READABLE_BY_IDS, {"person_id": person_id, "at": now()}
        )
    seen = build_read_paths(drop_token_limits(stance.actor), now(), few=stance.has_few_grants)
    return Listing(_matching_items(stance, wanted), seen, join_relations)


def _matching_items(stance: ActorItemAccess, wanted: ItemFilter) -> QuerySet[ActionItem]:
    exact = {
        "group": wanted.group_id,
        "thread": wanted.thread_id,
        "discussion": wanted.discussion_id,
        "owner_organisation": wanted.owner_organisation_id,
        "outside_body": wanted.outside_body_id,
        "coowners__contains": wanted.coowner_id and [wanted.coowner_id],
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
        conditions.append(overdue_q() if wanted.overdue else ~overdue_q())
    if wanted.overdue_at_first:
        conditions.append(overdue_q("original_due_on"))
    if wanted.sector is not None:
        conditions.append(Q(owner_organisation__sector=wanted.sector) | Q(outside_body__sector=wanted.sector))
    if wanted.words:
        conditions.append(_title_or_number_q(wanted.words))
    return ActionItem.objects.filter(
        *conditions, *wanted.spans.conditions(), *_reader_conditions(stance, wanted)
    )


def _reader_conditions(stance: ActorItemAccess, wanted: ItemFilter) -> Iterator[Q]:
    if wanted.mine:
        yield stance.works_on_q()
    if wanted.to_verify:
        yield Q(verifier_organisation__in=stance.organisations)
    if wanted.proposed:
        yield Q(created_by=stance.actor.person_id)
    if wanted.watching:
        yield Q(pk__in=Watcher.objects.filter(person=stance.actor.person_id).values("action"))
    if wanted.waiting:
        yield awaiting_actor_q(stance)


def _title_or_number_q(words: str) -> Q:
    """Return the condition on items with this number («№ 12») or with these words in their title."""
    number = words.removeprefix("№").strip()
    titled = Q(title_uk__icontains=words) | Q(title_en__icontains=words)
    return titled | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else titled


COMMON_IDS = frozenset({"group_id", "owner_organisation_id", "outside_body_id", "verifier_organisation_id"})
COMMON_FLAGS = frozenset({"states", "priority", "proposed", "watching"})
COMMON_STATES = frozenset({None, OPEN_STATES, *(frozenset({one}) for one in State)})


class CommonFilter(NamedTuple):
    """Shape of the common filters of a group's list, for prepared statements.

    The values of `ids` do not matter to the query plan, since each has an index in the order of the list; the
    other filters have few values and are kept as they are.
    """

    ids: tuple[str, ...]
    states: frozenset[State] | None
    priority: str | None
    proposed: bool
    watching: bool


def _find_common_filter(wanted: ItemFilter) -> CommonFilter | None:
    """Return the shape of a common filter on one group; None for any other filter."""
    chosen = {one.name for one in fields(ItemFilter) if getattr(wanted, one.name) != one.default}
    states = None if wanted.states is None else frozenset(State(one) for one in wanted.states)
    if "group_id" not in chosen or not chosen <= COMMON_IDS | COMMON_FLAGS or states not in COMMON_STATES:
        return None
    return CommonFilter(
        tuple(sorted(chosen & COMMON_IDS)), states, wanted.priority, wanted.proposed, wanted.watching
    )


def _build_group_listing(
    shape: CommonFilter, person_id: UUID, at: datetime, **ids: Any
) -> Listing[ActionItem]:
    chosen = {name: getattr(shape, name) for name in COMMON_FLAGS}
    actor = Actor.for_person(person_id)
    fitting = _matching_items(ActorItemAccess(actor), ItemFilter(**ids, **chosen))
    return Listing(fitting, build_read_paths(actor, at, few=False), join_relations)


def _readable_by_ids(person_id: Any, at: Any) -> QuerySet[ActionItem]:
    """Return those of the items with the bound `ids` that the person may read."""
    seen = build_read_paths(Actor.for_person(person_id), at, few=False)
    return join_relations(ActionItem.objects.filter(ids_param_q("id", "ids"), seen))


NO_FILTER = ItemFilter()
READABLE_BY_IDS = PreparedQuery(
    lambda: _readable_by_ids(QueryParam("person_id", UUIDField()), QueryParam("at", DateTimeField()))
)
ALL_ITEMS: PreparedListing[ActionItem] = PreparedListing(
    ActionItem,
    lambda few, person_id, at: Listing(
        ActionItem.objects.all(), build_read_paths(Actor.for_person(person_id), at, few=few), join_relations
    ),
)
GROUP_ITEMS: PreparedListing[ActionItem] = PreparedListing(ActionItem, _build_group_listing)
