"""Mandates over HTTP: giving, changing, resting, ending; candidates, seats and absences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import Charter, create_group, edit_group
from groups.mandates.services import appoint_mandate, end_mandate
from groups.models import InitiativeGroup, Mandate, Membership, Office, Role, Visibility
from groups.organisations.administrators import name_administrator
from groups.selectors import list_members_of
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.dialogue.helpers import a_thread
from tests.groups.helpers import (
    a_coordinator,
    at,
    codenames,
    colleague,
    kinds_after,
    last_event,
    later,
    nothing_to_rebuild,
    stand_in,
)
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.mandates.test_notifications import titles
from viche.accounts.models import User
from viche.kernel.clock import now, today
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def day(days: int = 0) -> date:
    """Return today in Kyiv, or so many days from it: a run may pass midnight."""
    return today("Europe/Kyiv") + timedelta(days=days)


def coordinator(world: World) -> Browser:
    return Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))


def an_administrator(world: World, organisation: str) -> Browser:
    """Who names the representatives of an organisation."""
    appoints = person("appoints")
    name_administrator(
        actor=SYSTEM,
        organisation_id=world.organisations[organisation].pk,
        person_id=appoints.pk,
        document="Наказ № 3",
    )
    return Browser(appoints)


def post_of(world: World, name: str, rest: str = "") -> str:
    return f"mandates/{world.mandates[name].pk}{rest}"


def versioned(version: int = 1) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


# ---- giving and changing -----------------------------------------------------------------------------------


def given(**changes: Any) -> dict[str, Any]:
    return {"position": "інспекторка", "document": "Наказ № 5", "starts_on": str(day())} | changes


def test_a_coordinator_gives_a_mandate_by_id_or_by_address(world: World) -> None:
    page, before = coordinator(world), last_event()
    path = f"organisations/{world.organisations['police'].pk}/mandates"
    newcomer = person("newcomer")
    status, mandate = page.ask("POST", path, given(email=f" {newcomer.email.upper()} "))
    assert (status, mandate["state"], mandate["person"]["id"]) == (201, "active", str(newcomer.pk))
    assert mandate["organisation"]["sector"] == "police"
    assert kinds_after(before)[-1] == "groups.mandate_appointed"
    body = given(person=str(world.people["teacher"].pk), position_en="inspector", ends_on=str(day()))
    status, mandate = page.ask("POST", path, body)
    assert (status, mandate["position"]["en"], mandate["ends_on"]) == (201, "inspector", str(day()))
    assert {"edit", "rest", "pass_on", "end", "appoint_deputy"} <= set(mandate["allowed"])


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({}, "/person", "required"),
        ({"person": str(uuid7()), "email": "a@example.org"}, "/person", "required"),
        ({"person": str(uuid7())}, "/person", "not_found"),
        ({"email": "nobody@example.org"}, "/email", "not_found"),
        ({"person": 5}, "/person", "invalid"),
        ({"email": "a@example.org", "position": "  "}, "/position", "blank"),
        ({"email": "a@example.org", "starts_on": "soon"}, "/starts_on", "invalid"),
        ({"email": "a@example.org", "sector": "police"}, "/sector", "unknown"),
    ],
)
def test_a_wrong_mandate_is_named(world: World, change: Any, pointer: str, code: str) -> None:
    path = f"organisations/{world.organisations['police'].pk}/mandates"
    status, problem = coordinator(world).ask("POST", path, given(**change))
    assert status == 422, problem
    assert (pointer, code) in {(one["pointer"], one["code"]) for one in problem["errors"]}


def test_one_who_left_gets_no_mandate(world: World) -> None:
    gone = person("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False, deactivation_reason="Пішла")
    path = f"organisations/{world.organisations['police'].pk}/mandates"
    status, problem = coordinator(world).ask("POST", path, given(email=gone.email))
    assert (status, problem["errors"][0]["pointer"]) == (422, "/email")


def test_who_gives_and_who_does_not(world: World, elsewhere: World) -> None:
    path = f"organisations/{world.organisations['police'].pk}/mandates"
    body = given(person=str(world.people["teacher"].pk))
    for name in ("facilitator", "officer", "administrator"):
        assert browser(world, name).ask("POST", path, body)[0] == 403
    assert coordinator(elsewhere).ask("POST", path, body)[0] == 403


def test_candidates_are_people_whom_one_knows(world: World, elsewhere: World) -> None:
    stranger = person("stranger")
    page = coordinator(world)
    path = f"organisations/{world.organisations['police'].pk}/candidates"
    found = {one["id"] for one in page.get(path)["items"]}
    assert str(world.people["teacher"].pk) in found
    assert not found & {str(stranger.pk), str(elsewhere.people["teacher"].pk)}
    words = world.people["teacher"].name_uk.upper()
    assert [one["id"] for one in page.get(f"{path}?q={words}")["items"]] == [str(world.people["teacher"].pk)]
    assert browser(world, "facilitator").ask("GET", path)[0] == 403


def test_a_change_needs_the_version_and_reaches_the_table(world: World) -> None:
    page, before = coordinator(world), last_event()
    path = post_of(world, "officer")
    assert page.ask("PATCH", path, {"document": "Наказ № 8"})[0] == 428
    assert page.ask("PATCH", path, {"document": "Наказ № 8"}, **versioned(7))[0] == 412
    body = {"position": "начальниця", "ends_on": str(day())}
    status, mandate = page.ask("PATCH", path, body, **versioned())
    assert (status, mandate["position"]["uk"], mandate["version"]) == (200, "начальниця", 2)
    assert kinds_after(before)[-2:] == ["groups.mandate_changed", "groups.seat_changed"]
    row = next(
        one
        for one in list_members_of(world.group.pk)
        if one.membership.mandate_id == world.mandates["officer"].pk
    )
    assert row.membership.mandate.position_uk == "начальниця"
    with at(later(days=2)):
        assert codenames(world, "officer") == set()
    for change, pointer in (
        ({"ends_on": "2020-02-01"}, "/ends_on"),
        ({"starts_on": str(day(9))}, "/starts_on"),
    ):
        status, problem = page.ask("PATCH", path, change, **versioned(2))
        assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert browser(world, "officer").ask("PATCH", path, body, **versioned(2))[0] == 403


@pytest.mark.parametrize("days", [1, 0, -9])
def test_the_first_day_of_a_mandate_stays_once_it_has_begun(world: World, days: int) -> None:
    thread, page = a_thread(world), an_administrator(world, "police")
    status, problem = page.ask(
        "PATCH", post_of(world, "officer"), {"starts_on": str(day(days))}, **versioned()
    )
    (error,) = problem["errors"]
    assert (status, error["pointer"], error["code"]) == (422, "/starts_on", "begun")
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
    told = browser(world, "facilitator").get(f"threads/{thread.pk}/access?when=before")["items"]
    assert str(world.people["officer"].pk) in {one["person"]["id"] for one in told}


def test_a_mandate_to_come_begins_on_another_day_that_has_not_passed(world: World) -> None:
    page, last = coordinator(world), str(day(30))
    body = given(email=person("new").email, starts_on=str(day(5)), ends_on=last)
    path = f"organisations/{world.organisations['police'].pk}/mandates"
    made = page.ask("POST", path, body)[1]
    path = f"mandates/{made['id']}"
    status, problem = page.ask("PATCH", path, {"starts_on": "2001-01-01"}, **versioned())
    assert (status, problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == (
        422,
        "/starts_on",
        "past",
    )
    sooner = str(day(2))
    assert page.ask("PATCH", path, {"starts_on": sooner}, **versioned())[0] == 200
    event = Event.objects.get(kind="groups.mandate_changed")
    assert (event.data["before"], event.data["after"]) == ([body["starts_on"], last], [sooner, last])


def test_a_mandate_gives_nothing_for_the_time_before_it_was_given(world: World) -> None:
    """Its document may have begun years ago: nobody could stand in by it before it was there."""
    thread, deputy, coordinates = a_thread(world), colleague(world, "police"), a_coordinator(world)
    stand_in(world, "officer", deputy, now(), later(days=9))
    first = deputy.mandates.get()
    Mandate.objects.filter(pk=first.pk).update(ended_at=later(days=1))
    with at(later(days=3)):
        again = appoint_mandate(
            actor=coordinates,
            organisation_id=first.organisation_id,
            person_id=deputy.pk,
            position_uk="інспекторка",
            document="Наказ № 5",
            starts_on=date(2001, 1, 1),
        )
    assert again.starts_on == date(2001, 1, 1)
    with at(later(days=10)):
        items = browser(world, "facilitator").get(f"threads/{thread.pk}/access?when=before")["items"]
    (told,) = [one for one in items if one["person"]["id"] == str(deputy.pk)]
    assert len(told["ended"]) == 2, "the days between the two mandates gave nothing"


def unled() -> bool:
    """Whether who coordinates was told that nobody leads the group."""
    return "Група «Група Тут» лишилася без фасилітатора" in titles(Office.objects.get().person)


# ---- resting and ending ------------------------------------------------------------------------------------


def test_a_mandate_rests_and_is_resumed(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now(), later(days=1))
    page, path, before = coordinator(world), post_of(world, "officer", "/transitions"), last_event()
    assert page.ask("POST", path, {"to": "resting"}, **versioned())[1]["errors"][0]["pointer"] == "/reason"
    assert page.ask("POST", path, {"to": "resting", "reason": "Перевірка"})[0] == 428
    status, mandate = page.ask("POST", path, {"to": "resting", "reason": "Перевірка"}, **versioned())
    assert (status, mandate["state"], mandate["reason"]) == (200, "resting", "Перевірка")
    assert kinds_after(before) == ["groups.mandate_rested", "groups.seat_changed"]
    assert codenames(world, "officer") == codenames(world, deputy) == set()
    assert browser(world, "officer").get("me/mandates")["items"] == []
    assert browser(world, "teacher").get(post_of(world, "officer"))["reason"] == ""
    assert nothing_to_rebuild()
    seats = {one["id"]: one for one in page.get(f"groups/{world.group.pk}/seats")["items"]}
    officers = seats[str(world.seats["officer"].pk)]
    assert officers["state"] == "resting"
    assert "resume" in officers["mandate_allowed"]
    status, problem = page.ask("POST", path, {"to": "resting", "reason": "Знову"}, **versioned(2))
    assert (status, problem["code"]) == (403, "forbidden")
    status, mandate = page.ask("POST", path, {"to": "active"}, **versioned(2))
    assert (status, mandate["state"], mandate["reason"]) == (200, "active", "")
    assert codenames(world, "officer") == codenames(world, deputy) == {"read", "speak"}
    assert nothing_to_rebuild()


def test_the_last_facilitator_rests_at_once_and_who_coordinates_hears_of_it(world: World) -> None:
    coordinator(world)
    path, page = post_of(world, "facilitator", "/transitions"), an_administrator(world, "ngo")
    status, mandate = page.ask("POST", path, {"to": "resting", "reason": "Перевірка"}, **versioned())
    assert (status, mandate["state"]) == (200, "resting")
    assert codenames(world, "facilitator") == set()
    assert unled()
    assert nothing_to_rebuild()
    page.ask("POST", path, {"to": "active"}, **versioned(2))
    # It is led again: nothing is left to settle.
    assert not unled()


def test_a_mandate_ends_and_history_keeps_the_name(world: World) -> None:
    page, path = coordinator(world), post_of(world, "officer", "/transitions")
    status, mandate = page.ask("POST", path, {"to": "ended", "reason": "Переведення"}, **versioned())
    assert (status, mandate["state"], mandate["seats"]) == (200, "ended", [])
    assert browser(world, "officer").ask("GET", f"groups/{world.group.pk}")[0] == 404
    seats = browser(world, "facilitator").get(f"groups/{world.group.pk}/seats")["items"]
    left = {one["person"]["id"]: one for one in seats if one["state"] == "ended"}
    assert left[str(world.people["officer"].pk)]["reason"] == "Переведення"
    seats = browser(world, "observer").get(f"groups/{world.group.pk}/seats")["items"]
    assert {one["reason"] for one in seats} == {""}
    assert page.ask("POST", path, {"to": "ended", "reason": "Знову"}, **versioned(2))[0] == 403


# ---- absences ----------------------------------------------------------------------------------------------


def test_the_holder_sends_a_deputy_for_an_absence(world: World) -> None:
    deputy, page = colleague(world, "police"), browser(world, "officer")
    (named,) = page.get(post_of(world, "officer", "/colleagues"))["items"]
    assert named["id"] == str(deputy.pk)
    body = {"deputy": named["id"], "starts_at": now().isoformat(), "ends_at": later(days=3).isoformat()}
    path = post_of(world, "officer", "/deputyships")
    status, window = page.ask("POST", path, body)
    assert (status, window["deputy"]["id"]) == (201, str(deputy.pk))
    assert codenames(world, deputy) == {"read", "speak"}
    assert [one["id"] for one in page.get(path)["items"]] == [window["id"]]
    (mine,) = page.get("me/mandates")["items"]
    assert [one["id"] for one in mine["absences"]] == [window["id"]]
    lent = next(one for one in Browser(deputy).get("me/mandates")["items"] if one["acting"])
    assert (lent["person"]["id"], lent["absences"]) == (str(world.people["officer"].pk), [])
    assert page.ask("DELETE", f"deputyships/{window['id']}") == (204, None)
    assert codenames(world, deputy) == set()
    assert page.get(path)["items"] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"deputy": "x"}, "/deputy"),
        ({"deputy": str(uuid7())}, "/deputy"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "/ends_at"),
        ({"starts_at": "soon"}, "/starts_at"),
        ({"starts_at": "2001-01-01T00:00:00Z"}, "/starts_at"),
        ({"why": "x"}, "/why"),
    ],
)
def test_a_wrong_absence_is_named(world: World, change: Any, pointer: str) -> None:
    body = {"deputy": str(colleague(world, "police").pk), "starts_at": now().isoformat()}
    body |= {"ends_at": later(days=3).isoformat()} | change
    status, problem = browser(world, "officer").ask("POST", post_of(world, "officer", "/deputyships"), body)
    assert status == 422, problem
    assert pointer in {one["pointer"] for one in problem["errors"]}


def test_an_absence_is_nobody_elses_business(world: World) -> None:
    for name in ("facilitator", "teacher"):
        for rest in ("/deputyships", "/colleagues"):
            assert browser(world, name).ask("GET", post_of(world, "officer", rest))[0] == 403


# ---- lists -------------------------------------------------------------------------------------------------


def test_a_facilitator_finds_whom_to_seat(world: World, elsewhere: World) -> None:
    page, path = browser(world, "facilitator"), f"groups/{world.group.pk}/candidates"
    found = {one["id"] for one in page.get(path)["items"]}
    assert found == {str(world.mandates[name].pk) for name in ("outsider", "former")}
    assert page.get(f"{path}?q=outsider")["items"][0]["organisation"]["sector"] == "business"
    assert page.get(f"{path}?q=%25")["items"] == []
    assert browser(world, "officer").ask("GET", path)[0] == 403
    assert page.ask("GET", f"{path}?q={'x' * 101}")[0] == 400


def test_mandates_of_an_organisation_as_far_as_one_knows_them(world: World, elsewhere: World) -> None:
    path = f"organisations/{world.organisations['council'].pk}/mandates"
    assert len(coordinator(world).get(path)["items"]) == 2
    (first,) = browser(world, "teacher").get(f"{path}?limit=1")["items"]
    assert first["allowed"] == ["read"]
    assert first["seats"][0]["group"]["id"] == str(world.group.pk)
    assert browser(elsewhere, "teacher").get(path)["items"] == []


def test_longer_lists_ask_no_more_questions(world: World) -> None:
    page, police = coordinator(world), world.organisations["police"]
    officer = browser(world, "officer")
    paths = {
        f"organisations/{police.pk}/mandates": page,
        f"organisations/{police.pk}/candidates": page,
        f"groups/{world.group.pk}/candidates": page,
        f"groups/{world.group.pk}/members": page,
        f"groups/{world.group.pk}/seats": page,
        f"groups/{world.group.pk}/role-history": page,
        post_of(world, "officer", "/deputyships"): officer,
        post_of(world, "officer", "/colleagues"): officer,
        post_of(world, "officer", "/succession"): page,
        "me/mandates": officer,
    }

    def asked() -> dict[str, int]:
        counts = {}
        for path, reader in paths.items():
            reader.get(path)
            with CaptureQueriesContext(connection) as queries:
                reader.get(path)
            counts[path] = len(queries)
        return counts

    stand_in(world, "officer", colleague(world, "police"), now(), later(days=1))
    a_mandate(person("spare"), police)
    before = asked()
    for _number in range(4):
        stand_in(world, "officer", colleague(world, "police"), now(), later(days=1))
        a_seat(world.group, a_mandate(person("more"), police), Role.MEMBER)
        a_mandate(person("spare"), police)
        a_seat(world.group, a_mandate(world.people["officer"], police), Role.OBSERVER)
    assert asked() == before
    assert max(before.values()) <= 17, before


# ---- what a subgroup says of the group above ---------------------------------------------------------------


def test_a_hidden_group_is_not_named_to_the_members_of_its_subgroup(world: World) -> None:
    charter = Charter(name_uk="Підгрупа", purpose_uk="Так")
    below = create_group(
        actor=SYSTEM, territory_id=world.territory.pk, charter=charter, parent_id=world.group.pk
    )
    a_seat(below, world.mandates["outsider"], Role.MEMBER)
    a_seat(below, world.mandates["officer"], Role.MEMBER)
    path = f"groups/{below.pk}"
    assert browser(world, "outsider").get(path)["parent"]["id"] == str(world.group.pk)
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.HIDDEN})
    assert browser(world, "outsider").get(path)["parent"] is None
    (listed,) = browser(world, "outsider").get("groups")["items"]
    assert listed["parent"] is None
    assert browser(world, "officer").get(path)["parent"]["id"] == str(world.group.pk)
    assert InitiativeGroup.objects.count() == 2
    assert Membership.objects.filter(group=below).count() == 2
