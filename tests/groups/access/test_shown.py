"""Which of the things that a person may have seen are shown, at the rule itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from groups.access.person_access import PersonAccessQuery, has_been_visible
from groups.grants import get_container_by_kind
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, widen
from tests.groups.access.helpers import sight, titles
from tests.groups.helpers import later
from tests.groups.initiative_groups.test_api import browser
from viche.accounts.services.people import deactivate_person
from viche.kernel.policy import Source

pytestmark = pytest.mark.django_db


def shown(world: World, name: str, pk: object) -> bool:
    person = world.people[name]
    found = PersonAccessQuery(world.actor(name), person, get_container_by_kind("thread")).only(pk)  # type: ignore[arg-type]
    return bool(found.page(2, ["-id"]))


def test_one_thing_is_shown_to_whom_it_is_or_was_open_and_to_nobody_else(world: World) -> None:
    for_all, kept = a_thread(world), a_restricted_thread(world, organisations=("school",))
    assert shown(world, "officer", for_all.pk), "seen now"
    assert not shown(world, "officer", kept.pk), "never seen"
    seat = world.seats["officer"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Ротація")
    assert shown(world, "officer", for_all.pk), "seen once"


def test_what_was_for_others_once_is_not_said_to_have_been_seen_before_it_was(world: World) -> None:
    thread = widen(world, a_restricted_thread(world, organisations=("school",)))
    officer = world.people["officer"]
    assert sight(browser(world, "officer"), officer, kind="thread", when="before") == []
    assert len(sight(browser(world, "officer"), officer, kind="thread", only=thread.pk)) == 1


def test_of_a_closed_account_nothing_is_told_that_it_never_saw(world: World) -> None:
    kept = a_restricted_thread(world, organisations=("school",))
    restrict(world, kept, organisations=("council",))
    for_all = a_thread(world, title_uk="Для всіх")
    officer = world.people["officer"]
    deactivate_person(actor=SYSTEM, person_id=officer.pk, reason="Звільнено")
    told = sight(browser(world, "facilitator"), officer, kind="thread", when="before")
    assert titles(told) == [for_all.title_uk]


def test_a_source_shows_what_was_there_for_it_before_it_was_over(world: World) -> None:
    kind, kept = get_container_by_kind("thread"), a_restricted_thread(world, organisations=("school",))
    for_all = a_thread(world)
    shown_later = later(days=5)

    def source(reason: str, until: datetime | None = None) -> Source:
        return Source(reason, world.group.pk, until)

    over = later(days=2)
    assert not has_been_visible(kind, for_all, source("membership", over), shown_later), (
        "open to all only later"
    )
    assert has_been_visible(kind, for_all, source("membership", over), None)
    assert has_been_visible(kind, for_all, source("membership"), shown_later), "it lasts"
    assert has_been_visible(kind, for_all, source("guest_share", over), shown_later), (
        "let into this one thing"
    )
    assert has_been_visible(kind, kept, source("membership", over), shown_later), (
        "named there, whatever others see"
    )
    assert not has_been_visible(kind, for_all, source("membership", later(days=-2)), None), (
        "over before it began"
    )
    timeless = replace(kind, since="")
    assert has_been_visible(timeless, for_all, source("membership", later(days=-2)), None)
