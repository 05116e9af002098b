"""Who saw a thing once by something that is over, over HTTP: by what, until when, and who ended it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.guest_shares.services import end_guest_share
from groups.mandates.deputies import end_deputyship
from groups.mandates.services import resume_mandate, suspend_mandate
from groups.memberships.services import end_membership
from groups.models import OfficeKind
from groups.offices.services import end_office
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, widen
from tests.groups.access.helpers import shared, sight
from tests.groups.access.test_access import ids, readers, share_of
from tests.groups.helpers import an_office, at, colleague, seat, stand_in
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.tasks.helpers import an_item
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def before(page: Browser, path: str) -> dict[str, list[tuple[str, Any]]]:
    """By what people saw a thing that do not any more, and who ended it."""
    items = page.get(f"{path}/access?when=before")["items"]
    return {
        one["person"]["id"]: [
            (ground["kind"], ground["ended_by"] and ground["ended_by"]["id"]) for ground in one["ended"]
        ]
        for one in items
    }


def leave(world: World, name: str) -> None:
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats[name].pk,
        reason="Ротація",
    )


def test_who_saw_a_thing_once_is_named_with_the_reason_and_who_ended_it(world: World) -> None:
    thread, item, guest = a_thread(world), an_item(world), person("guest")
    page, path = browser(world, "facilitator"), f"threads/{thread.pk}"
    share = page.ask("POST", f"{path}/shares", share_of(guest))[1]
    assert before(page, path) == {}
    assert page.ask("DELETE", f"guest-shares/{share['id']}") == (204, None)
    leave(world, "officer")
    officer, facilitator = str(world.people["officer"].pk), str(world.people["facilitator"].pk)
    told = {str(guest.pk): [("guest_share", facilitator)], officer: [("membership", facilitator)]}
    assert before(page, path) == told
    assert set(told).isdisjoint(readers(page, f"{path}/access"))
    assert before(page, f"action-items/{item.pk}") == {officer: told[officer]}
    former = str(world.people["former"].pk)
    assert set(before(page, f"groups/{world.group.pk}")) == {officer, former}, "before the thread began"
    (over,) = page.get(f"{path}/access?when=before")["items"][1]["ended"]
    assert (over["role"], over["organisation"]["sector"]) == ("member", "police")
    assert over["since"] < over["until"] <= now().isoformat()


@pytest.mark.parametrize("name", ["officer", "outsider", "administrator"])
def test_who_may_not_ask_who_sees_it_may_not_ask_who_did(world: World, name: str) -> None:
    thread = a_thread(world)
    leave(world, "officer")
    for path in (f"threads/{thread.pk}", f"groups/{world.group.pk}"):
        assert browser(world, name).ask("GET", f"{path}/access?when=before")[0] == 404
    for when in ("later", ""):
        status, _problem = browser(world, "teacher").ask("GET", f"threads/{thread.pk}/access?when={when}")
        assert status == 400
    assert browser(world, "teacher").ask("GET", f"threads/{uuid7()}/access?when=before")[0] == 404


def test_a_guest_is_told_of_nobody(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    shared(world, thread, guest)
    leave(world, "officer")
    assert browser(world, "outsider").ask("GET", f"threads/{thread.pk}/access?when=before")[0] == 403


def test_why_a_guest_was_asked_once_and_who_ended_it_is_for_those_who_may_ask(world: World) -> None:
    thread, guest = a_thread(world), person("guest")
    end_guest_share(actor=world.actor("facilitator"), share_id=shared(world, thread, guest).pk)

    def told(name: str) -> tuple[Any, Any]:
        (one,) = browser(world, name).get(f"threads/{thread.pk}/access?when=before")["items"]
        (over,) = one["ended"]
        return over["reason"], over["ended_by"] and over["ended_by"]["id"]

    assert told("officer") == (None, None)
    assert not AccessRecord.objects.exists()
    assert told("facilitator") == ("Порада лікаря", str(world.people["facilitator"].pk))
    (row,) = AccessRecord.objects.all()
    assert (row.kind, row.subject_id) == ("guest_share", guest.pk)


def test_who_left_another_group_is_not_among_them(world: World, elsewhere: World) -> None:
    thread = a_thread(world)
    leave(elsewhere, "officer")
    assert before(browser(world, "facilitator"), f"threads/{thread.pk}") == {}


def test_who_still_sees_it_by_something_else_is_among_them_with_both(world: World) -> None:
    """They may have seen it by the share before they sat there: no day is left out."""
    thread, officer = a_thread(world), world.people["officer"]
    end_guest_share(actor=world.actor("facilitator"), share_id=shared(world, thread, officer).pk)
    (one,) = browser(world, "facilitator").get(f"threads/{thread.pk}/access?when=before")["items"]
    assert [ground["kind"] for ground in one["grounds"]] == ["membership"]
    assert [ground["kind"] for ground in one["ended"]] == ["guest_share"]
    assert one["is_active"] is True


def test_who_comes_back_on_the_same_day_saw_it_until_then(world: World) -> None:
    thread, officer, page = a_thread(world), world.people["officer"], browser(world, "facilitator")
    noon = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with at(noon):
        leave(world, "officer")
    with at(noon + timedelta(hours=1)):
        a_thread(world, title_uk="Поки їх не було")
    with at(noon + timedelta(hours=2)):
        again = seat(world, "officer")
    with at(noon + timedelta(hours=3)):
        (one,) = page.get(f"threads/{thread.pk}/access?when=before")["items"]
        for reader in (page, browser(world, "officer")):
            (seen,) = sight(reader, officer, kind="thread", when="before")
            assert [seen[key] for key in ("grounds", "ended")] == [one[key] for key in ("grounds", "ended")]
            assert len(sight(reader, officer, when="before")) == 1
        (holds,), (over,) = one["grounds"], one["ended"]
        assert (holds["id"], over["id"]) == (str(again.pk), str(world.seats["officer"].pk))
        assert datetime.fromisoformat(over["until"]) == noon
        assert datetime.fromisoformat(holds["since"]) == noon + timedelta(hours=2)
        assert over["ended_by"]["id"] == str(world.people["facilitator"].pk)


def test_the_windows_of_a_deputy_that_are_over_stand_beside_the_one_that_goes_on(world: World) -> None:
    thread, deputy, start = a_thread(world), colleague(world, "police"), now()
    first, second = (
        stand_in(world, "officer", deputy, start + timedelta(days=a), start + timedelta(days=b))
        for a, b in ((0, 2), (4, 6))
    )
    page, path = browser(world, "facilitator"), f"threads/{thread.pk}"
    assert before(page, path) == {}, "the first goes on"
    with at(start + timedelta(days=3)):
        assert before(page, path) == {str(deputy.pk): [("deputyship", None)]}
    with at(start + timedelta(days=5)):
        (one,) = page.get(f"{path}/access?when=before")["items"]
        assert [ground["id"] for ground in one["grounds"]] == [str(second.pk)]
        assert [ground["id"] for ground in one["ended"]] == [str(first.pk)]
        assert len(sight(Browser(deputy), deputy, kind="thread", when="before")) == 1
    with at(start + timedelta(days=7)):
        assert before(page, path) == {str(deputy.pk): [("deputyship", None)] * 2}


def test_whose_account_is_closed_is_among_them_with_what_would_hold(world: World) -> None:
    thread, teacher = a_thread(world), world.people["teacher"]
    deactivate_person(actor=SYSTEM, person_id=teacher.pk)
    (one,) = browser(world, "officer").get(f"threads/{thread.pk}/access?when=before")["items"]
    assert (one["person"]["id"], one["is_active"]) == (str(teacher.pk), False)
    assert ([ground["kind"] for ground in one["grounds"]], one["ended"]) == (["membership"], [])


def test_what_was_widened_after_somebody_left_they_never_saw(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    leave(world, "teacher")
    widen(world, thread)
    leave(world, "officer")
    path = f"threads/{thread.pk}"
    assert set(before(browser(world, "facilitator"), path)) == ids(world, "officer")


def test_a_mandate_that_rests_and_a_coordinator_whose_office_is_over_are_among_them(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    end_office(actor=world.actor("administrator"), office_id=office.pk, reason="Інша робота")
    suspend_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Відпустка")
    told = before(browser(world, "facilitator"), f"groups/{world.group.pk}")
    administrator = str(world.people["administrator"].pk)
    assert told[str(office.person_id)] == [("office", administrator)]
    assert told[str(world.people["officer"].pk)] == [("membership", None)]


def test_a_deputy_whose_own_mandate_rests_saw_it_until_then(world: World) -> None:
    thread, deputy = a_thread(world), colleague(world, "police")
    stand_in(world, "officer", deputy, now(), now() + timedelta(days=1))
    path, page = f"threads/{thread.pk}", browser(world, "facilitator")
    assert readers(page, f"{path}/access")[str(deputy.pk)] == ["deputyship"]
    own, coordinator = deputy.mandates.get(), an_office(world, OfficeKind.COORDINATOR).person
    suspend_mandate(actor=Actor.for_person(coordinator.pk), mandate_id=own.pk, reason="Відпустка")
    own.refresh_from_db()
    assert str(deputy.pk) not in readers(page, f"{path}/access")
    assert before(page, path) == {str(deputy.pk): [("deputyship", str(coordinator.pk))]}
    for reader in (Browser(deputy), page):
        assert sight(reader, deputy, kind="thread") == []
        (seen,) = sight(reader, deputy, kind="thread", when="before")
        (over,) = seen["ended"]
        assert (over["kind"], over["ended_by"]["id"]) == ("deputyship", str(coordinator.pk))
        assert datetime.fromisoformat(over["until"]) == own.rested_at
    resume_mandate(actor=SYSTEM, mandate_id=own.pk)
    assert before(page, path) == {str(deputy.pk): [("deputyship", str(coordinator.pk))]}
    (seen,) = sight(page, deputy, kind="thread")
    assert [one["ended_by"]["id"] for one in seen["ended"]] == [str(coordinator.pk)], "it was interrupted"


def test_who_saw_it_takes_as_many_queries_for_many_as_for_few(world: World) -> None:
    thread = a_thread(world)

    def gone() -> None:
        share = shared(world, thread, person("guest"))
        end_guest_share(actor=world.actor("facilitator"), share_id=share.pk)
        deputy = colleague(world, "police")
        window = stand_in(world, "officer", deputy, now(), now() + timedelta(days=1))
        end_deputyship(actor=world.actor("officer"), deputyship_id=window.pk)

    def queries(people: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(before(browser(world, "facilitator"), f"threads/{thread.pk}")) == people
        return len(seen)

    gone()
    few = queries(2)
    for _number in range(4):
        gone()
    assert queries(10) == few
