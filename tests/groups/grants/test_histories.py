"""Arbitrary histories: after every step each person holds exactly what the sources say and is let in to that,
and a rebuild changes nothing. What the sources say is reckoned here once more, in the plainest way. Over REST
and at open sockets: tests/realtime/test_rights_live.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
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

from dialogue.models import LateSeat, ThreadUserPermission
from dialogue.seat_admission.services import admit_seat, request_admission
from dialogue.threads.policies import Action, load_thread
from groups.grants import rebuild_grants
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.initiative_groups.services import activate_group, suspend_group
from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.mandates.services import end_mandate, resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import GuestShare, InitiativeGroupUserPermission, Mandate, Membership, Role, ShareAccess
from groups.policies import list_live_grants
from groups.selectors import get_group_for
from tests.campaigns import examples
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.dialogue.helpers import a_restricted_thread
from tests.groups.grants.spans import GIVES, Span
from tests.groups.helpers import at, fire_due
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.errors import DomainError, NotFound

NAMES = ("officer", "teacher", "observer", "outsider")
ORGANISATIONS = ("police", "school")  # whom the restricted thread names
# The people of the mandates below, and who can stand in for them: of the same organisation.
COLLEAGUES = ("observer", "officer", "officer", "teacher")
HOUR = timedelta(hours=1)

names = st.sampled_from(NAMES)
roles = st.sampled_from(Role)
starts = st.sampled_from([0, 0, 1, 2])
lengths = st.sampled_from([1, 2, 3])


class Histories(RuleBasedStateMachine):
    world: ClassVar[World]
    dawn: ClassVar[datetime]  # when every history begins: they differ by what people do alone

    @initialize()
    def begin(self) -> None:
        """The world as it was made, inside a transaction that is undone at the end."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.moment = self.dawn
        self.suspended = False
        self.resting: set[UUID] = set()
        self.ended: set[UUID] = set()
        self.admitted: set[UUID] = set()
        self.seats: list[Span] = []
        self.windows: list[Span] = []
        self.shares: list[Span] = []
        with at(self.moment):
            self.mandates: list[Mandate] = [
                self.world.mandates["officer"],
                a_mandate(self.world.people["observer"], self.world.organisations["police"]),
                self.world.mandates["teacher"],
                a_mandate(self.world.people["officer"], self.world.organisations["school"]),
            ]
            own = (self.world.mandates[name] for name in NAMES)
            self.others = [one for one in own if one not in self.mandates]  # nothing happens to these
            self.thread = a_restricted_thread(self.world, organisations=ORGANISATIONS)
            # Nobody of these sits in the group at first; police does, so that it can be activated again.
            constable = a_mandate(person("constable"), self.world.organisations["police"])
            a_seat(self.world.group, constable, Role.MEMBER)
            for name in ("officer", "teacher", "observer"):
                end_membership(
                    actor=SYSTEM,
                    group_id=self.world.group.pk,
                    membership_id=self.world.seats[name].pk,
                    reason="Спочатку",
                )

    def teardown(self) -> None:
        if not hasattr(self, "undo"):
            return
        try:
            with at(self.moment):
                assert not rebuild_grants(), "a rebuild would change something"
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """The result of a service, or None where it refused: then nothing has changed."""
        with at(self.moment):
            try:
                return act()
            except DomainError:
                return None

    # what people do

    @rule(number=st.integers(0, 3), role=roles, start=starts, length=st.none() | lengths)
    def take_a_seat(self, number: int, role: Role, start: int, length: int | None) -> None:
        since = self.moment + start * HOUR
        until = since + length * HOUR if length else None
        mandate = self.mandates[number]
        made = self.attempt(
            lambda: start_membership(
                actor=SYSTEM,
                group_id=self.world.group.pk,
                mandate_id=mandate.pk,
                role=role,
                since=since,
                until=until,
            )
        )
        if made is not None:
            self.seats.append(Span(made, since, until, role))

    @precondition(lambda self: self.seats)
    @rule(data=st.data())
    def admit_a_seat(self, data: st.DataObject) -> None:
        """Who leads the thread lets a seat read along that began after it was restricted."""
        seat = data.draw(st.sampled_from(self.seats)).record
        self.attempt(lambda: request_admission(actor=SYSTEM, membership_id=seat.pk))
        admit = partial(admit_seat, actor=SYSTEM, membership_id=seat.pk, thread_ids=[self.thread.pk])
        self.attempt(admit)
        if LateSeat.objects.filter(membership=seat, admitted_at__isnull=False).exists():
            self.admitted.add(seat.pk)

    @precondition(lambda self: self.seats)
    @rule(data=st.data())
    def leave_a_seat(self, data: st.DataObject) -> None:
        span = data.draw(st.sampled_from(self.seats))
        facts = {"group_id": self.world.group.pk, "membership_id": span.record.pk}
        if self.attempt(lambda: end_membership(actor=SYSTEM, reason="Досить", **facts)) is not None:
            span.end = max(self.moment, span.start)

    @precondition(lambda self: self.seats)
    @rule(data=st.data(), role=roles)
    def take_another_role(self, data: st.DataObject, role: Role) -> None:
        span = data.draw(st.sampled_from(self.seats))
        facts = {"group_id": self.world.group.pk, "membership_id": span.record.pk}
        if self.attempt(lambda: change_role(actor=SYSTEM, role=role, **facts)) is not None:
            span.role = role

    @precondition(lambda self: len(self.seats) > 3)
    @rule(number=st.integers(0, 3))
    def end_a_mandate(self, number: int) -> None:
        mandate = self.mandates[number]
        if self.attempt(lambda: end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Ротація")) is None:
            return
        self.depart(mandate)
        self.ended.add(mandate.pk)
        for span in [*self.seats, *self.windows]:
            if span.record.mandate_id == mandate.pk and (span.end is None or span.end > self.moment):
                span.end = max(self.moment, span.start)

    def depart(self, mandate: Mandate) -> None:
        """Whose last mandate by which they act for an organisation is over stands in for nobody there; whose
        last of all is over is nobody's guest.
        """
        kept = (one for one in [*self.mandates, *self.others] if one.pk not in {mandate.pk, *self.ended})
        if not any(one.person_id == mandate.person_id for one in kept):
            for span in self.shares:
                if span.who is not None and span.who.pk == mandate.person_id:
                    span.end = min(span.end or self.moment, max(self.moment, span.start))
        over = {mandate.pk, *self.ended, *self.resting}
        place = (mandate.person_id, mandate.organisation_id)
        if any((one.person_id, one.organisation_id) == place and one.pk not in over for one in self.mandates):
            return
        for span in self.windows:
            there = _mandate(span).organisation_id == mandate.organisation_id
            if there and span.who is not None and span.who.pk == mandate.person_id:
                span.end = min(span.end or self.moment, max(self.moment, span.start))

    @rule(number=st.integers(0, 3))
    def let_a_mandate_rest(self, number: int) -> None:
        mandate_id = self.mandates[number].pk
        if (
            self.attempt(lambda: suspend_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Так"))
            is not None
        ):
            self.resting.add(mandate_id)

    @precondition(lambda self: self.resting)
    @rule(number=st.integers(0, 3))
    def resume_a_mandate(self, number: int) -> None:
        mandate_id = self.mandates[number].pk
        if self.attempt(lambda: resume_mandate(actor=SYSTEM, mandate_id=mandate_id)) is not None:
            self.resting.remove(mandate_id)

    @precondition(lambda self: self.seats)
    @rule(number=st.integers(0, 3), name=names)
    def pass_a_post_on(self, number: int, name: str) -> None:
        before, person_id = self.mandates[number], self.world.people[name].pk
        after = self.attempt(
            lambda: transfer_mandate(
                actor=SYSTEM,
                mandate_id=before.pk,
                person_id=person_id,
                document="Наказ № 9",
                reason="Ротація",
            )
        )
        if after is None:
            return
        self.depart(before)
        self.mandates[number] = after
        for span in [*self.seats, *self.windows]:
            if span.record.mandate_id == before.pk and (span.end is None or span.end > self.moment):
                planned, span.end = span.end, max(self.moment, span.start)
                if isinstance(span.record, Membership) and (planned is None or planned > span.start):
                    since = max(self.moment, span.start)
                    record = Membership.objects.get(mandate=after, group=self.world.group, since=since)
                    self.seats.append(Span(record, since, planned, span.role))

    @precondition(lambda self: self.seats)
    @rule(data=st.data(), start=starts, length=lengths)
    def stand_in(self, data: st.DataObject, start: int, length: int) -> None:
        mandate = _mandate(data.draw(st.sampled_from(self.seats)))
        if mandate not in self.mandates:
            return  # the post has passed on
        deputy = self.world.people[COLLEAGUES[self.mandates.index(mandate)]]
        begins = self.moment + start * HOUR
        made = self.attempt(
            lambda: appoint_deputy(
                actor=SYSTEM,
                mandate_id=mandate.pk,
                deputy_id=deputy.pk,
                starts_at=begins,
                ends_at=begins + length * HOUR,
            )
        )
        if made is not None:
            self.windows.append(Span(made, begins, made.ends_at, who=deputy))

    @precondition(lambda self: self.windows)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        span = data.draw(st.sampled_from(self.windows))
        if self.attempt(lambda: end_deputyship(actor=SYSTEM, deputyship_id=span.record.pk)) is not None:
            span.end = max(self.moment, span.start)

    @rule(name=names, access=st.sampled_from([ShareAccess.READ, ShareAccess.SPEAK]), length=lengths)
    def share(self, name: str, access: ShareAccess, length: int) -> None:
        guest, until = self.world.people[name], self.moment + length * HOUR
        made: GuestShare | None = self.attempt(
            lambda: share_with_guest(
                actor=SYSTEM,
                container_type="thread",
                container_id=self.thread.pk,
                person_id=guest.pk,
                access=access,
                until=until,
                reason="Порада",
            )
        )
        if made is not None:
            role = Role.MEMBER if access == ShareAccess.SPEAK else Role.OBSERVER
            self.shares.append(Span(made, self.moment, until, role, guest))

    @precondition(lambda self: self.shares)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        span = data.draw(st.sampled_from(self.shares))
        if self.attempt(lambda: end_guest_share(actor=SYSTEM, share_id=span.record.pk)) is not None:
            span.end = self.moment

    @precondition(lambda self: not self.suspended)
    @rule()
    def rest(self) -> None:
        facts = {"actor": SYSTEM, "group_id": self.world.group.pk}
        if self.attempt(lambda: suspend_group(reason="Перерва", **facts)) is not None:  # type: ignore[arg-type]
            self.suspended = True

    @precondition(lambda self: self.suspended)
    @rule()
    def go_on(self) -> None:
        facts = {"actor": SYSTEM, "group_id": self.world.group.pk}
        if self.attempt(lambda: activate_group(**facts)) is not None:  # type: ignore[arg-type]
            self.suspended = False

    @rule(halves=st.sampled_from([1, 2, 4]))
    def time_passes(self, halves: int) -> None:
        """Before the engine looks nobody holds more than they should; after it, exactly that."""
        self.moment += halves * HOUR / 2
        with at(self.moment):
            for name in NAMES:
                assert self.held(name, self.world.group) <= self.expected(name)
                assert self.held(name, self.thread) <= self.expected_in_thread(name)
            fire_due()

    # what must hold

    @invariant()
    def everybody_holds_what_the_sources_say(self) -> None:
        if not hasattr(self, "thread"):
            return
        with at(self.moment):
            for name in NAMES:
                assert self.held(name, self.world.group) == self.expected(name), name
                assert self.held(name, self.thread) == self.expected_in_thread(name), name
                actor = self.world.actor(name)
                entered = self.lets_in(partial(get_group_for, actor, self.world.group.pk))
                assert entered == ("read" in self.expected(name)), name
                opened = self.lets_in(partial(load_thread, actor, self.thread.pk, Action.READ))
                assert opened == ("read" in self.expected_in_thread(name)), name

    def lets_in(self, load: Callable[[], Any]) -> bool:
        """Whether it is shown to somebody; what they must not see is as if it were not."""
        try:
            load()
        except NotFound:
            return False
        return True

    def held(self, name: str, obj: Any) -> set[str]:
        table: Any = ThreadUserPermission if obj == self.thread else InitiativeGroupUserPermission
        rows = list_live_grants(table).filter(user=self.world.people[name], content_object=obj)
        return {
            codename.partition("_")[0] for codename in rows.values_list("permission__codename", flat=True)
        }

    def taken(self, name: str) -> list[Span]:
        """The seats in which somebody acts now, as holder or as deputy."""
        person = self.world.people[name]
        going = [
            span
            for span in self.seats
            if span.lasts(self.moment) and span.record.mandate_id not in self.resting
        ]
        lent = {
            span.record.mandate_id
            for span in self.windows
            if span.who == person and span.lasts(self.moment) and self.belongs(person, _mandate(span))
        }
        return [
            span for span in going if _mandate(span).person_id == person.pk or span.record.mandate_id in lent
        ]

    def belongs(self, deputy: User, mandate: Mandate) -> bool:
        """Whether a mandate of their own for the organisation is at work."""
        place, idle = (deputy.pk, mandate.organisation_id), self.resting | self.ended
        own = (one for one in [*self.mandates, *self.others] if one.pk not in idle)
        return any((one.person_id, one.organisation_id) == place for one in own)

    def expected(self, name: str) -> set[str]:
        found = set[str]().union(*(GIVES[span.role] for span in self.taken(name)))
        return found & {"read"} if self.suspended else found

    def expected_in_thread(self, name: str) -> set[str]:
        named = {self.world.organisations[one].pk for one in ORGANISATIONS}
        sources = [
            span
            for span in self.taken(name)
            if _mandate(span).organisation_id in named
            and (span.start <= self.dawn or span.record.pk in self.admitted)
        ]
        person = self.world.people[name]
        sources += [span for span in self.shares if span.who == person and span.lasts(self.moment)]
        found = set[str]().union(*(GIVES[span.role] & {"read", "speak"} for span in sources))
        return found & {"read"} if self.suspended else found


def _mandate(span: Span) -> Mandate:
    membership: Membership = span.record
    return membership.mandate


@pytest.mark.slow
def test_histories(world: World) -> None:
    Histories.world, Histories.dawn = world, now()
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=examples(4, 60),
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],  # the first history that fails is told; a shorter one takes minutes
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
