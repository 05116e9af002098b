"""What a person saw once and why, for those who may look it up: nobody learns of what they may not know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from groups.access.person_access import PersonAccessQuery
from groups.grants import get_container_by_kind
from groups.guest_shares.services import end_guest_share
from groups.initiative_groups.services import edit_group
from groups.mandates.deputies import end_deputyship
from groups.mandates.services import end_mandate, resume_mandate, suspend_mandate
from groups.memberships.services import end_membership
from groups.models import OfficeKind, Role
from groups.offices.services import end_office
from tasks.lifecycle.services.edit import edit_action_item
from tasks.models import Audience
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, widen
from tests.groups.access.helpers import officer_of, shared, sight
from tests.groups.helpers import (
    a_coordinator,
    an_office,
    at,
    colleague,
    later,
    nothing_to_rebuild,
    seat,
    stand_in,
)
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.tasks.helpers import an_item
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def ended(world: World, of: str, **asked: Any) -> list[tuple[str, str | None]]:
    """The reasons that are over of all that the person saw, each with who ended it."""
    found = sight(browser(world, of), world.people[of], when="before", **asked)
    return [
        (ground["kind"], ground["ended_by"] and ground["ended_by"]["id"])
        for one in found
        for ground in one["ended"]
    ]


def test_what_somebody_saw_once_stands_with_its_days_and_who_ended_it(world: World) -> None:
    a_thread(world)
    a_restricted_thread(world, organisations=("school",))
    officer, leader = world.people["officer"], str(world.people["facilitator"].pk)
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats["officer"].pk,
        reason="Ротація",
    )
    mine = browser(world, "officer")
    for kind in ("group", "thread"):
        assert sight(mine, officer, kind=kind) == []
        assert ended(world, "officer", kind=kind) == [("membership", leader)]
    (group,) = sight(mine, officer, when="before")
    (over,) = group["ended"]
    assert group["grounds"] == []
    assert (over["role"], over["organisation"]["sector"]) == ("member", "police")
    assert over["since"] < over["until"] <= now().isoformat()
    # They do not see it any more, so they are told no title; the leader is.
    assert (group["title"]["uk"], group["url"]) == (world.group.name_uk, None)
    (thread,) = sight(mine, officer, when="before", kind="thread")
    assert thread["title"] is None
    (known,) = sight(browser(world, "facilitator"), officer, when="before", kind="thread")
    assert known["url"] is not None


def test_who_saw_something_restricted_is_told_so_and_not_what_it_is(world: World) -> None:
    a_restricted_thread(world, organisations=("police",), title_uk="Схованки")
    officer = world.people["officer"]
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Переведення")
    (own,) = sight(browser(world, "officer"), officer, kind="thread", when="before")
    assert (own["title"], own["url"], own["restricted"]) == (None, None, False)
    (told,) = sight(browser(world, "facilitator"), officer, kind="thread", when="before")
    assert (told["title"]["uk"], told["restricted"]) == ("Схованки", True)


def test_what_has_become_of_a_thing_is_not_told_to_who_saw_it_once(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    end_guest_share(actor=world.actor("facilitator"), share_id=shared(world, thread, guest).pk)
    restrict(world, thread, organisations=("police",))
    (seen,) = sight(browser(world, "outsider"), guest, kind="thread", when="before")
    assert (seen["title"], seen["restricted"]) == (None, False)


def test_what_began_after_somebody_left_they_never_saw(world: World) -> None:
    a_thread(world)
    an_item(world)
    assert ended(world, "former", kind="group") == [("membership", None)]
    assert ended(world, "former", kind="thread") == []
    assert ended(world, "former", kind="action") == []


def test_what_came_later_is_not_looked_through(world: World) -> None:
    """Of a group that went on for years one page would have to find all that somebody never saw."""
    a_thread(world)
    an_item(world)
    for kind in ("thread", "action"):
        for name in ("former", "officer"):  # whose seat goes on, without a break
            there = PersonAccessQuery(
                world.actor(name), world.people[name], get_container_by_kind(kind)
            ).before()
            assert not there.candidates.exists()


def leave(world: World, name: str) -> None:
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats[name].pk, reason="Ротація"
    )


def test_who_once_led_a_group_learns_of_no_draft_there(world: World) -> None:
    second = seat(world, "outsider", Role.FACILITATOR)
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=second.pk, reason="Ротація")
    a_thread(world, draft=True)
    assert ended(world, "outsider", kind="group") == [("membership", None)]
    assert ended(world, "outsider", kind="thread") == []


def test_what_was_widened_after_somebody_left_they_never_saw(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    item = an_item(world, thread_id=thread.pk)
    leave(world, "teacher")
    widen(world, thread)
    edit_action_item(
        actor=world.actor("facilitator"),
        action_id=item.pk,
        expected_version=item.version,
        changes={"audience": Audience.GROUP},
    )
    leader, teacher = browser(world, "facilitator"), world.people["teacher"]
    for kind in ("thread", "action"):
        assert ended(world, "teacher", kind=kind) == []
        assert sight(leader, teacher, kind=kind, when="before") == []
    leave(world, "officer")
    for kind in ("thread", "action"):
        assert ended(world, "officer", kind=kind) == [("membership", None)]


def test_what_a_guest_of_a_thread_saw_by_it_was_theirs_too(world: World) -> None:
    thread, guest = a_restricted_thread(world, organisations=("police",)), world.people["outsider"]
    an_item(world, thread_id=thread.pk)
    share = shared(world, thread, guest)
    assert len(sight(browser(world, "outsider"), guest, kind="action")) == 1
    end_guest_share(actor=world.actor("facilitator"), share_id=share.pk)
    an_item(world, thread_id=thread.pk)
    leader = str(world.people["facilitator"].pk)
    assert ended(world, "outsider", kind="action") == [("guest_share", leader)]


def test_a_mandate_that_rests_is_over_by_whoever_let_it_rest(world: World) -> None:
    """So it is for the deputy. What is opened meanwhile they did not see until it was resumed."""
    thread, officer, deputy = a_thread(world), world.people["officer"], colleague(world, "police")
    stand_in(world, "officer", deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    world.people["deputy"] = deputy
    coordinator = an_office(world, OfficeKind.COORDINATOR)
    suspend_mandate(
        actor=Actor.for_person(coordinator.person_id),
        mandate_id=world.mandates["officer"].pk,
        reason="Перевірка",
    )
    a_thread(world, title_uk="Згодом")
    for name, kind in (("officer", "membership"), ("deputy", "deputyship")):
        assert sight(browser(world, name), world.people[name], kind="thread") == []
        assert ended(world, name, kind="thread") == [(kind, str(coordinator.person_id))]
        assert ended(world, name, kind="group") == [(kind, str(coordinator.person_id))]
    resume_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk)
    assert len(sight(browser(world, "officer"), officer, kind="thread")) == 2
    assert ended(world, "officer", kind="thread") == [("membership", str(coordinator.person_id))]
    (seen,) = sight(browser(world, "officer"), officer, kind="thread", only=thread.pk)
    assert [one["ended_by"]["id"] for one in seen["ended"]] == [str(coordinator.person_id)]


def test_the_times_in_which_a_mandate_rested_are_gaps_in_what_was_seen(world: World) -> None:
    """Each is over by whoever let it rest then, for the holder and for who stood in for them."""
    thread, deputy, days = a_thread(world), colleague(world, "police"), [later(days=day) for day in range(8)]
    stand_in(world, "officer", deputy, now(), later(days=30))
    world.people["deputy"] = deputy
    mandate_id, by = world.mandates["officer"].pk, a_coordinator(world)
    for actor, number in ((SYSTEM, 1), (by, 3)):
        with at(days[number]):
            suspend_mandate(actor=actor, mandate_id=mandate_id, reason="Перевірка")
        with at(days[number + 1]):
            resume_mandate(actor=SYSTEM, mandate_id=mandate_id)

    with at(days[6]):
        assert nothing_to_rebuild()
        page = browser(world, "facilitator")
        for name in ("officer", "deputy"):
            (seen,) = sight(page, world.people[name], kind="thread")
            (ground,), (second, first) = seen["grounds"], seen["ended"]
            assert _days(ground)[0] == days[4]
            assert (_days(second), _days(first)[1]) == ((days[2], days[3]), days[1])
            assert (second["ended_by"]["id"], first["ended_by"]) == (str(by.person_id), None)
            items = {one["person"]["id"]: one for one in page.get(f"threads/{thread.pk}/access")["items"]}
            (now_sees,) = items[str(world.people[name].pk)]["grounds"]
            assert _days(now_sees)[0] == days[4]
        end_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Переведення")
    with at(days[7]):
        gone = browser(world, "facilitator").get(f"threads/{thread.pk}/access?when=before")["items"]
        for name in ("officer", "deputy"):
            (one,) = [item for item in gone if item["person"]["id"] == str(world.people[name].pk)]
            latest, *earlier = [_days(ground) for ground in one["ended"]]
            assert latest == (days[4], days[6])
            assert [until for _since, until in earlier] == [days[3], days[1]]


def _days(ground: Any) -> tuple[datetime, datetime | None]:
    since, until = ground["since"], ground["until"]
    return datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None


def test_who_ended_a_share_is_told_to_whom_it_is_told_who_gave_it(world: World) -> None:
    thread, guest = a_restricted_thread(world, organisations=("police",)), world.people["outsider"]
    end_guest_share(actor=world.actor("facilitator"), share_id=shared(world, thread, guest).pk)
    (seen,) = sight(officer_of(world), guest, kind="thread", when="before")
    (over,) = seen["ended"]
    assert (over["given_by"], over["ended_by"]) == (None, None)
    (known,) = sight(browser(world, "facilitator"), guest, kind="thread", when="before")
    assert known["ended"][0]["ended_by"]["id"] == str(world.people["facilitator"].pk)


def test_a_share_and_an_absence_that_were_ended(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    share = shared(world, thread, guest)
    end_guest_share(actor=world.actor("facilitator"), share_id=share.pk)
    assert ended(world, "outsider", kind="thread") == [("guest_share", str(world.people["facilitator"].pk))]
    deputy = colleague(world, "police")
    window = stand_in(world, "officer", deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    end_deputyship(actor=world.actor("officer"), deputyship_id=window.pk)
    (seen,) = sight(Browser(deputy), deputy, when="before", kind="thread")
    (over,) = seen["ended"]
    assert (over["kind"], over["ended_by"]["id"]) == ("deputyship", str(world.people["officer"].pk))


def test_an_absence_ends_with_the_mandate_by_whoever_ended_that(world: World) -> None:
    deputy = colleague(world, "police")
    stand_in(world, "officer", deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    coordinator = an_office(world, OfficeKind.COORDINATOR)
    end_mandate(
        actor=Actor.for_person(coordinator.person_id),
        mandate_id=world.mandates["officer"].pk,
        reason="Переведення",
    )
    (group,) = sight(Browser(deputy), deputy, when="before")
    assert [one["ended_by"]["id"] for one in group["ended"]] == [str(coordinator.person_id)]


def test_a_term_that_ran_out_was_ended_by_nobody(world: World) -> None:
    thread, guest = a_thread(world), world.people["outsider"]
    shared(world, thread, guest)
    with at(now() + timedelta(days=3)):
        assert ended(world, "outsider", kind="thread") == [("guest_share", None)]


def test_one_who_still_sees_it_is_told_also_what_is_over(world: World) -> None:
    thread, officer = a_thread(world), world.people["officer"]
    share = shared(world, thread, officer)
    end_guest_share(actor=world.actor("facilitator"), share_id=share.pk)
    (now_seen,) = sight(browser(world, "officer"), officer, kind="thread")
    assert [one["kind"] for one in now_seen["grounds"]] == ["membership"]
    assert [one["kind"] for one in now_seen["ended"]] == ["guest_share"]
    (once,) = sight(browser(world, "officer"), officer, kind="thread", when="before")
    assert once == now_seen
    (only,) = sight(browser(world, "facilitator"), officer, kind="thread", only=thread.pk)
    assert [one["reason"] for one in only["ended"]] == ["Порада лікаря"]


def test_a_former_coordinator_saw_the_groups_of_the_territory(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    end_office(actor=world.actor("administrator"), office_id=office.pk, reason="Інша робота")
    (group,) = sight(Browser(office.person), office.person, when="before")
    assert [(one["office"], one["ended_by"]["id"]) for one in group["ended"]] == [
        ("coordinator", str(world.people["administrator"].pk))
    ]


def test_a_group_that_was_founded_later_a_former_coordinator_never_saw(world: World) -> None:
    with at(now() - timedelta(days=9)):
        office = an_office(world, OfficeKind.COORDINATOR)
    with at(now() - timedelta(days=8)):
        end_office(actor=world.actor("administrator"), office_id=office.pk, reason="Інша робота")
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": "hidden"})
    assert sight(Browser(office.person), office.person, when="before") == []


def test_whose_account_is_closed_sees_nothing_now(world: World) -> None:
    a_thread(world)
    teacher, page = world.people["teacher"], browser(world, "facilitator")
    deactivate_person(actor=SYSTEM, person_id=teacher.pk, reason="Звільнено")
    assert sight(page, teacher) == []
    told = page.get(f"people/{teacher.pk}/sight?when=before")
    assert told["is_active"] is False
    assert [one["title"]["uk"] for one in told["items"]] == [world.group.name_uk]
    assert len(sight(page, teacher, when="before", kind="thread")) == 1
