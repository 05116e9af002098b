"""Arbitrary histories of action items: random people propose, edit, prove, move and join them, also from a
version that is not the present one. After every step the promises of the workflow hold, reckoned here once
more from rows and events in the plainest way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dialogue.models import Message
from tasks.dependencies.services import add_blocker, set_parent
from tasks.evidence.services import add_evidence
from tasks.items.policies import ActionItemPolicy
from tasks.items.selectors import get_item_for, load_today
from tasks.items.states import ACTIVE_STATES
from tasks.items.workflow import WORKFLOW
from tasks.lifecycle.services.create import make_action_item
from tasks.lifecycle.services.edit import edit_action_item
from tasks.lifecycle.services.transition import transition_action_item
from tasks.models import (
    UNFINISHED_STATES,
    VERIFIED_STATES,
    ActionItem,
    Dependency,
    Evidence,
    EvidenceKind,
    State,
)
from tasks.provenance.selectors import build_chain
from tests.campaigns import examples
from tests.cast import PEOPLE, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, say
from tests.groups.helpers import at, fire_due
from tests.tasks.helpers import in_days
from tests.tasks.items.affiliations import JOIN, Affiliation, leave, organisations_of
from viche.kernel.clock import now
from viche.kernel.errors import DomainError, Stale
from viche.kernel.models import Event

NAMES = [name for name in PEOPLE if name != "former"]
OWNERS = ("council", "police", "school")
# Who most often takes a step, so that histories come to their ends.
USUALLY = {
    "verified": "officer",
    "verification_withdrawn": "officer",
    "returned": "teacher",
    "closed": "secretary",
    "cancelled": "facilitator",
}
STEPS = [*WORKFLOW.transitions_by_name, "accepted", "in_progress", "done", "verified", "closed"]

names, owners = st.sampled_from(NAMES), st.sampled_from(OWNERS)
leads = st.sampled_from(["facilitator", "facilitator", *NAMES])
members = st.sampled_from(["officer", "teacher", *NAMES])
late = st.sampled_from([0, 0, 0, 1])  # how many versions behind somebody is
places = st.integers(0, 5)


class Workflow(RuleBasedStateMachine):
    world: ClassVar[World]
    dawn: ClassVar[datetime]

    @initialize()
    def begin(self) -> None:
        """The world as it was made, inside a transaction that is undone at the end."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.moment = self.dawn
        self.first_days: dict[UUID, date] = {}
        self.days: dict[UUID, date] = {}
        self.versions: dict[UUID, int] = {}
        self.workers: dict[UUID, set[UUID | None]] = {}
        self.accepted: dict[UUID, datetime] = {}
        self.joined: list[Affiliation] = []
        with at(self.moment):
            restricted = a_restricted_thread(self.world, organisations=("ngo", "police"))
            self.sources: list[Message | None] = [
                say(self.world, "officer", a_thread(self.world)),
                say(self.world, "facilitator", restricted),
                None,
            ]

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, item: ActionItem | None, behind: int, act: Callable[[int], Any]) -> Any:
        """The result of a service that is asked from a version; None where it refused. Whoever is behind
        changes nothing.
        """
        version = self.versions[item.pk] - behind if item is not None else 0
        with at(self.moment):
            try:
                done = act(version)
            except Stale:
                assert behind
                return None
            except DomainError:
                return None
        assert not behind, "somebody overwrote what they had not seen"
        return done

    def nth(self, place: int) -> ActionItem:
        ids = list(self.versions)
        return ActionItem.objects.get(pk=ids[place % len(ids)])

    # what people do

    @rule(by=leads, owner=owners, source=places, days=st.integers(0, 20), again=st.booleans())
    def propose(self, by: str, owner: str, source: int, days: int, again: bool) -> None:
        message, actor = self.sources[source % 3], self.world.actor(by)
        facts: dict[str, Any] = {"message_id": message.pk} if message else {}

        def act(_version: int) -> ActionItem:
            return make_action_item(
                actor=actor,
                group_id=self.world.group.pk,
                owner_organisation_id=self.world.organisations[owner].pk,
                title_uk="Полагодити",
                due_on=in_days(days),
                recurrence="FREQ=WEEKLY" if again else "",
                **facts,
            )

        if (made := self.attempt(None, 0, act)) is not None:
            self.know(made)

    def know(self, item: ActionItem) -> None:
        self.first_days[item.pk] = self.days[item.pk] = item.due_on
        self.versions[item.pk] = item.version

    @precondition(lambda self: self.versions)
    @rule(place=places, to=st.sampled_from(STEPS), by=names, usual=st.booleans(), behind=late)
    def step(self, place: int, to: str, by: str, usual: bool, behind: int) -> None:
        item = self.nth(place)
        if usual:
            by = USUALLY.get(to, self.who_works_for(item))
        before = item.state
        moved = self.attempt(
            item,
            behind,
            lambda version: transition_action_item(
                actor=self.world.actor(by),
                action_id=item.pk,
                to=to,
                expected_version=version,
                reason="Так треба",
            ),
        )
        if moved is None:
            return
        step = WORKFLOW.transitions_by_name[to]
        assert (before in step.sources, moved.state) == (True, step.target)
        self.versions[item.pk] = moved.version
        if to == "accepted":
            self.accepted[item.pk] = self.moment
        if to == "verified":
            known = organisations_of(moved.verified_by_id, self.accepted[item.pk])
            assert not known & self.workers[item.pk], "somebody verified work of their own organisation"
        following = ActionItem.objects.filter(previous=item).first()
        assert (following is not None) == (to == "closed" and item.recurrence != "")
        if following is not None:
            self.know(following)

    def who_works_for(self, item: ActionItem) -> str:
        workers = {"council": "councillor", "police": "officer", "school": "teacher"}
        of = (one for one in OWNERS if self.world.organisations[one].pk == item.owner_organisation_id)
        return workers[next(of)]

    @precondition(lambda self: self.versions)
    @rule(place=places, by=names, usual=st.booleans())
    def prove(self, place: int, by: str, usual: bool) -> None:
        item = self.nth(place)
        actor = self.world.actor(self.who_works_for(item) if usual else by)
        added: Evidence | None = self.attempt(
            None,
            0,
            lambda _version: add_evidence(
                actor=actor,
                action_id=item.pk,
                kind=EvidenceKind.LINK,
                title="Акт",
                url="https://example.org/act",
            ),
        )
        if added is not None:
            self.versions[item.pk] = added.action.version

    @precondition(lambda self: self.versions)
    @rule(
        place=places,
        by=leads,
        days=st.integers(0, 30),
        why=st.sampled_from(["Чекаємо", "Чекаємо", ""]),
        behind=late,
    )
    def move_the_day(self, place: int, by: str, days: int, why: str, behind: int) -> None:
        item = self.nth(place)
        with at(self.moment):
            day = in_days(days)
        behind = behind if day != item.due_on else 0
        edited = self.attempt(
            item,
            behind,
            lambda version: edit_action_item(
                actor=self.world.actor(by),
                action_id=item.pk,
                expected_version=version,
                changes={"due_on": day},
                reason=why,
            ),
        )
        if edited is not None:
            assert why or day == item.due_on
            self.days[item.pk], self.versions[item.pk] = day, edited.version

    @precondition(lambda self: self.versions)
    @rule(place=places, owner=owners, by=leads, behind=late)
    def ask_another(self, place: int, owner: str, by: str, behind: int) -> None:
        item, organisation = self.nth(place), self.world.organisations[owner]
        if item.owner_organisation_id == organisation.pk:
            return
        edited = self.attempt(
            item,
            behind,
            lambda version: edit_action_item(
                actor=self.world.actor(by),
                action_id=item.pk,
                expected_version=version,
                changes={"owner_organisation_id": organisation.pk},
            ),
        )
        if edited is not None:
            assert (item.state in ("proposed", "declined"), edited.state) == (True, "proposed")
            self.versions[item.pk] = edited.version

    @precondition(lambda self: self.versions)
    @rule(place=places, besides=st.sets(owners), by=leads, behind=late)
    def come_and_go(self, place: int, besides: set[str], by: str, behind: int) -> None:
        item = self.nth(place)
        edited = self.attempt(
            item,
            behind,
            lambda version: edit_action_item(
                actor=self.world.actor(by),
                action_id=item.pk,
                expected_version=version,
                changes={"coowners": [self.world.organisations[one].pk for one in sorted(besides)]},
            ),
        )
        if edited is not None:
            self.versions[item.pk] = edited.version

    @precondition(lambda self: len(self.versions) > 1)
    @rule(place=places, other=places, by=leads, as_part=st.booleans())
    def join(self, place: int, other: int, by: str, as_part: bool) -> None:
        item, awaited = self.nth(place), self.nth(other)
        actor = self.world.actor(by)

        def act(_version: int) -> ActionItem:
            if as_part:
                facts = {"expected_version": item.version, "parent_id": awaited.pk}
                return set_parent(actor=actor, action_id=item.pk, **facts)  # type: ignore[arg-type]
            return add_blocker(actor=actor, action_id=item.pk, blocker_id=awaited.pk)

        joined = self.attempt(None, 0, act)
        if joined is not None:
            self.versions[item.pk] = joined.version

    @rule(name=members, organisation=owners, way=st.sampled_from(sorted(JOIN)))
    def join_organisation(self, name: str, organisation: str, way: str) -> None:
        held = self.attempt(None, 0, lambda _version: JOIN[way](self.world, name, organisation))
        self.joined += [held] if held is not None else []

    @precondition(lambda self: self.joined)
    @rule(place=places, only_suspend=st.booleans())
    def leave_organisation(self, place: int, only_suspend: bool) -> None:
        held = self.joined[place % len(self.joined)]
        self.attempt(None, 0, lambda _version: leave(held, only_suspend=only_suspend))

    @rule(days=st.integers(1, 6))
    def time_passes(self, days: int) -> None:
        self.moment += timedelta(days=days)
        with at(self.moment):
            fire_due()

    # what must hold

    @invariant()
    def the_promises_hold(self) -> None:
        if not hasattr(self, "sources"):
            return
        items = {one.pk: one for one in ActionItem.objects.select_related("group", "thread", "verified_for")}
        assert items.keys() == self.versions.keys()
        for year in {one.year for one in items.values()}:
            numbers = sorted(one.number for one in items.values() if one.year == year)
            assert numbers == list(range(1, len(numbers) + 1))
        for item in items.values():
            assert item.version == self.versions[item.pk]
            assert (item.original_due_on, item.due_on) == (self.first_days[item.pk], self.days[item.pk])
            if item.state in ACTIVE_STATES:
                self.workers.setdefault(item.pk, set()).update([item.owner_organisation_id, *item.coowners])
            self.proved_by_another(item)
            self.recorded(item)
            self.chain_holds(item)
        waits_for_nothing_that_waits_for_it(items)
        self.counted(items)

    def proved_by_another(self, item: ActionItem) -> None:
        pieces = list(Evidence.objects.filter(action=item).order_by("number"))
        assert item.evidence_count == len(pieces)
        if item.state == State.DONE or item.state in VERIFIED_STATES:
            assert pieces
        if item.state in VERIFIED_STATES:
            assert item.verified_by_id != pieces[-1].added_by_id
        if item.state not in UNFINISHED_STATES:
            planned = item.reminders.filter(fired_at=None).values_list("rule", flat=True)
            assert {*planned} <= ({"unverified"} if item.state == State.DONE else set())

    def recorded(self, item: ActionItem) -> None:
        """Every step is on the record, and one begins where the one before ended."""
        state = State.PROPOSED.value
        for event in Event.objects.filter(subject_type="action", subject_id=item.pk).order_by("id"):
            if event.kind == "tasks.action_reassigned":
                state = State.PROPOSED.value
            if "after" in event.data:
                assert event.data["before"] == state
                state = event.data["after"]
        assert item.state == state

    def chain_holds(self, item: ActionItem) -> None:
        actor = self.world.actor("facilitator")
        with at(self.moment):
            steps = build_chain(actor, get_item_for(actor, item.pk)[0])
        assert [one.kind for one in steps[-3:]] == ["action", "evidence", "verification"]
        assert (steps[0].kind == "thread") == (item.thread_id is not None)
        assert any(one.kind == "message" for one in steps) == (item.message_id is not None)
        assert (steps[-1].state == "verified") == (item.state in VERIFIED_STATES)

    def counted(self, items: dict[UUID, ActionItem]) -> None:
        for name in ("facilitator", "councillor", "outsider"):
            actor = self.world.actor(name)
            with at(self.moment):
                seen = [one for one in items.values() if ActionItemPolicy().roles_for(actor, one)]
                counts = load_today(actor).counts
            assert Counter(one.state for one in seen) == Counter(counts)


def waits_for_nothing_that_waits_for_it(items: dict[UUID, ActionItem]) -> None:
    ahead: dict[UUID, set[UUID]] = {pk: set() for pk in items}
    for edge in Dependency.objects.all():
        ahead[edge.action_id].add(edge.blocked_by_id)
    for item in items.values():
        if item.parent_id is not None:
            ahead[item.parent_id].add(item.pk)
    while free := [pk for pk, awaited in ahead.items() if not awaited & ahead.keys()]:
        for pk in free:
            del ahead[pk]
    assert not ahead, "a circle"


@pytest.mark.slow
def test_histories_of_action_items(world: World) -> None:
    Workflow.world, Workflow.dawn = world, now()
    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=examples(2, 40),
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
