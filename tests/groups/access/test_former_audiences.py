"""Who could see a thing while it was for others than now: each for just as long as it was theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.facilitation.handover import hand_over_thread
from dialogue.models import Thread
from dialogue.privacy.erasure import anonymise_author
from groups.memberships.services import end_membership
from groups.models import AudienceSpan
from tasks.models import Audience
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, widen
from tests.groups.access.helpers import officer_of, sight
from tests.groups.helpers import at, later, nothing_to_rebuild
from tests.groups.initiative_groups.test_api import browser
from tests.tasks.helpers import an_item, edit

pytestmark = pytest.mark.django_db

Times = list[tuple[datetime | None, datetime | None]]


class Days:
    """Days to come, by number; `of[n]` is the moment in which all of day n happens."""

    def __init__(self) -> None:
        self.moments = [later(days=number) for number in range(12)]

    def __getitem__(self, number: int) -> datetime:
        return self.moments[number]

    @contextmanager
    def on(self, number: int) -> Iterator[None]:
        with at(self.moments[number]):
            yield


def leave(world: World, name: str) -> None:
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats[name].pk, reason="Ротація"
    )


def times(grounds: list[Any], world: World, name: str) -> Times:
    """From when until when; None where it is since the seat was taken."""
    seated = world.seats[name].since
    read = [
        tuple(one[key] and datetime.fromisoformat(one[key]) for key in ("since", "until")) for one in grounds
    ]
    return [(None if since == seated else since, until) for since, until in read]


def told(world: World, thing: str, name: str, by: str = "facilitator") -> tuple[Times, Times]:
    """By what somebody sees a thing now and saw it before, as its readers are told."""
    items = browser(world, by).get(f"{thing}/access?when=before")["items"]
    pk = str(world.people[name].pk)
    grounds, ended = next(
        ((one["grounds"], one["ended"]) for one in items if one["person"]["id"] == pk), ([], [])
    )
    return times(grounds, world, name), times(ended, world, name)


def since(world: World, thing: str, name: str) -> Times:
    """Since when somebody sees a thing, among those who see it now."""
    items = browser(world, "facilitator").get(f"{thing}/access")["items"]
    (found,) = [one["grounds"] for one in items if one["person"]["id"] == str(world.people[name].pk)]
    return times(found, world, name)


def test_who_read_it_with_the_group_saw_it_until_it_was_restricted(world: World) -> None:
    thread, days, teacher = a_thread(world), Days(), world.people["teacher"]
    with days.on(1):
        restrict(world, thread, organisations=("police",))
    with days.on(2):
        path = f"threads/{thread.pk}"
        assert told(world, path, "teacher") == ([], [(None, days[1])])
        assert told(world, path, "officer") == ([], []), "it went on for them"
        assert since(world, path, "officer") == [(None, None)]
        leader = str(world.people["facilitator"].pk)
        for reader in (browser(world, "teacher"), browser(world, "facilitator"), officer_of(world)):
            assert sight(reader, teacher, kind="thread") == []
            (seen,) = sight(reader, teacher, kind="thread", when="before")
            assert times(seen["ended"], world, "teacher") == [(None, days[1])]
            assert [one["ended_by"]["id"] for one in seen["ended"]] == [leader]
        (own,) = sight(browser(world, "teacher"), teacher, kind="thread", when="before")
        assert (own["title"], own["url"], own["restricted"]) == (None, None, False)
        # Whoever does not see it any more may not ask who did.
        assert browser(world, "teacher").ask("GET", f"{path}/access?when=before")[0] == 404
        assert nothing_to_rebuild()


def test_who_came_to_see_it_when_it_was_widened_sees_it_since_then(world: World) -> None:
    days = Days()
    thread = a_restricted_thread(world, organisations=("police",))
    path = f"threads/{thread.pk}"
    with days.on(1):
        leave(world, "councillor")
    with days.on(2):
        widen(world, thread)
    with days.on(3):
        assert since(world, path, "teacher") == [(days[2], None)]
        assert since(world, path, "officer") == [(None, None)]
        (mine,) = browser(world, "teacher").get(f"{path}/access/mine")["items"]
        assert datetime.fromisoformat(mine["since"]) == days[2]
        leave(world, "teacher")
        leave(world, "officer")
    with days.on(4):
        assert told(world, path, "teacher") == ([], [(days[2], days[3])])
        assert told(world, path, "officer") == ([], [(None, days[3])])
        assert told(world, path, "councillor") == ([], []), "they left before"
        assert sight(officer_of(world), world.people["councillor"], kind="thread", when="before") == []


def test_whom_it_names_no_more_and_then_again_saw_it_twice(world: World) -> None:
    days, by = Days(), str(world.people["secretary"].pk)
    thread = a_restricted_thread(world, organisations=("police", "council"))
    path = f"threads/{thread.pk}"
    with days.on(1):
        restrict(world, thread, organisations=("council",))
    with days.on(2):
        restrict(world, thread, organisations=("council", "school"))
    with days.on(3):
        restrict(world, thread, organisations=("police",), people=("councillor",))
    with days.on(4):
        assert told(world, path, "officer") == ([(days[3], None)], [(None, days[1])])
        assert told(world, path, "teacher") == ([], [(days[2], days[3])])
        assert told(world, path, "councillor") == ([], []), "by their organisation, then in person"
        assert told(world, path, "secretary") == ([], [(None, days[3])])
        leave(world, "officer")
    with days.on(5):
        assert told(world, path, "officer") == ([], [(days[3], days[4]), (None, days[1])])
        (seen,) = sight(browser(world, "officer"), world.people["officer"], kind="thread", when="before")
        enders = [one["ended_by"] and one["ended_by"]["id"] for one in seen["ended"]]
        assert enders == [None, str(world.people["facilitator"].pk)], by


def test_who_left_before_it_named_their_organisation_never_saw_it(world: World) -> None:
    days, thread = Days(), a_restricted_thread(world, organisations=("police",))
    with days.on(1):
        leave(world, "councillor")
    with days.on(2):
        restrict(world, thread, organisations=("council", "police"))
    with days.on(3):
        assert told(world, f"threads/{thread.pk}", "councillor") == ([], [])
        for reader in (browser(world, "councillor"), browser(world, "facilitator"), officer_of(world)):
            assert sight(reader, world.people["councillor"], kind="thread", when="before") == []


def test_who_led_it_saw_it_as_long_as_they_did(world: World) -> None:
    days = Days()
    thread = a_restricted_thread(
        world, organisations=("council", "ngo", "police"), facilitator_id=world.mandates["teacher"].pk
    )
    with days.on(1):
        _pass_to(world, thread, "officer")
    with days.on(2):
        assert told(world, f"threads/{thread.pk}", "teacher") == ([], [(None, days[1])])
        assert since(world, f"threads/{thread.pk}", "officer") == [(days[1], None)]


def _pass_to(world: World, thread: Thread, name: str) -> None:
    hand_over_thread(
        actor=SYSTEM,
        thread_id=thread.pk,
        facilitator_id=world.mandates[name].pk,
        reason="Відпустка",
        expected_version=thread.version,
    )


def test_who_is_erased_saw_it_until_then(world: World) -> None:
    days, thread = Days(), a_restricted_thread(world, organisations=("council",), people=("teacher",))
    with days.on(1):
        anonymise_author(
            actor=SYSTEM,
            person_id=world.people["teacher"].pk,
            pseudonym="Учасник № 7",
            removes_messages=False,
        )
        (span,) = AudienceSpan.objects.filter(person=world.people["teacher"].pk)
        assert span.until == days[1]
    with days.on(2):
        assert told(world, f"threads/{thread.pk}", "teacher")[1] == [(None, days[1])]


def test_a_draft_that_was_for_others_before_it_was_opened_nobody_saw(world: World) -> None:
    days, thread = Days(), a_thread(world, draft=True)
    with days.on(1):
        restrict(world, thread, organisations=("police",))
    with days.on(2):
        assert told(world, f"threads/{thread.pk}", "teacher") == ([], [])
        assert sight(browser(world, "teacher"), world.people["teacher"], kind="thread", when="before") == []


def test_an_item_was_for_whom_its_thread_was_for_and_for_its_owners(world: World) -> None:
    days = Days()
    thread = a_restricted_thread(world, organisations=("police",))
    item = an_item(world, thread_id=thread.pk, owner="school")
    path = f"action-items/{item.pk}"
    with days.on(1):
        edit(world, item, owner_organisation_id=world.organisations["council"].pk)
    with days.on(2):
        restrict(world, thread, people=("councillor",))
    with days.on(3):
        assert told(world, path, "teacher") == ([], [(None, days[1])])
        assert told(world, path, "officer") == ([], [(None, days[2])])
        assert since(world, path, "councillor") == [(days[1], None)]
        for name in ("teacher", "officer"):
            (seen,) = sight(browser(world, name), world.people[name], kind="action", when="before")
            (over,) = seen["ended"]
            assert over["ended_by"]["id"] == str(world.people["facilitator"].pk)
        edit(world, item, audience=Audience.GROUP)
    with days.on(4):
        assert since(world, path, "teacher") == [(days[3], None)]
        assert told(world, path, "teacher") == ([(days[3], None)], [(None, days[1])])
        assert nothing_to_rebuild()


def test_what_is_for_others_now_takes_as_many_queries_for_many_as_for_few(world: World) -> None:
    def queries(ask: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            ask()
        return len(seen)

    def change() -> Thread:
        thread = a_thread(world)
        an_item(world, thread_id=thread.pk, audience=Audience.THREAD)
        restrict(world, thread, organisations=("police",))
        return thread

    page, teacher, thread = browser(world, "facilitator"), world.people["teacher"], change()
    asked = [
        lambda: sight(page, teacher, kind="thread", when="before"),
        lambda: sight(page, teacher, kind="action", when="before"),
        lambda: page.get(f"threads/{thread.pk}/access?when=before"),
    ]
    few = [queries(ask) for ask in asked]
    for _number in range(3):
        change()
        widen(world, thread)
        restrict(world, thread, organisations=("police",))
    assert [queries(ask) for ask in asked] == few
    assert len(sight(page, teacher, kind="action", when="before")) == 4


def test_a_clock_that_goes_back_ends_no_time_before_it_began(world: World) -> None:
    days, thread = Days(), a_thread(world)
    with days.on(3):
        restrict(world, thread, organisations=("police",))
    with days.on(2):
        widen(world, thread)
    ended = AudienceSpan.objects.get(container_id=thread.pk, organisation=world.organisations["police"])
    assert ended.since == ended.until == days[3]
