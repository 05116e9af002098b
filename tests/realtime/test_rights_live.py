"""Arbitrary histories at open sockets: people get and lose seats, posts, absences, shares and accounts,
threads move between audiences, and Valkey goes and comes.

After every step each person reads over REST, and hears at a socket that stays open, exactly what a plain
model of the rules says; a rebuild of the grants would change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from websockets.exceptions import ConnectionClosed

from groups.grants import rebuild_grants
from groups.models import Role, ShareAccess
from groups.services.deputyships import appoint_deputy, end_deputyship
from groups.services.groups import activate_group, suspend_group
from groups.services.mandates import rest_mandate, resume_mandate
from groups.services.memberships import end_membership, start_membership
from groups.services.shares import end_guest_share, share_with_guest
from groups.services.successions import pass_on_mandate
from tasks.services.action_items import make_action_item
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person
from tests.dialogue.acts import a_restricted_thread, a_thread, restrict, say, widen
from tests.groups.test_api import Browser
from tests.realtime.client import Client, Frame
from tests.realtime.conftest import Enter
from tests.realtime.valkey import Valkey
from tests.tasks.acts import in_days
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.clock import now
from viche.kernel.errors import DomainError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NAMES = ("officer", "teacher", "observer", "outsider")
# Who holds which post at first; so many of an organisation that some can stand in for others.
POSTS = (
    ("officer", "police"),
    ("teacher", "school"),
    ("observer", "market"),
    ("outsider", "market"),
    ("officer", "school"),
)
A_DAY = timedelta(days=1)

names, posts = st.sampled_from(NAMES), st.integers(0, len(POSTS) - 1)
audiences = st.sets(st.sampled_from(["police", "school", "market"]))


@dataclass(slots=True)
class Post:
    """A mandate, its seat, and who acts in it."""

    mandate_id: UUID
    organisation: str
    holder: str
    seat: UUID | None = None
    rests: bool = False
    deputies: dict[UUID, str] = field(default_factory=dict)

    def acts(self, name: str) -> bool:
        return not self.rests and name in (self.holder, *self.deputies.values())


class Rights(RuleBasedStateMachine):
    """What was given and taken, as plainly as it can be said; `reads` is the rule."""

    enter: ClassVar[Enter]
    valkey: ClassVar[Valkey]
    world: World

    @initialize()
    def begin(self) -> None:
        self.world = a_world("Тут")
        self.cut, self.suspended = False, False
        self.off: set[str] = set()
        self.clients: dict[str, Client] = {}
        self.posts = [self._post(nth) for nth in range(len(POSTS))]
        self.named: set[str] | None = {"police", "school"}  # of the second thread; None: the whole group
        self.shares: dict[UUID, tuple[str, str]] = {}  # to whom, and which of the topics
        # Police stays at the table, so that the group can go on again.
        constable = a_mandate(person("constable"), self.world.organisations["police"])
        a_seat(self.world.group, constable, Role.MEMBER)
        self.first = a_thread(self.world)
        self.second = a_restricted_thread(self.world, organisations=("police", "school", "ngo"))
        self.item = make_action_item(
            actor=self.world.actor("facilitator"),
            group_id=self.world.group.pk,
            title_uk="Ліхтар",
            due_on=in_days(9),
            owner_organisation_id=self.world.organisations["council"].pk,
            thread_id=self.second.pk,
        )
        self.agree()

    def _post(self, nth: int) -> Post:
        name, organisation = POSTS[nth]
        somebody = self.world.people[name]
        own = self.world.mandates[name] if nth < len(NAMES) else None
        mandate = own or a_mandate(somebody, self.world.organisations[organisation])
        seat = self.world.seats.get(name) if own else None
        return Post(mandate.pk, organisation, name, seat.pk if seat else None)

    def teardown(self) -> None:
        if hasattr(self, "item"):
            self.mend(of_itself=True)
            for client in self.clients.values():
                client.leave()
            assert not rebuild_grants(), "a rebuild would change something"

    # the rule

    def sits(self, name: str, organisations: set[str] | None = None) -> bool:
        """Whether somebody acts in a post with a seat, of one of the organisations if any are named."""
        return any(
            post.seat is not None
            and post.acts(name)
            and (organisations is None or post.organisation in organisations)
            for post in self.posts
        )

    def reads(self, name: str) -> dict[str, bool]:
        """By topic; who has no account any more reads nothing."""
        if name in self.off:
            return dict.fromkeys(self.topics(), False)
        given = {what for who, what in self.shares.values() if who == name}
        second = self.sits(name, self.named) or "second" in given
        answers = (self.sits(name), self.sits(name) or "first" in given, second, second or "item" in given)
        return dict(zip(self.topics(), answers, strict=True))

    def topics(self) -> tuple[str, str, str, str]:
        return (
            f"group:{self.world.group.pk}",
            f"thread:{self.first.pk}",
            f"thread:{self.second.pk}",
            f"action:{self.item.pk}",
        )

    # what people do

    def attempt(self, act: Callable[..., Any], **facts: Any) -> Any:
        """The result of a service, or None where it refused: then nothing has changed."""
        try:
            return act(**facts)
        except DomainError:
            return None

    @rule(number=posts, role=st.sampled_from([Role.MEMBER, Role.OBSERVER, Role.SECRETARY]))
    def take_a_seat(self, number: int, role: Role) -> None:
        post = self.posts[number]
        facts = {"group_id": self.world.group.pk, "mandate_id": post.mandate_id, "since": now()}
        made = self.attempt(start_membership, actor=SYSTEM, role=role, **facts)
        if made is not None:
            post.seat = made.pk
        self.agree()

    @rule(number=posts)
    def leave_a_seat(self, number: int) -> None:
        post = self.posts[number]
        facts = {"group_id": self.world.group.pk, "membership_id": post.seat, "reason": "Досить"}
        if post.seat is not None and self.attempt(end_membership, actor=SYSTEM, **facts) is not None:
            post.seat = None
        self.agree()

    @rule(number=posts, name=names)
    def rotate(self, number: int, name: str) -> None:
        post, successor = self.posts[number], self.world.people[name]
        facts = {"person_id": successor.pk, "document": "Наказ № 9", "reason": "Ротація"}
        after = self.attempt(pass_on_mandate, actor=SYSTEM, mandate_id=post.mandate_id, **facts)
        if after is not None:
            self.depart(post)
            seats = after.memberships.filter(group=self.world.group)
            self.posts[number] = Post(after.pk, post.organisation, name, seats[0].pk if post.seat else None)
        self.agree()

    def depart(self, post: Post) -> None:
        """Whoever leaves the last post by which they act for an organisation stands in for nobody there."""
        kept = (one for one in self.posts if one.organisation == post.organisation and one is not post)
        if any(one.holder == post.holder and not one.rests for one in kept):
            return
        for one in self.posts:
            if one.organisation == post.organisation:
                going = one.deputies.items()
                one.deputies = {window: name for window, name in going if name != post.holder}

    @rule(number=posts)
    def rest_or_resume(self, number: int) -> None:
        post = self.posts[number]
        step = resume_mandate if post.rests else rest_mandate
        facts = {} if post.rests else {"reason": "Розслідування"}
        if self.attempt(step, actor=SYSTEM, mandate_id=post.mandate_id, **facts) is not None:
            post.rests = not post.rests
        self.agree()

    @rule(number=posts, name=names)
    def stand_in(self, number: int, name: str) -> None:
        post, at = self.posts[number], now()
        facts = {"deputy_id": self.world.people[name].pk, "starts_at": at, "ends_at": at + A_DAY}
        made = self.attempt(appoint_deputy, actor=SYSTEM, mandate_id=post.mandate_id, **facts)
        if made is not None:
            post.deputies[made.pk] = name
        self.agree()

    @precondition(lambda self: any(post.deputies for post in self.posts))
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        post = data.draw(st.sampled_from([one for one in self.posts if one.deputies]))
        window = data.draw(st.sampled_from(sorted(post.deputies)))
        if self.attempt(end_deputyship, actor=SYSTEM, deputyship_id=window) is not None:
            del post.deputies[window]
        self.agree()

    @rule(name=names, what=st.sampled_from(["first", "second", "item"]))
    def share(self, name: str, what: str) -> None:
        kind, pk = ("action", self.item.pk) if what == "item" else ("thread", getattr(self, what).pk)
        facts = {"access": ShareAccess.READ, "until": now() + A_DAY, "reason": "Порада"}
        guest = self.world.people[name].pk
        place = {"container_type": kind, "container_id": pk, "person_id": guest}
        made = self.attempt(share_with_guest, actor=SYSTEM, **place, **facts)
        if made is not None:
            self.shares[made.pk] = (name, what)
        self.agree()

    @precondition(lambda self: self.shares)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        share_id = data.draw(st.sampled_from(sorted(self.shares)))
        if self.attempt(end_guest_share, actor=SYSTEM, share_id=share_id) is not None:
            del self.shares[share_id]
        self.agree()

    @rule(named=audiences)
    def move_to_some(self, named: set[str]) -> None:
        organisations = (*sorted(named), "ngo")
        if self.attempt(lambda: restrict(self.world, self.second, organisations=organisations)) is not None:
            self.named = named
        self.agree()

    @rule()
    def move_to_all(self) -> None:
        if self.attempt(lambda: widen(self.world, self.second)) is not None:
            self.named = None
        self.agree()

    @rule()
    def suspend_or_go_on(self) -> None:
        step, facts = (activate_group, {}) if self.suspended else (suspend_group, {"reason": "Перерва"})
        if self.attempt(step, actor=SYSTEM, group_id=self.world.group.pk, **facts) is not None:
            self.suspended = not self.suspended
        self.agree()

    @rule(name=names)
    def switch_off_or_on(self, name: str) -> None:
        step = reactivate_person if name in self.off else deactivate_person
        if self.attempt(step, actor=SYSTEM, person_id=self.world.people[name].pk) is not None:
            self.off ^= {name}
        self.agree()

    @precondition(lambda self: not self.cut)
    @rule()
    def lose_valkey(self) -> None:
        self.valkey.kill()
        self.cut = True
        self.agree()

    @precondition(lambda self: self.cut)
    @rule()
    def mend(self, of_itself: bool = False) -> None:
        if self.cut:
            self.valkey.start()
            self.cut = False
        if not of_itself:
            self.agree()

    # what must hold

    def agree(self) -> None:
        """Everybody reads and hears what the rule says, and nothing else."""
        rights = {name: self.reads(name) for name in NAMES}
        for name in NAMES:
            self.check_rest(name, rights[name])
        told = self.tell()
        for name in NAMES:
            self.check_socket(name, rights[name], told)

    def check_rest(self, name: str, rights: dict[str, bool]) -> None:
        browser = Browser(self.world.people[name])
        for topic, reads in rights.items():
            kind, _colon, pk = topic.partition(":")
            place = {"group": "groups", "thread": "threads", "action": "action-items"}[kind]
            status, _body = browser.ask("GET", f"{place}/{pk}")
            wanted = 401 if name in self.off else 200 if reads else 404
            assert status == wanted, f"{name} reads {topic}: {status}, not {wanted}"
        for place in () if name in self.off else ("threads", "action-items"):
            listed = {one["id"] for one in browser.get(place)["items"]}
            kind = place.partition("-")[0].rstrip("s")
            expected = {topic.partition(":")[2] for topic, reads in rights.items() if reads and kind in topic}
            assert listed == expected, f"{name} lists {place}"

    def tell(self) -> dict[str, str]:
        """Say something in both threads; the messages by their topic. A suspended group says nothing."""
        if self.suspended:
            return {}
        said = {"first": self.first, "second": self.second}
        return {
            f"thread:{thread.pk}": str(say(self.world, "facilitator", thread, body=f"Слово {what}").pk)
            for what, thread in said.items()
        }

    def check_socket(self, name: str, rights: dict[str, bool], told: dict[str, str]) -> None:
        """What was said since the step has come to whoever may hear it, and will come to nobody else."""
        client = self.clients.pop(name, None)
        if client is not None:
            for topic in (one for one in told if rights[one] and one in self.heard_by(client)):
                client.until(partial(_holds, told[topic]))
            client = self.rest_of(client)
            assert client is None or name not in self.off, f"{name} is switched off and has a socket"
        if client is None and name not in self.off:
            client = type(self).enter(self.world.people[name])
        if client is None:
            return
        self.subscribe(client, name, rights)
        self.clients[name] = client
        for topic in (one for one in told if not rights[one]):
            assert told[topic] not in str(client.frames), f"{name} hears {topic}"

    def heard_by(self, client: Client) -> set[str]:
        """The topics to which a socket has subscribed and whose end it was not told."""
        found: set[str] = set()
        for frame in client.frames:
            if frame["type"] == "subscribed":
                found.add(frame["topic"])
            if frame["type"] == "revoked":
                found.discard(frame["topic"])
        return found

    def rest_of(self, client: Client) -> Client | None:
        """Take in all that was on its way; None where the socket was closed."""
        try:
            client.ask("ping")
        except ConnectionClosed:
            return None
        return client

    def subscribe(self, client: Client, name: str, rights: dict[str, bool]) -> None:
        for topic, reads in rights.items():
            if topic in self.heard_by(client):
                continue
            answer = client.ask("subscribe", topic=topic)
            wanted = "subscribed" if reads else "error"
            assert answer["type"] == wanted, f"{name} at {topic}: {answer}"


def _holds(words: str, frame: Frame) -> bool:
    return words in str(frame)


def test_everybody_hears_what_they_may(enter: Enter, valkey: Valkey, pytestconfig: pytest.Config) -> None:
    Rights.enter, Rights.valkey = enter, valkey
    examples = int(pytestconfig.getoption("--histories", default=4))
    run_state_machine_as_test(
        Rights,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            phases=[Phase.generate],  # a shorter history of the same fault would take minutes to find
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
