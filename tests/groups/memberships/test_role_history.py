"""How the roles in a group came, changed and went, as its readers are told it."""

from __future__ import annotations

from typing import Any

import pytest

from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import Membership, Role
from tests.cast import SYSTEM, World
from tests.groups.access.test_access_record import seen
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.mandates.test_succession import passed_on, successor

pytestmark = pytest.mark.django_db


def history(world: World, name: str, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = browser(world, name).get(path(world) + query)["items"]
    return items


def path(world: World) -> str:
    return f"groups/{world.group.pk}/role-history"


def seated_and_promoted(world: World) -> Membership:
    facilitator = world.actor("facilitator")
    seat = start_membership(
        actor=SYSTEM,
        group_id=world.group.pk,
        mandate_id=world.mandates["outsider"].pk,
        role=Role.MEMBER,
    )
    return change_role(actor=facilitator, group_id=world.group.pk, membership_id=seat.pk, role=Role.SECRETARY)


def test_each_step_says_who_from_what_to_what_when_and_by_whom(world: World) -> None:
    seat = seated_and_promoted(world)
    changed, came = history(world, "observer")[:2]
    assert [(one["before"], one["after"]) for one in (came, changed)] == [
        (None, "member"),
        ("member", "secretary"),
    ]
    assert came["at"] <= changed["at"]
    assert {one["person"]["id"] for one in (came, changed)} == {str(world.people["outsider"].pk)}
    assert changed["membership_id"] == str(seat.pk)
    assert (came["by"], changed["by"]["id"]) == (None, str(world.people["facilitator"].pk))
    assert changed["position"]["uk"] == world.mandates["outsider"].position_uk
    assert changed["taken_over_from"] is None


def test_why_a_role_was_left_is_for_who_leads_and_stands_in_the_record(world: World) -> None:
    teacher = world.people["teacher"]
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats["teacher"].pk,
        reason="Переїхала",
    )
    (left, *_others) = history(world, "officer")
    assert (left["before"], left["after"], left["reason"]) == ("member", None, "")
    assert seen(teacher) == []
    (left, *_others) = history(world, "facilitator")
    assert left["reason"] == "Переїхала"
    assert seen(teacher) == [("membership", "list", "membership")]


def test_a_post_that_passes_on_says_from_whom_and_only_once(world: World) -> None:
    who, officer = successor(world), world.people["officer"]
    assert passed_on(world, who)[0] == 201
    came, left = history(world, "facilitator")[:2]
    assert (left["person"]["id"], left["after"], left["reason"]) == (str(officer.pk), None, "Ротація")
    assert (came["person"]["id"], came["before"], came["after"]) == (str(who.pk), None, "member")
    assert came["taken_over_from"]["id"] == str(officer.pk)
    assert left["taken_over_from"] is None
    seat = Membership.objects.get(pk=came["membership_id"])
    group_id = world.group.pk
    end_membership(actor=SYSTEM, group_id=group_id, membership_id=seat.pk, reason="Досить")
    start_membership(actor=SYSTEM, group_id=group_id, mandate_id=seat.mandate_id, role=Role.OBSERVER)
    again = history(world, "facilitator")[0]
    assert (again["person"]["id"], again["after"], again["taken_over_from"]) == (
        str(who.pk),
        "observer",
        None,
    )


def test_it_goes_on_page_by_page_for_who_reads_the_group_alone(world: World) -> None:
    seated_and_promoted(world)
    whole = history(world, "observer")
    page, told, query = browser(world, "observer"), [], "?limit=2"
    while query:
        answer = page.get(path(world) + query)
        told += [one["id"] for one in answer["items"]]
        query = answer["next_cursor"] and f"?limit=2&cursor={answer['next_cursor']}"
    assert told == [one["id"] for one in whole]
    assert len(told) > 2
    end_membership(
        actor=SYSTEM,
        group_id=world.group.pk,
        membership_id=Membership.objects.get(mandate=world.mandates["outsider"]).pk,
        reason="Досить",
    )
    stranger = Browser(world.people["outsider"])
    assert stranger.ask("GET", path(world))[0] == 404
    assert page.ask("GET", path(world) + "?state=all")[0] == 400
