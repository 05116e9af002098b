"""Arbitrary histories at open sockets: people get and lose seats, roles, posts, absences, shares and
accounts, are erased with what they said, threads move between audiences, the coordinator comes into office,
leaves it and reads in an emergency, the group rests and ends, time passes and what was given for a time runs
out, and Valkey goes, hangs and comes.

After every step each person reads over REST, may write, and hears at a socket that stays open, exactly what a
plain model of the rules says; what has run out is over before any job looks; a rebuild of the grants would
change nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from groups.break_glass.services import approve_break_glass, end_break_glass, request_break_glass
from groups.grants import rebuild_grants
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.initiative_groups.services import activate_group, dissolve_group, suspend_group
from groups.jobs import revoke_access_of_departed
from groups.models import OfficeKind, Role, ShareAccess
from groups.offices.services import end_office, give_office
from tasks.lifecycle.services.create import make_action_item
from tests.campaigns import examples
from tests.cast import SYSTEM, a_mandate, a_seat, a_world, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, say, widen
from tests.groups.helpers import an_office, fire_due
from tests.groups.initiative_groups.test_api import Browser
from tests.realtime.appointments import HOUR, POSTS, Appointments, lengths, names
from tests.realtime.client import Client
from tests.realtime.conftest import Enter
from tests.realtime.hours import Hours
from tests.realtime.rules import Share, Span
from tests.realtime.valkey import Valkey
from tests.tasks.helpers import in_days
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.privacy.services.erasure import erase_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MIDDLE = 7  # steps of a history; what cannot be undone comes after it

audiences = st.sets(st.sampled_from(["police", "school", "market"]))


class Rights(Appointments):
    """What people do: each step by a service, and in the model."""

    valkey: ClassVar[Valkey]
    hours: ClassVar[Hours]

    @initialize()
    def begin(self) -> None:
        self.hours.until_morning()
        self.world = a_world("Тут")
        self.cut, self.suspended, self.steps = "", False, 0
        self.off: set[str] = set()
        self.clients: dict[str, Client] = {}
        self.posts, self.former = [self.first_post(nth) for nth in range(len(POSTS))], []
        self.named = {"police", "school"}
        self.shares = {}
        self.world.people["coordinator"] = person("coordinator")
        self.office = self.glass = None
        self.officer = an_office(self.world, OfficeKind.DATA_PROTECTION_OFFICER).person_id
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

    def teardown(self) -> None:
        if hasattr(self, "item"):
            self.let_valkey_answer()
            for client in self.clients.values():
                client.leave()
            assert not rebuild_grants(), "a rebuild would change something"

    # what people do

    @rule(name=names, what=st.sampled_from(["first", "second", "item"]), length=lengths)
    def share(self, name: str, what: str, length: int) -> None:
        kind, pk = ("action", self.item.pk) if what == "item" else ("thread", getattr(self, what).pk)
        at, until = now(), now() + length * HOUR
        facts = {"access": ShareAccess.READ, "until": until, "reason": "Порада"}
        guest = self.world.people[name].pk
        place = {"container_type": kind, "container_id": pk, "person_id": guest}
        made = self.attempt(share_with_guest, actor=SYSTEM, **place, **facts)
        if made is not None:
            self.shares[made.pk] = Share(at, until, name, what)
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
    def take_or_leave_the_office(self) -> None:
        """With it ends what was read in an emergency."""
        if self.office is not None:
            end_office(actor=SYSTEM, office_id=self.office, reason="Інша робота")
            self.office = self.glass = None
        else:
            self.office = give_office(
                actor=SYSTEM,
                kind=OfficeKind.COORDINATOR,
                territory_id=self.world.territory.pk,
                document="Розпорядження № 1",
                person_id=self.world.people["coordinator"].pk,
            ).pk
        self.agree()

    @precondition(lambda self: self.office is not None)
    @rule()
    def open_or_close_an_emergency(self) -> None:
        """The coordinator asks and the officer answers, while the thread is not for the whole group."""
        asker, other = self.world.actor("coordinator"), Actor.for_person(self.officer)
        if self.glass is not None and self.glass[1].lasts():
            end_break_glass(actor=other, break_glass_id=self.glass[0])
            self.glass = None
        else:
            facts = {"container_type": "thread", "container_id": self.second.pk, "reason": "Загроза життю"}
            asked = self.attempt(request_break_glass, actor=asker, **facts)
            assert (asked is None) == (self.named is None)
            if asked is not None:
                opened = approve_break_glass(actor=other, break_glass_id=asked.pk)
                self.glass = opened.pk, Span(opened.asked_at, now() + HOUR)
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
            drain_outbox()
            self.forget_shares_of(name)
        self.agree()

    @precondition(lambda self: self.steps > MIDDLE)
    @rule(name=names)
    def erase(self, name: str) -> None:
        """With all that they said, if they could say anything."""
        self.attempt(lambda: say(self.world, name, self.first, body=f"Слово {name}"))
        erase_now(actor=SYSTEM, person_id=self.world.people[name].pk, removes_messages=True)
        drain_outbox()
        self.off.add(name)
        self.forget_shares_of(name)
        self.forget_windows_of(name)
        for post in self.posts:
            if post.holder == name:
                post.end()
        self.agree()
        reader = Browser(self.world.people["facilitator"])
        for path in (f"threads/{self.first.pk}/messages", f"events?topic=thread:{self.first.pk}&after=0"):
            status, body = reader.ask("GET", path)
            assert status == 200
            assert f"Слово {name}" not in str(body), path

    @precondition(lambda self: self.steps > MIDDLE)
    @rule()
    def dissolve(self) -> None:
        facts = {"group_id": self.world.group.pk, "reason": "Завершено"}
        if self.attempt(dissolve_group, actor=SYSTEM, **facts) is not None:
            self.suspended = True
        self.agree()

    @rule(hours=st.sampled_from([1, 2, 6, 24]))
    def time_passes(self, hours: int) -> None:
        self.hours.go_by(hours * HOUR)
        self.hold_no_more()
        fire_due()
        revoke_access_of_departed()
        self.let_run_out()
        self.agree()

    @precondition(lambda self: not self.cut)
    @rule(how=st.sampled_from(["killed", "half-open"]))
    def lose_valkey(self, how: str) -> None:
        if how == "killed":
            self.valkey.kill()
        else:
            self.valkey.freeze(True)
        self.cut = how
        self.agree()

    @precondition(lambda self: self.cut)
    @rule()
    def mend(self) -> None:
        self.let_valkey_answer()
        self.agree()

    def let_valkey_answer(self) -> None:
        if self.cut == "killed":
            self.valkey.start()
        elif self.cut:
            self.valkey.freeze(False)
        self.cut = ""


@pytest.fixture
def bounds() -> dict[str, Any]:
    return {"idle": 1e9}  # who only listens says nothing for hours


def test_what_ends_for_good_ends_for_everybody(enter: Enter, valkey: Valkey, hours: Hours) -> None:
    """While Valkey hangs, while it is gone, and while it answers."""
    Rights.enter, Rights.valkey, Rights.hours = enter, valkey, hours
    history = Rights()
    try:
        history.begin()
        history.share("outsider", "first", 30)
        history.take_or_leave_the_office()
        history.open_or_close_an_emergency()
        history.lose_valkey("half-open")
        history.take_or_leave_the_office()
        history.erase("teacher")
        history.end_a_mandate(0)
        history.mend()
        history.lose_valkey("killed")
        history.erase("outsider")
        history.dissolve()
        history.mend()
        history.erase("officer")
    finally:
        history.teardown()


def test_everybody_hears_what_they_may(enter: Enter, valkey: Valkey, hours: Hours) -> None:
    Rights.enter, Rights.valkey, Rights.hours = enter, valkey, hours
    run_state_machine_as_test(
        Rights,
        settings=settings(
            max_examples=examples(2, 100),
            stateful_step_count=12,
            phases=[Phase.generate],  # a shorter history of the same fault would take minutes to find
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
