"""Arbitrary grants on threads and items: the pages of a list hold what the rule says for one thing at a time,
by either plan, and what guardian finds, where guardian can say the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.models import Count
from guardian.shortcuts import get_objects_for_user  # noqa: TID251 - what must agree with ours
from hypothesis import HealthCheck, given, settings, strategies as st
from pytest_django import DjangoAssertNumQueries

from dialogue.models import Thread, ThreadState, ThreadUserPermission, Visibility
from dialogue.threads.listing import HOT_THREADS as THREAD_LIST, thread_list_for
from dialogue.threads.policies import Action as ThreadAction, DialoguePolicy, ThreadPolicy
from groups.grants import policies
from groups.grants.registry import CONTAINERS
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from tasks.items.access import ActorItemAccess
from tasks.items.filters import (
    ALL_ITEMS as ITEM_LIST,
    GROUP_ITEMS,
    CommonFilter,
    ItemFilter,
    list_filtered_items,
)
from tasks.items.policies import ActionItemPolicy, resolve_item_visibility
from tasks.items.workflow import Action
from tasks.models import OPEN_STATES, ActionItem, ActionItemUserPermission, Audience
from tests.campaigns import examples
from tests.cast import World
from tests.tasks.helpers import in_days
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.keyset_lists import DEFAULT_LIMIT, PreparedListing

pytestmark = pytest.mark.django_db

THREADS, ITEMS = ("-active_at", "-id"), ("due_on", "id")
HOLDINGS = ("none", "live", "ending", "over")

holding = st.sampled_from(HOLDINGS)
# Whoever leads a group reads it, from the same source.
group = st.one_of(
    st.builds(lambda read: {"read": read, "facilitate": "none"}, holding),
    st.builds(lambda both: {"read": both, "facilitate": both}, holding),
)
thread = st.fixed_dictionaries(
    {
        "home": st.integers(0, 2),
        "state": st.sampled_from([ThreadState.DRAFT, ThreadState.OPEN]),
        "visibility": st.sampled_from(Visibility),
        "active": st.integers(0, 3),  # many at the same moment
        "read": holding,
        "facilitate": holding,
        "audience": st.sampled_from(Audience),  # of the item that came from it
        "due": st.integers(0, 2),
        "item": holding,
    }
)


@dataclass(slots=True)
class Scene:
    """Three groups, and threads with an item each, as generated."""

    world: World
    person: User

    def make(self, homes: Sequence[dict[str, str]], things: Sequence[dict[str, Any]]) -> None:
        groups = [self._group(number, **one) for number, one in enumerate(homes)]
        for number, one in enumerate(things):
            self._thing(number, groups[one["home"]], one)

    def _group(self, number: int, *, read: str, facilitate: str) -> InitiativeGroup:
        made = InitiativeGroup.objects.create(
            name_uk=f"Група {number}",
            purpose_uk="Безпека",
            territory=self.world.territory,
            state="active",
            founded_on=in_days(-9),
        )
        table = InitiativeGroupUserPermission
        self._grant(table, made, read_initiativegroup=read, facilitate_initiativegroup=facilitate)
        return made

    def _thing(self, number: int, home: InitiativeGroup, one: dict[str, Any]) -> None:
        at = now() - timedelta(hours=one["active"])
        source = Thread.objects.create(
            group=home,
            title_uk=f"Питання {number}",
            purpose="consult",
            state=one["state"],
            visibility=one["visibility"],
            opened_at=None if one["state"] == ThreadState.DRAFT else at,
            active_at=at.replace(minute=0, second=0, microsecond=0),
        )
        self._grant(
            ThreadUserPermission, source, read_thread=one["read"], facilitate_thread=one["facilitate"]
        )
        item = ActionItem.objects.create(
            group=home,
            register=home,
            year=2026,
            number=number + 1,
            title_uk=f"Справа {number}",
            due_on=in_days(one["due"]),
            original_due_on=in_days(one["due"]),
            owner_organisation=self.world.organisations["council"],
            thread=source,
            audience=one["audience"],
            created_by=self.person,
        )
        self._grant(ActionItemUserPermission, item, read_actionitem=one["item"])

    def _grant(self, table: type[Any], container: Any, **holdings: str) -> None:
        ends = {"live": None, "ending": now() + timedelta(hours=1), "over": now() - timedelta(hours=1)}
        for codename, state in holdings.items():
            if state in ends:
                table.objects.create(
                    user=self.person,
                    permission=Permission.objects.get(codename=codename),
                    content_object=container,
                    valid_until=ends[state],
                )


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world, world.people["outsider"])


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk(listing: Any, order: Sequence[str], size: int) -> list[Any]:
    """Every row, page by page: no page repeats a row of another, or comes out of order."""
    rows: list[Any] = []
    after = None
    while page := listing.page(size, order, after):
        rows += page
        after = [getattr(page[-1], name.lstrip("-")) for name in order]
    assert len({row.pk for row in rows}) == len(rows)
    return rows


def actor_of(person: User) -> Actor:
    return Actor.for_person(person.pk)


def check_lists(person: User, size: int) -> None:
    actor = actor_of(person)
    seen = [one for one in Thread.objects.all() if ThreadPolicy().can(actor, ThreadAction.READ, one)]
    expected = sorted(seen, key=lambda one: (one.active_at, one.pk), reverse=True)
    assert walk(thread_list_for(actor), THREADS, size) == expected
    items = [one for one in ActionItem.objects.all() if ActionItemPolicy().can(actor, Action.READ, one)]
    due = sorted(items, key=lambda one: (one.due_on, one.pk))
    assert set(ThreadPolicy().visible_to(actor)) == set(ThreadPolicy().listed_for(actor)) == set(seen)
    assert set(ActionItemPolicy().visible_to(actor)) == set(items)
    assert walk(list_filtered_items(ActorItemAccess.of(actor), ItemFilter()), ITEMS, size) == due
    blind = Actor(person_id=person.pk, token_id=uuid7(), scopes=frozenset({"dialogue:read"}))
    known = list(ActionItem.objects.all())
    sights = resolve_item_visibility([(one, item.pk) for item in known for one in (actor, blind)])
    assert {item for item, sight in zip(known, sights[::2], strict=True) if sight is not None} == set(items)
    assert not any(sights[1::2])
    unfiltered = ItemFilter(states=["proposed"])
    assert walk(list_filtered_items(ActorItemAccess.of(actor), unfiltered), ITEMS, size) == due
    long_ago = date(2000, 1, 1)
    for home in {item.group_id for item in known}:
        inside = [item for item in due if item.group_id == home]
        for wanted in (
            ItemFilter(group_id=home),
            ItemFilter(group_id=home, states=["proposed"]),
            ItemFilter(group_id=home, due_from=long_ago),
        ):
            assert walk(list_filtered_items(ActorItemAccess.of(actor), wanted), ITEMS, size) == inside


def guarded(person: User, codename: str, model: type[Any]) -> set[Any]:
    label = f"{model._meta.app_label}.{codename}"
    return set(get_objects_for_user(person, label, model).values_list("pk", flat=True))


@settings(
    max_examples=examples(6, 120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    homes=st.lists(group, min_size=3, max_size=3),
    things=st.lists(thread, min_size=4, max_size=9),
    size=st.sampled_from([1, 2, DEFAULT_LIMIT + 1]),
)
def test_pages_hold_what_the_rule_says_by_either_plan(
    scene: Scene, homes: list[dict[str, str]], things: list[dict[str, Any]], size: int
) -> None:
    with undone():
        scene.make(homes, things)
        check_lists(scene.person, size)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("dialogue.threads.listing.has_few_grants", lambda *_asked: False)
            patch.setattr("tasks.items.access.FEW_GROUPS", -1)
            patch.setattr("tasks.items.access.MAX_INLINE_IDS", 0)
            patch.setattr("dialogue.threads.access.MAX_IDS", 0)
            check_lists(scene.person, size)


@settings(
    max_examples=examples(4, 80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    homes=st.lists(group, min_size=3, max_size=3),
    things=st.lists(thread, min_size=4, max_size=9),
)
def test_guardian_finds_the_same_where_it_can_say_the_rule(
    scene: Scene, homes: list[dict[str, str]], things: list[dict[str, Any]]
) -> None:
    """It knows neither the end of a grant nor what a state or a group makes of it."""
    timeless = {"over": "none"}
    with undone():
        scene.make(
            [{name: timeless.get(state, state) for name, state in one.items()} for one in homes],
            [{name: timeless.get(state, state) for name, state in one.items()} for one in things],
        )
        person, actor = scene.person, actor_of(scene.person)
        opened = Thread.objects.exclude(state=ThreadState.DRAFT)
        restricted = {one.pk for one in opened.filter(visibility=Visibility.RESTRICTED)}
        listed = {one.pk for one in walk(thread_list_for(actor), THREADS, 2)}
        assert listed & restricted == guarded(person, "read_thread", Thread) & restricted
        groups = guarded(person, "read_initiativegroup", InitiativeGroup)
        assert {one.pk for one in DialoguePolicy().visible_to(actor)} == groups
        of_groups = {one.pk for one in opened.filter(visibility=Visibility.GROUP, group__in=groups)}
        own = guarded(person, "read_thread", Thread) & {one.pk for one in opened}
        assert listed & {one.pk for one in opened} == of_groups | own
        items = {
            one.pk for one in walk(list_filtered_items(ActorItemAccess.of(actor), ItemFilter()), ITEMS, 2)
        }
        through_groups = ActionItem.objects.filter(audience=Audience.GROUP, group__in=groups)
        through_threads = ActionItem.objects.filter(audience=Audience.THREAD, thread__in=listed)
        expected = guarded(person, "read_actionitem", ActionItem)
        expected |= {one.pk for one in through_groups} | {one.pk for one in through_threads}
        assert items == expected


def test_a_process_asks_once_whose_grants_are_few(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies, "MAX_GRANTS_ON_GROUPS", 2)
    holds = InitiativeGroupUserPermission.objects.values("user").annotate(count=Count("pk"))
    counts = dict(holds.values_list("user", "count"))
    few, many = world.people["officer"].pk, world.people["facilitator"].pk
    assert counts[few] == 2 < counts[many]
    assert (policies.has_few_grants(few), policies.has_few_grants(many)) == (True, False)
    with django_assert_num_queries(0):
        assert (policies.has_few_grants(few), policies.has_few_grants(many)) == (True, False)
    assert ActorItemAccess.of(Actor.for_person(few)).has_few_grants
    monkeypatch.setattr("tasks.items.access.FEW_GROUPS", 0)
    assert not ActorItemAccess.of(Actor.for_person(few)).has_few_grants


def test_names_of_permissions_on_containers_are_unique() -> None:
    """Grants are asked for by the name of their permission alone."""
    names = [codename for one in CONTAINERS.values() for codename in one.codenames]
    assert Permission.objects.filter(codename__in=names).count() == len(names) == len(set(names))


OWNER, VERIFIER = "owner_organisation_id", "verifier_organisation_id"


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(
    "shape",
    [
        CommonFilter(("group_id",), None, None, False, False),
        CommonFilter(("group_id",), OPEN_STATES, None, False, False),
        CommonFilter(("group_id",), None, "urgent", False, False),
        CommonFilter(("group_id", OWNER), OPEN_STATES, None, False, False),
        CommonFilter(("group_id", VERIFIER), None, None, False, False),
        CommonFilter(("group_id",), None, None, True, False),
        CommonFilter(("group_id",), None, None, False, True),
    ],
)
def test_no_usual_filter_looks_everything_through(shape: CommonFilter, later: bool) -> None:
    statement = GROUP_ITEMS.prepared(shape, ITEMS, later, shape.ids).statement
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {numbered(statement)}")
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "hashed" not in plan
    assert "Seq Scan on tasks_action" not in plan


@pytest.mark.parametrize(("listing", "order"), [(THREAD_LIST, THREADS), (ITEM_LIST, ITEMS)])
@pytest.mark.parametrize("later", [False, True])
def test_no_page_is_found_by_looking_everything_through(
    listing: PreparedListing[Any], order: tuple[str, ...], later: bool
) -> None:
    """A hash of all answers to a condition, or a look through a table, takes seconds among a million rows."""
    shapes: dict[type[Any], list[Any]] = {Thread: [(None, True), (None, False)], ActionItem: [True, False]}
    for shape in shapes[listing.model]:
        statement = listing.prepared(shape, order, later, ()).statement
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN (GENERIC_PLAN) {numbered(statement)}")
            plan = "\n".join(row for (row,) in cursor.fetchall())
        assert "hashed" not in plan
        assert "Seq Scan on dialogue" not in plan
        assert "Seq Scan on tasks_action" not in plan


def numbered(statement: str) -> str:
    """A statement with `$1` for each of its parameters."""
    names: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return re.sub(r"%\((\w+)\)s", place, statement)
