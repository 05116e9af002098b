"""What is done in a history with mandates, seats and absences: each step by a service, and in the model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.mandates.services import (
    appoint_mandate,
    edit_mandate,
    end_mandate,
    resume_mandate,
    suspend_mandate,
)
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import Role
from tests.cast import PEOPLE, SYSTEM, a_mandate
from tests.groups.helpers import fire_due
from tests.realtime.onlookers import NAMES
from tests.realtime.rules import Post, Rules, Seat, Span, Window, today
from viche.kernel.clock import now
from viche.kernel.errors import DomainError

T = TypeVar("T", bound=Span)

# Who holds which post at first; so many of an organisation that some can stand in for others.
POSTS = (
    ("officer", "police"),
    ("teacher", "school"),
    ("observer", "market"),
    ("outsider", "market"),
    ("officer", "school"),
)
HOUR = timedelta(hours=1)
LONG_AGO = date(2020, 1, 1)

names, posts, roles = st.sampled_from(NAMES), st.integers(0, len(POSTS) - 1), st.sampled_from(Role)
starts = st.sampled_from([0, 0, 0, 2])
lengths = st.sampled_from([1, 5, 30])


class Appointments(Rules, RuleBasedStateMachine):
    def attempt(self, act: Callable[..., Any], **facts: Any) -> Any:
        """The result of a service, or None where it refused: then nothing has changed."""
        try:
            return act(**facts)
        except DomainError:
            return None

    def first_post(self, nth: int) -> Post:
        name, organisation = POSTS[nth]
        own = self.world.mandates[name] if nth < len(NAMES) else None
        mandate = own or a_mandate(self.world.people[name], self.world.organisations[organisation])
        post = Post(mandate.pk, organisation, name, LONG_AGO)
        seat, role = self.world.seats.get(name) if own else None, PEOPLE[name][1]
        if seat is not None and role is not None:
            post.seats[seat.pk] = Seat(seat.since, None, role)
        return post

    def one_of(self, data: st.DataObject, of: Callable[[Post], dict[UUID, T]]) -> tuple[dict[UUID, T], UUID]:
        """A seat or an absence of any post, among its others."""
        known = [(of(post), pk) for post in self.posts for pk in sorted(of(post))]
        return data.draw(st.sampled_from(known))

    # seats

    @rule(number=posts, role=roles, start=starts, length=st.none() | lengths)
    def take_a_seat(self, number: int, role: Role, start: int, length: int | None) -> None:
        post, since = self.posts[number], now() + start * HOUR
        until = since + length * HOUR if length else None
        place = {"group_id": self.world.group.pk, "mandate_id": post.mandate_id}
        made = self.attempt(start_membership, actor=SYSTEM, role=role, since=since, until=until, **place)
        if made is not None:
            post.seats[made.pk] = Seat(since, until, role)
        self.agree()

    @precondition(lambda self: any(post.seats for post in self.posts))
    @rule(data=st.data())
    def leave_a_seat(self, data: st.DataObject) -> None:
        seats, pk = self.one_of(data, lambda post: post.seats)
        place = {"group_id": self.world.group.pk, "membership_id": pk}
        if self.attempt(end_membership, actor=SYSTEM, reason="Досить", **place) is not None:
            del seats[pk]
        self.agree()

    @precondition(lambda self: any(post.seats for post in self.posts))
    @rule(data=st.data(), role=roles)
    def take_another_role(self, data: st.DataObject, role: Role) -> None:
        seats, pk = self.one_of(data, lambda post: post.seats)
        place = {"group_id": self.world.group.pk, "membership_id": pk}
        if self.attempt(change_role, actor=SYSTEM, role=role, **place) is not None:
            seats[pk].role = role
        self.agree()

    # mandates

    @rule(number=posts, name=names)
    def rotate(self, number: int, name: str) -> None:
        post, at = self.posts[number], now()
        facts = {"person_id": self.world.people[name].pk, "document": "Наказ № 9", "reason": "Ротація"}
        after = self.attempt(transfer_mandate, actor=SYSTEM, mandate_id=post.mandate_id, **facts)
        if after is not None:
            self.depart(post)
            taken = after.memberships.order_by("since").values_list("pk", flat=True)
            seats = sorted(
                (one for one in post.seats.values() if not one.is_over()), key=lambda one: one.since
            )
            moved = [Seat(max(at, one.since), one.until, one.role) for one in seats]
            follows = Post(after.pk, post.organisation, name, today())
            follows.seats = dict(zip(taken, moved, strict=True))
            self.put_in_place_of(number, follows)
        self.agree()

    def put_in_place_of(self, number: int, post: Post) -> None:
        """Whoever acts for an organisation again stands in again where they did: in a moment."""
        if self.posts[number].holds():
            self.posts[number].end()
        self.former.append(self.posts[number])
        self.posts[number] = post
        fire_due()

    @rule(number=posts)
    def end_a_mandate(self, number: int) -> None:
        post = self.posts[number]
        facts = {"mandate_id": post.mandate_id, "reason": "Звільнення"}
        if self.attempt(end_mandate, actor=SYSTEM, **facts) is not None:
            self.depart(post)
            post.end()
        self.agree()

    @precondition(lambda self: not all(post.holds() for post in self.posts))
    @rule(name=names)
    def appoint_anew(self, name: str) -> None:
        """Somebody to the first post that nobody holds."""
        number = next(nth for nth, post in enumerate(self.posts) if not post.holds())
        organisation = self.posts[number].organisation
        made = self.attempt(
            appoint_mandate,
            actor=SYSTEM,
            person_id=self.world.people[name].pk,
            organisation_id=self.world.organisations[organisation].pk,
            position_uk="представник",
            document="Наказ № 2",
            starts_on=LONG_AGO,
        )
        if made is not None:
            self.put_in_place_of(number, Post(made.pk, organisation, name, LONG_AGO))
        self.agree()

    @rule(number=posts, days=st.sampled_from([0, 0, 1, None]))
    def set_the_last_day(self, number: int, days: int | None) -> None:
        post, last = self.posts[number], None if days is None else today() + timedelta(days=days)
        facts = {"mandate_id": post.mandate_id, "changes": {"ends_on": last}}
        if self.attempt(edit_mandate, actor=SYSTEM, **facts) is not None:
            post.last_day = last
        self.agree()

    @rule(number=posts)
    def rest_or_resume(self, number: int) -> None:
        post = self.posts[number]
        step = resume_mandate if post.rests else suspend_mandate
        facts = {} if post.rests else {"reason": "Розслідування"}
        if self.attempt(step, actor=SYSTEM, mandate_id=post.mandate_id, **facts) is not None:
            post.rests = not post.rests
        self.agree()

    # absences

    @rule(number=posts, name=names, start=starts, length=lengths)
    def stand_in(self, number: int, name: str, start: int, length: int) -> None:
        post, since = self.posts[number], now() + start * HOUR
        until = since + length * HOUR
        facts = {"deputy_id": self.world.people[name].pk, "starts_at": since, "ends_at": until}
        made = self.attempt(appoint_deputy, actor=SYSTEM, mandate_id=post.mandate_id, **facts)
        if made is not None:
            post.windows[made.pk] = Window(since, until, name)
        self.agree()

    @precondition(lambda self: any(post.windows for post in self.posts))
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        windows, pk = self.one_of(data, lambda post: post.windows)
        if self.attempt(end_deputyship, actor=SYSTEM, deputyship_id=pk) is not None:
            del windows[pk]
        self.agree()


def _since(span: Span) -> datetime:
    return span.since
