"""Who sees a thing and why, over HTTP: each source by itself, no more to guests than their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.helpers import a_coordinator, colleague, seat, second_mandate, stand_in
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.tasks.helpers import an_item
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person
from viche.kernel.clock import now
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def later(days: int) -> str:
    return (now() + timedelta(days=days)).isoformat()


def share_of(guest: User, **changes: Any) -> dict[str, Any]:
    return {"person": str(guest.pk), "access": "read", "until": later(2), "reason": "Порада лікаря"} | changes


def readers(page: Browser, path: str) -> dict[str, list[str]]:
    return {
        one["person"]["id"]: [ground["kind"] for ground in one["grounds"]] for one in page.get(path)["items"]
    }


def ids(world: World, names: str) -> set[str]:
    return {str(world.people[name].pk) for name in names.split()}


def test_everybody_who_sees_a_thread_is_named_with_the_reason(world: World) -> None:
    thread, guest = a_thread(world), person("guest")
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    page, path = browser(world, "facilitator"), f"threads/{thread.pk}"
    status, share = page.ask("POST", f"{path}/shares", share_of(guest))
    assert (status, share["access"], share["person"]["id"]) == (201, "read", str(guest.pk))
    found = readers(page, f"{path}/access")
    seated = ids(world, "facilitator secretary officer teacher councillor observer")
    assert set(found) == seated | {str(deputy.pk), str(guest.pk)}
    assert found[str(deputy.pk)] == ["deputyship"]
    assert found[str(guest.pk)] == ["guest_share"]


def test_each_source_comes_and_goes_alone(world: World) -> None:
    """Two mandates of one person, and a share beside them."""
    world.mandates["second"] = second_mandate(world, "officer", "market")
    extra = seat(world, "second")
    thread = a_restricted_thread(world, organisations=("police", "market"))
    facilitator, mine = browser(world, "facilitator"), f"threads/{thread.pk}/access/mine"
    body = share_of(world.people["officer"], access="speak")
    _status, share = facilitator.ask("POST", f"threads/{thread.pk}/shares", body)
    officer = browser(world, "officer")
    told = officer.get(mine)["items"]
    assert sorted(one["kind"] for one in told) == ["guest_share", "membership", "membership"]
    given = next(one for one in told if one["kind"] == "guest_share")
    assert (given["access"], given["reason"]) == ("speak", "Порада лікаря")
    assert given["given_by"]["id"] == str(world.people["facilitator"].pk)
    seats = {one["id"]: one["organisation"]["sector"] for one in told if one["kind"] == "membership"}
    assert seats == {str(world.seats["officer"].pk): "police", str(extra.pk): "business"}
    assert facilitator.ask("DELETE", f"guest-shares/{share['id']}") == (204, None)
    path = f"groups/{world.group.pk}/members/{world.seats['officer'].pk}"
    assert facilitator.ask("DELETE", path, {"reason": "Ротація"})[0] == 204
    assert [one["id"] for one in officer.get(mine)["items"]] == [str(extra.pk)]


def test_a_guest_is_told_their_own_reason_and_not_who_else_reads(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    browser(world, "facilitator").ask("POST", f"threads/{thread.pk}/shares", share_of(guest))
    page, path = browser(world, "outsider"), f"threads/{thread.pk}/access"
    assert page.ask("GET", path)[0] == 403
    (only,) = page.get(f"{path}/mine")["items"]
    assert (only["kind"], only["reason"]) == ("guest_share", "Порада лікаря")
    assert only["organisation"] is None


def test_why_a_guest_was_asked_is_for_those_who_may_ask(world: World) -> None:
    thread, guest = a_thread(world), person("guest")
    browser(world, "facilitator").ask("POST", f"threads/{thread.pk}/shares", share_of(guest))

    def reason_for(name: str) -> tuple[Any, Any]:
        items = browser(world, name).get(f"threads/{thread.pk}/access")["items"]
        (ground,) = next(one for one in items if one["person"]["id"] == str(guest.pk))["grounds"]
        return ground["reason"], ground["given_by"]

    assert reason_for("officer") == (None, None)
    assert reason_for("facilitator")[0] == "Порада лікаря"


def test_a_restricted_thread_names_only_those_who_are_named(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    path = f"threads/{thread.pk}/access"
    assert set(readers(browser(world, "officer"), path)) == ids(world, "facilitator officer")
    for name in ("teacher", "administrator", "outsider"):
        for part in ("", "/mine"):
            status, problem = browser(world, name).ask("GET", path + part)
            assert (status, problem["code"]) == (404, "not_found")
        assert browser(world, name).ask("POST", f"threads/{thread.pk}/shares", {})[0] in {404, 422}


def test_a_seat_that_gives_access_twice_is_named_once(world: World) -> None:
    """As the facilitator of a thread, and as somebody of a named organisation."""
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    found = readers(browser(world, "facilitator"), f"threads/{thread.pk}/access")
    assert set(map(tuple, found.values())) == {("membership",)}


def test_what_is_seen_by_a_rule_is_told_in_its_words(world: World) -> None:
    path = f"mandates/{world.mandates['officer'].pk}/access/mine"
    for name, rules in (
        ("officer", {"self", "seat"}),
        ("teacher", {"seat"}),
        ("facilitator", {"seat", "facilitator"}),
    ):
        assert {one["kind"] for one in browser(world, name).get(path)["items"]} == rules
    page = browser(world, "outsider")
    assert page.ask("GET", path)[0] == 404
    told = page.get(f"organisations/{world.organisations['police'].pk}/access/mine")["items"]
    words = {
        "uk": "Кожну організацію бачать усі, хто увійшов.",
        "en": "Everyone who is signed in sees every organisation.",
    }
    assert told == [{"kind": "everybody", "words": words}]


def test_the_coordinator_sees_why_they_see_a_group(world: World) -> None:
    page = Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))
    (office,) = page.get(f"groups/{world.group.pk}/access/mine")["items"]
    assert (office["kind"], office["office"]) == ("office", "coordinator")
    assert office["territory"]["id"] == str(world.territory.pk)
    assert "membership" in str(readers(page, f"groups/{world.group.pk}/access"))


def test_whoever_was_deactivated_sees_nothing_and_is_not_named(world: World) -> None:
    thread = a_thread(world)
    deactivate_person(actor=SYSTEM, person_id=world.people["teacher"].pk)
    named = readers(browser(world, "facilitator"), f"threads/{thread.pk}/access")
    assert ids(world, "teacher").isdisjoint(named)


def test_an_item_is_shared_for_work(world: World) -> None:
    item, guest = an_item(world), world.people["outsider"]
    facilitator, path = browser(world, "facilitator"), f"action-items/{item.pk}"
    status, share = facilitator.ask("POST", f"{path}/shares", share_of(guest, access="work"))
    assert status == 201
    assert readers(facilitator, f"{path}/access")[str(guest.pk)] == ["guest_share"]
    assert browser(world, "outsider").get(path)["id"] == str(item.pk)
    assert facilitator.ask("DELETE", f"guest-shares/{share['id']}")[0] == 204
    assert browser(world, "outsider").ask("GET", path)[0] == 404
    status, problem = facilitator.ask("DELETE", f"guest-shares/{share['id']}")
    assert (status, problem["code"]) == (409, "already_ended")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"access": "work"}, "/access"),
        ({"access": "own"}, "/access"),
        ({"until": later(-1)}, "/until"),
        ({"until": "завтра"}, "/until"),
        ({"until": later(2)[:16]}, "/until"),
        ({"reason": " "}, "/reason"),
        ({"person": str(uuid7())}, "/person"),
        ({"person": None}, "/person"),
        ({"email": "guest@kalynodil.example"}, "/email"),
        ({"role": "member"}, "/role"),
    ],
)
def test_a_wrong_share_is_refused_by_its_field(world: World, changes: dict[str, Any], pointer: str) -> None:
    body = share_of(person("guest"), **changes)
    path = f"threads/{a_thread(world).pk}/shares"
    status, problem = browser(world, "facilitator").ask("POST", path, body)
    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def by_email(email: str) -> dict[str, Any]:
    return {"email": email, "access": "read", "until": later(2), "reason": "Порада лікаря"}


def test_a_guest_is_named_by_the_address_they_sign_in_with(world: World) -> None:
    thread, guest = a_thread(world), person("guest")
    page, path = browser(world, "facilitator"), f"threads/{a_thread(world).pk}/shares"
    status, share = page.ask("POST", f"threads/{thread.pk}/shares", by_email(guest.email.upper()))
    assert (status, share["person"]["id"]) == (201, str(guest.pk))
    for nobody in ("nobody@kalynodil.example", "no address"):
        status, problem = page.ask("POST", path, by_email(nobody))
        assert (status, problem["errors"][0]["pointer"]) == (422, "/email")
    deactivate_person(actor=SYSTEM, person_id=guest.pk)
    assert page.ask("POST", path, by_email(guest.email))[0] == 422


@pytest.mark.parametrize(("name", "status"), [("secretary", 403), ("officer", 403), ("outsider", 404)])
def test_who_may_not_share_over_http(world: World, name: str, status: int) -> None:
    thread, guest = a_thread(world), person("guest")
    _status, share = browser(world, "facilitator").ask("POST", f"threads/{thread.pk}/shares", share_of(guest))
    page = browser(world, name)
    assert page.ask("POST", f"threads/{thread.pk}/shares", share_of(guest))[0] == status
    assert page.ask("DELETE", f"guest-shares/{share['id']}")[0] == status


def test_who_sees_takes_as_many_queries_for_many_as_for_few(world: World) -> None:
    def queries(thread: Thread) -> int:
        page = browser(world, "facilitator")
        with CaptureQueriesContext(connection) as seen:
            page.get(f"threads/{thread.pk}/access")
        return len(seen)

    thread, facilitator = a_thread(world), browser(world, "facilitator")
    facilitator.ask("POST", f"threads/{thread.pk}/shares", share_of(person("guest")))
    few = queries(thread)
    for _number in range(4):
        facilitator.ask("POST", f"threads/{thread.pk}/shares", share_of(person("guest")))
    assert queries(thread) == few
