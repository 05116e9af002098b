"""Which of the things that a person may have seen are shown, at the rule itself."""

from __future__ import annotations

import pytest

from groups.grants import kind_named
from groups.services.memberships import end_membership
from groups.sight import Sight
from tests.cast import SYSTEM, World
from tests.dialogue.acts import a_restricted_thread, a_thread, restrict, widen
from tests.groups.looking import sight, titles
from tests.groups.test_api import browser
from viche.accounts.services.people import deactivate_person

pytestmark = pytest.mark.django_db


def shown(world: World, name: str, pk: object) -> bool:
    person = world.people[name]
    found = Sight(world.actor(name), person, kind_named("thread")).only(pk)  # type: ignore[arg-type]
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
