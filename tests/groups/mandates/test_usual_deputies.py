"""Who usually stands in for the holder of a mandate: named, changed, removed, and seen."""

from __future__ import annotations

import pytest

from tests.cast import World, person
from tests.groups.helpers import (
    codenames,
    colleague,
    kinds_after,
    last_event,
    later,
    nothing_to_rebuild,
    stand_in,
)
from tests.groups.initiative_groups.test_api import browser
from tests.groups.mandates.test_api import an_administrator, post_of, versioned
from tests.groups.mandates.test_notifications import told
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def test_an_administrator_names_changes_and_removes_the_usual_deputy(world: World) -> None:
    page, path = an_administrator(world, "police"), post_of(world, "officer", "/deputy")
    known = page.get(post_of(world, "officer"))
    assert (known["deputy"], "name_deputy" in known["allowed"]) == (None, True)
    deputy, another = person("elsewhere"), world.people["outsider"]
    before = last_event()
    assert page.ask("PUT", path, {"person": str(deputy.pk)})[0] == 428
    status, mandate = page.ask("PUT", path, {"email": deputy.email.upper()}, **versioned())
    assert (status, mandate["deputy"]["id"], mandate["version"]) == (200, str(deputy.pk), 2)
    assert page.ask("PUT", path, {"person": str(another.pk)}, **versioned())[0] == 412
    status, mandate = page.ask("PUT", path, {"person": str(another.pk)}, **versioned(2))
    assert (status, mandate["deputy"]["id"]) == (200, str(another.pk))
    # Whoever sees the mandate sees who that is, and the holder beside their own.
    assert browser(world, "teacher").get(post_of(world, "officer"))["deputy"]["id"] == str(another.pk)
    (own,) = browser(world, "officer").get("me/mandates")["items"]
    assert own["deputy"]["id"] == str(another.pk)
    status, mandate = page.ask("DELETE", path, **versioned(3))
    assert (status, mandate["deputy"]) == (200, None)
    assert kinds_after(before) == [
        "groups.usual_deputy_named",
        "groups.usual_deputy_dropped",
        "groups.usual_deputy_named",
        "groups.usual_deputy_dropped",
    ]
    no_more = f"{world.people['officer'].name_uk}: постійне заступництво завершено ({deputy.name_uk})"
    assert [one.title["uk"] for one in told(deputy)] == [no_more]


def test_who_is_the_usual_deputy_is_checked(world: World) -> None:
    page, path = an_administrator(world, "police"), post_of(world, "officer", "/deputy")
    for body, pointer in (
        ({"person": str(world.people["officer"].pk)}, "/person"),
        ({"email": "nobody@example.org"}, "/email"),
        ({}, "/person"),
    ):
        status, problem = page.ask("PUT", path, body, **versioned())
        assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert page.ask("DELETE", path, **versioned())[1]["code"] == "no_deputy"
    deputy = str(world.people["teacher"].pk)
    assert page.ask("PUT", path, {"person": deputy}, **versioned())[0] == 200
    assert page.ask("PUT", path, {"person": deputy}, **versioned(2))[1]["code"] == "already_deputy"
    for name in ("officer", "facilitator"):
        assert browser(world, name).ask("PUT", path, {"person": deputy}, **versioned(2))[0] == 403


def test_a_usual_deputy_from_elsewhere_stands_in_only_while_named(world: World) -> None:
    page, path, guest = (
        an_administrator(world, "police"),
        post_of(world, "officer", "/deputy"),
        person("guest"),
    )
    page.ask("PUT", path, {"person": str(guest.pk)}, **versioned())
    assert codenames(world, guest) == set()
    window = stand_in(world, "officer", guest, now(), later(days=1))
    assert codenames(world, guest) == {"read", "speak"}
    before = last_event()
    page.ask("DELETE", path, **versioned(2))
    assert codenames(world, guest) == set()
    assert kinds_after(before) == [
        "groups.deputyship_ended",
        "groups.seat_changed",
        "groups.usual_deputy_dropped",
    ]
    window.refresh_from_db()
    assert window.ended_at is not None
    assert nothing_to_rebuild()


def test_a_colleague_stands_in_also_when_named_no_more(world: World) -> None:
    page, path, peer = (
        an_administrator(world, "police"),
        post_of(world, "officer", "/deputy"),
        colleague(world, "police"),
    )
    page.ask("PUT", path, {"person": str(peer.pk)}, **versioned())
    stand_in(world, "officer", peer, now(), later(days=1))
    page.ask("DELETE", path, **versioned(2))
    assert codenames(world, peer) == {"read", "speak"}
