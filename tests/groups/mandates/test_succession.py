"""A post passes on in one step over HTTP: what the successor takes over, and what stays."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose, Thread, Visibility as ThreadVisibility
from dialogue.posting.services import post_message
from dialogue.reading.selectors import list_readers_of
from dialogue.reading.services import mark_read
from groups.joining.join_requests import request_seat
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import end_membership
from groups.models import Mandate, Membership
from tasks.models import ActionItem
from tests.cast import SYSTEM, World
from tests.groups.helpers import (
    codenames,
    colleague,
    kinds_after,
    last_event,
    later,
    nothing_to_rebuild,
    seat,
)
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.mandates.test_api import coordinator, post_of, versioned
from tests.tasks.helpers import an_item_in
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def successor(world: World) -> User:
    return colleague(world, "police")


def passed_on(world: World, who: User, name: str = "officer", **more: Any) -> tuple[int, Any]:
    body = {"person": str(who.pk), "document": "Наказ № 9", "reason": "Ротація"} | more
    return coordinator(world).ask("POST", post_of(world, name, "/succession"), body, **versioned())


def test_a_post_passes_on_in_one_step(world: World) -> None:
    who, page, before = successor(world), coordinator(world), last_event()
    body = {"person": str(who.pk), "document": "Наказ № 9", "reason": "Ротація"}
    status, mandate = page.ask("POST", post_of(world, "officer", "/succession"), body, **versioned())
    assert (status, mandate["person"]["id"], mandate["state"]) == (201, str(who.pk), "active")
    assert mandate["predecessor"]["id"] == str(world.people["officer"].pk)
    assert mandate["position"]["uk"] == world.mandates["officer"].position_uk
    assert [one["role"] for one in mandate["seats"]] == ["member"]
    assert codenames(world, who) == {"read", "speak"}
    assert codenames(world, "officer") == set()
    assert browser(world, "officer").ask("GET", f"groups/{world.group.pk}")[0] == 404
    assert kinds_after(before) == [
        "groups.membership_ended",
        "groups.membership_started",
        "groups.mandate_ended",
        "groups.mandate_taken_over",
    ]
    assert nothing_to_rebuild()


def test_actions_and_led_threads_pass_on_and_what_is_closed_keeps_its_name(world: World) -> None:
    mine = {"owner_id": world.mandates["councillor"].pk}
    item, closed = an_item_in(world, "in_progress", **mine), an_item_in(world, "cancelled", **mine)
    thread = create_thread(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        title_uk="Укриття",
        purpose=Purpose.CONSULT,
        facilitator_id=world.mandates["councillor"].pk,
    )
    preview = coordinator(world).get(post_of(world, "councillor", "/succession"))
    counts = {one["kind"]: one["count"] for one in preview["heritage"] if one["count"]}
    assert counts == {"actions": 1, "led_threads": 1}
    assert [one["role"] for one in preview["seats"]] == ["member"]
    before, who = last_event(), colleague(world, "council")
    _status, mandate = passed_on(world, who, "councillor")
    assert {"tasks.action_taken_over", "dialogue.thread_changed"} <= set(kinds_after(before))
    after = ActionItem.objects.get(pk=item.pk)
    assert (str(after.owner_id), after.state, after.version) == (
        mandate["id"],
        "in_progress",
        item.version + 1,
    )
    assert ActionItem.objects.get(pk=closed.pk).owner == world.mandates["councillor"]
    assert str(Thread.objects.get(pk=thread.pk).facilitator_id) == mandate["id"]
    assert Browser(who).get(f"action-items/{item.pk}")["owner_person"]["id"] == str(who.pk)
    assert "close" in Browser(who).get(f"threads/{thread.pk}")["allowed"]
    assert nothing_to_rebuild()


def test_the_successor_reads_on_where_the_post_had_stopped(world: World) -> None:
    thread = create_thread(
        actor=world.actor("facilitator"), group_id=world.group.pk, title_uk="Укриття", purpose=Purpose.CONSULT
    )
    for _number in range(3):
        post_message(
            actor=world.actor("teacher"), thread_id=thread.pk, client_id=uuid7(), body="Так", on_behalf=False
        )
    mark_read(actor=world.actor("officer"), thread_id=thread.pk, ranges=[(1, 2)])
    preview = coordinator(world).get(post_of(world, "officer", "/succession"))
    assert {one["kind"]: one["count"] for one in preview["heritage"]}["unread_threads"] == 1
    who = successor(world)
    passed_on(world, who)
    assert Browser(who).get(f"groups/{world.group.pk}")["unread"] == 1
    reading = Browser(who).get(f"threads/{thread.pk}")["reading"]
    assert (reading["first_unread"], reading["unread"]) == (3, 1)
    # Nobody is told that the successor has seen what only the predecessor has.
    seen = {one.person.pk: one.ranges for one in list_readers_of(Thread.objects.get(pk=thread.pk))}
    assert seen[who.pk] == ()
    mark_read(actor=Actor.for_person(who.pk), thread_id=thread.pk, ranges=[(2, 3)])
    seen = {one.person.pk: one.ranges for one in list_readers_of(Thread.objects.get(pk=thread.pk))}
    assert seen[who.pk] == ((2, 3),)


def test_what_a_member_has_read_stays_their_own(world: World) -> None:
    thread = create_thread(
        actor=world.actor("facilitator"), group_id=world.group.pk, title_uk="Укриття", purpose=Purpose.CONSULT
    )
    post_message(
        actor=world.actor("teacher"), thread_id=thread.pk, client_id=uuid7(), body="Так", on_behalf=False
    )
    mark_read(actor=world.actor("officer"), thread_id=thread.pk, ranges=[(1, 1)])
    passed_on(world, world.people["councillor"])
    assert browser(world, "councillor").get(f"groups/{world.group.pk}")["unread"] == 1


def test_what_names_the_holder_in_person_does_not_pass_on(world: World) -> None:
    thread = create_thread(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        title_uk="Між нами",
        purpose=Purpose.CONSULT,
        visibility=ThreadVisibility.RESTRICTED,
        person_ids=[world.people["officer"].pk, world.people["facilitator"].pk],
    )
    who = successor(world)
    passed_on(world, who)
    for one in (who, world.people["officer"]):
        assert Browser(one).ask("GET", f"threads/{thread.pk}")[0] == 404


@pytest.mark.parametrize("organisations", [(), ("police",), ("council",)], ids=str)
def test_a_restricted_thread_that_the_post_leads_does_not_go_to_the_successor_by_itself(
    world: World, organisations: tuple[str, ...]
) -> None:
    """Where it names their organisation they lead it once their seat is admitted."""
    thread = create_thread(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        title_uk="Між нами",
        purpose=Purpose.CONSULT,
        facilitator_id=world.mandates["officer"].pk,
        visibility=ThreadVisibility.RESTRICTED,
        organisation_ids=[world.organisations[name].pk for name in organisations],
        person_ids=[world.people["officer"].pk, world.people["facilitator"].pk],
    )
    who = successor(world)
    passed_on(world, who)
    assert Browser(who).ask("GET", f"threads/{thread.pk}")[0] == 404
    after = Thread.objects.get(pk=thread.pk).facilitator
    assert after is not None
    assert after.person_id != who.pk
    assert browser(world, "officer").ask("GET", f"threads/{thread.pk}")[0] == 404
    assert nothing_to_rebuild()


def test_the_only_facilitators_post_passes_on(world: World) -> None:
    who = colleague(world, "ngo")
    status, _mandate = passed_on(world, who, "facilitator")
    assert status == 201
    assert "facilitate" in codenames(world, who)
    assert codenames(world, "facilitator") == set()


def test_a_wrong_succession_is_refused(world: World) -> None:
    page, path = coordinator(world), post_of(world, "officer", "/succession")
    body = {"person": str(world.people["officer"].pk), "document": "Наказ № 9", "reason": "Ротація"}
    assert page.ask("POST", path, body)[0] == 428
    assert page.ask("POST", path, body, **versioned(4))[0] == 412
    status, problem = page.ask("POST", path, body, **versioned())
    assert (status, problem["errors"][0]["code"]) == (422, "same_person")
    assert problem["errors"][0]["pointer"] == "/person"
    by_address = {**body, "person": None, "email": world.people["officer"].email}
    status, problem = page.ask("POST", path, by_address, **versioned())
    assert (status, problem["errors"][0]["pointer"]) == (422, "/email")
    for change, pointer in (({"reason": " "}, "/reason"), ({"ends_on": "2020-01-01"}, "/ends_on")):
        other = {**body, "person": str(world.people["teacher"].pk), **change}
        status, problem = page.ask("POST", path, other, **versioned())
        assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert browser(world, "officer").ask("POST", path, body, **versioned())[0] == 403
    assert browser(world, "facilitator").ask("GET", path)[0] == 403
    assert Mandate.objects.filter(predecessor__isnull=False).count() == 0


def test_a_successor_who_asked_for_a_seat_has_the_answer(world: World) -> None:
    who = successor(world)
    request = request_seat(
        actor=Actor.for_person(who.pk),
        group_id=world.group.pk,
        organisation_id=world.organisations["police"].pk,
        position_uk="інспекторка",
    )
    passed_on(world, who)
    request.refresh_from_db()
    assert (request.state, str(request.membership and request.membership.role)) == ("admitted", "member")


def test_a_post_passes_on_once_however_often_it_is_sent(world: World) -> None:
    who, page = successor(world), coordinator(world)
    body = {"person": str(who.pk), "document": "Наказ № 9", "reason": "Ротація"}
    path = post_of(world, "officer", "/succession")
    first, again = (
        page.ask("POST", path, body, **versioned(), **{"Idempotency-Key": "pass-1"}) for _ in range(2)
    )
    assert first == again
    assert Mandate.objects.filter(predecessor=world.mandates["officer"]).count() == 1


def test_a_seat_that_was_called_off_does_not_pass_on(world: World) -> None:
    mandate_id = world.mandates["outsider"].pk
    added = seat(world, "outsider", since=later(days=1))
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=added.pk, reason="Скасовано")
    after = transfer_mandate(
        actor=SYSTEM,
        mandate_id=mandate_id,
        person_id=colleague(world, "market").pk,
        document="Наказ № 9",
        reason="Ротація",
    )
    assert not Membership.objects.filter(mandate=after).exists()
    assert nothing_to_rebuild()
