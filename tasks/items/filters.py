"""Lists of action items: what to list, narrowed to the reader, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from tasks.items.access import Stance, unlimited, ways_to_see
from tasks.items.date_filters import AT_ANY_TIME, Spans, overdue
from tasks.items.models import ActionItem
from tasks.items.next_step import waits_for
from tasks.items.selectors import linked
from tasks.items.states import OPEN, State
from tasks.items.watcher_model import Watcher
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.lists import Hot, HotListing, Listing, Sifted, given_ids
from viche.kernel.prepared import Given, Prepared


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What to list; None leaves a question open.

    `coowner_id` is an organisation besides the owner. `mine`: owned by one for which the reader speaks;
    `to_verify`: one of these is named to verify it. `proposed`, `watching`: by the reader. `words` are a
    number or a part of the title.
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
    spans: Spans = AT_ANY_TIME
    words: str | None = None


def filtered(
    stance: Stance, wanted: ItemFilter
) -> Listing[ActionItem] | Sifted[ActionItem] | Hot[ActionItem]:
    """The items that somebody reads and that fit, page by page; `bring_criteria` completes a page."""
    person_id = stance.actor.person_id
    if person_id is None or stance.is_blind:
        return Listing(_fitting(stance, wanted), stance.reads(), linked)
    if wanted == EVERYTHING:
        return LIST.of(stance.holds_few, person_id, now())
    if (shape := _usual(wanted)) is not None:
        ids = {name: getattr(wanted, name) for name in shape.ids}
        return OF_GROUP.of(shape, person_id, now(), **ids)
    if wanted.group_id is not None and stance.reads_register(wanted.group_id):
        return Sifted(_fitting(stance, wanted), SEEN, {"person_id": person_id, "at": now()})
    seen = ways_to_see(unlimited(stance.actor), now(), few=stance.holds_few)
    return Listing(_fitting(stance, wanted), seen, linked)


def _fitting(stance: Stance, wanted: ItemFilter) -> QuerySet[ActionItem]:
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
        yield waits_for(stance)


def _called(words: str) -> Q:
    """The items of a number («№ 12»), or with these words in their title."""
    number = words.removeprefix("№").strip()
    titled = Q(title_uk__icontains=words) | Q(title_en__icontains=words)
    return titled | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else titled


IDS = frozenset({"group_id", "owner_organisation_id", "outside_body_id", "verifier_organisation_id"})
FLAGS = frozenset({"states", "priority", "proposed", "watching"})
USUAL_STATES = frozenset({None, OPEN, *(frozenset({one}) for one in State)})


class Usual(NamedTuple):
    """What the registers of groups are narrowed to day by day: ids of which the values do not matter to a
    plan, since an index has each in the order of the list, and the few others as they are.
    """

    ids: tuple[str, ...]
    states: frozenset[State] | None
    priority: str | None
    proposed: bool
    watching: bool


def _usual(wanted: ItemFilter) -> Usual | None:
    """The shape of a usual filter on one group; None for any other."""
    chosen = {one.name for one in fields(ItemFilter) if getattr(wanted, one.name) != one.default}
    states = None if wanted.states is None else frozenset(State(one) for one in wanted.states)
    if "group_id" not in chosen or not chosen <= IDS | FLAGS or states not in USUAL_STATES:
        return None
    return Usual(tuple(sorted(chosen & IDS)), states, wanted.priority, wanted.proposed, wanted.watching)


def _of_group(shape: Usual, person_id: UUID, at: datetime, **ids: Any) -> Listing[ActionItem]:
    chosen = {name: getattr(shape, name) for name in FLAGS}
    actor = Actor.for_person(person_id)
    fitting = _fitting(Stance(actor), ItemFilter(**ids, **chosen))
    return Listing(fitting, ways_to_see(actor, at, few=False), linked)


def _seen(person_id: Any, at: Any) -> QuerySet[ActionItem]:
    """Those that somebody sees of the rows of some `ids`."""
    seen = ways_to_see(Actor.for_person(person_id), at, few=False)
    return linked(ActionItem.objects.filter(given_ids("id", "ids"), seen))


EVERYTHING = ItemFilter()
SEEN = Prepared(lambda: _seen(Given("person_id", UUIDField()), Given("at", DateTimeField())))
LIST: HotListing[ActionItem] = HotListing(
    ActionItem,
    lambda few, person_id, at: Listing(
        ActionItem.objects.all(), ways_to_see(Actor.for_person(person_id), at, few=few), linked
    ),
)
OF_GROUP: HotListing[ActionItem] = HotListing(ActionItem, _of_group)
