"""Whoever leaves is nobody's guest any more and administers nothing, and open pages of others hear of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from dialogue.models import Thread, ThreadUserPermission
from groups.guest_shares.services import share_with_guest
from groups.jobs import revoke_access_of_departed
from groups.mandates.services import end_mandate
from groups.mandates.succession import transfer_mandate
from groups.models import GuestShare, Mandate, OfficeKind, OrganisationAdministrator, ShareAccess
from groups.organisations.administrators import name_administrator
from groups.policies import list_live_grants
from tests.cast import SYSTEM, World, a_mandate, a_world, person
from tests.dialogue.helpers import a_thread
from tests.groups.grants.test_races import refusals
from tests.groups.helpers import an_office, at_once, colleague, later, nothing_to_rebuild
from tests.groups.initiative_groups.test_realtime import frames_after
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Invalid
from viche.kernel.events import get_head
from viche.kernel.events.outbox import drain_outbox
from viche.privacy.services.erasure import erase_now

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = ["mandate ended", "mandate passed on", "account closed", "erased"]


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world("Тут")


@pytest.fixture
def leaving(world: World) -> User:
    """Of the police, without a seat."""
    return colleague(world, "police")


def leave(way: str, who: User, by: Actor = SYSTEM) -> None:
    mandate = Mandate.objects.filter(person=who).earliest("pk")
    if way == "mandate ended":
        end_mandate(actor=by, mandate_id=mandate.pk, reason="Звільнення")
    elif way == "mandate passed on":
        successor = person("successor")
        transfer_mandate(
            actor=by, mandate_id=mandate.pk, person_id=successor.pk, document="Наказ № 9", reason="Ротація"
        )
    elif way == "account closed":
        deactivate_person(actor=by, person_id=who.pk, reason="Звільнення")
    else:
        erase_now(actor=by, person_id=who.pk, removes_messages=False)
    drain_outbox()


def share(thread: Thread, guest: User, mandate: Mandate | None = None) -> GuestShare:
    return share_with_guest(
        actor=SYSTEM,
        container_type="thread",
        container_id=thread.pk,
        access=ShareAccess.READ,
        until=later(days=9),
        reason="Порада",
        person_id=guest.pk,
        mandate_id=mandate.pk if mandate else None,
    )


def administers(world: World, who: User, of: str = "police") -> OrganisationAdministrator:
    return name_administrator(
        actor=SYSTEM,
        organisation_id=world.organisations[of].pk,
        person_id=who.pk,
        document="Наказ № 3",
    )


def sees(thread: Thread, who: User) -> bool:
    return list_live_grants(ThreadUserPermission).filter(user=who, content_object=thread).exists()


def heard(topic: str, seq: int) -> list[str]:
    return [frame["kind"] for frame in frames_after(topic, seq)]


# ---- guest shares ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_what_was_shared_ends_and_the_thing_hears_of_it(world: World, leaving: User, way: str) -> None:
    thread = a_thread(world)
    given, topic = share(thread, leaving), f"thread:{thread.pk}"
    assert sees(thread, leaving)
    before = get_head(topic)
    leave(way, leaving)
    given.refresh_from_db()
    assert given.ended_at is not None
    assert not sees(thread, leaving)
    assert [(one["kind"], one["data"]) for one in frames_after(topic, before)] == [
        ("groups.guest_share_ended", {"share_id": str(given.pk)})
    ]
    assert nothing_to_rebuild()


def test_a_thing_hears_of_a_new_guest(world: World, leaving: User) -> None:
    thread = a_thread(world)
    before = get_head(f"thread:{thread.pk}")
    share(thread, leaving)
    assert heard(f"thread:{thread.pk}", before) == ["groups.guest_shared"]


def test_who_still_acts_for_somebody_stays_a_guest(world: World, leaving: User) -> None:
    thread = a_thread(world)
    given = share(thread, leaving)
    a_mandate(leaving, world.organisations["school"])
    leave("mandate ended", leaving)
    given.refresh_from_db()
    assert given.ended_at is None
    assert sees(thread, leaving)


@pytest.mark.parametrize("way", ["ended", "ran out"])
def test_what_was_given_to_a_mandate_ends_with_it(world: World, leaving: User, way: str) -> None:
    thread, mandate = a_thread(world), leaving.mandates.get()
    a_mandate(leaving, world.organisations["school"])
    given, other = share(thread, leaving, mandate), share(a_thread(world), leaving)
    assert sees(thread, leaving)
    if way == "ended":
        end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Звільнення")
    else:
        Mandate.objects.filter(pk=mandate.pk).update(ends_on=today("Europe/Kyiv") - timedelta(days=1))
        revoke_access_of_departed()
    for one in (given, other):
        one.refresh_from_db()
    assert (given.ended_at is None, other.ended_at is None) == (False, True)
    assert not sees(thread, leaving)


def test_nothing_is_given_to_a_mandate_of_somebody_else_or_past_its_end(world: World, leaving: User) -> None:
    thread, mandate = a_thread(world), leaving.mandates.get()
    with pytest.raises(Invalid, match="mandate"):
        share(thread, leaving, world.mandates["teacher"])
    Mandate.objects.filter(pk=mandate.pk).update(ends_on=today("Europe/Kyiv") + timedelta(days=7))
    with pytest.raises(Invalid, match="until"):
        share(thread, leaving, mandate)
    end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Звільнення")
    with pytest.raises(Invalid, match="mandate"):
        share(thread, leaving, mandate)
    assert not GuestShare.objects.exists()


def test_what_is_given_to_a_mandate_as_it_ends_is_refused_or_ends_with_it(
    world: World, leaving: User
) -> None:
    thread, mandate = a_thread(world), leaving.mandates.get()
    a_mandate(leaving, world.organisations["school"])
    at_once(
        partial(share, thread, leaving, mandate),
        partial(end_mandate, actor=SYSTEM, mandate_id=mandate.pk, reason="Звільнення"),
    )
    assert not GuestShare.objects.filter(ended_at=None).exists()
    assert not sees(thread, leaving)


def test_of_two_mandates_that_end_at_once_one_is_the_last(world: World, leaving: User) -> None:
    thread = a_thread(world)
    given = share(thread, leaving)
    mandates = [leaving.mandates.get(), a_mandate(leaving, world.organisations["school"])]
    ends = [partial(end_mandate, actor=SYSTEM, mandate_id=one.pk, reason="Звільнення") for one in mandates]
    assert refusals(at_once(*ends)) == []
    given.refresh_from_db()
    assert given.ended_at is not None
    assert not sees(thread, leaving)


def test_a_share_that_ended_with_the_account_does_not_come_back(world: World, leaving: User) -> None:
    thread = a_thread(world)
    share(thread, leaving)
    leave("account closed", leaving)
    reactivate_person(actor=SYSTEM, person_id=leaving.pk)
    drain_outbox()
    assert not sees(thread, leaving)


# ---- administering an organisation -------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_administering_ends_and_those_who_see_it_hear_of_it(world: World, leaving: User, way: str) -> None:
    row, other = administers(world, leaving), person("another")
    administers(world, other)
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    before = {who: get_head(f"user:{who.pk}") for who in (other, coordinator, world.people["officer"])}
    leave(way, leaving)
    row.refresh_from_db()
    assert row.until is not None
    assert row.end_reason
    ended = "groups.organisation_administrator_ended"
    told = [who for who, seq in before.items() if ended in heard(f"user:{who.pk}", seq)]
    assert told == [other, coordinator]
    assert nothing_to_rebuild()


def test_who_leaves_another_organisation_goes_on_administering(world: World, leaving: User) -> None:
    row, elsewhere = administers(world, leaving), administers(world, leaving, "school")
    a_mandate(leaving, world.organisations["council"])
    leave("mandate ended", leaving)
    for one in (row, elsewhere):
        one.refresh_from_db()
    assert row.until is not None
    assert elsewhere.until is None


@pytest.mark.parametrize("way", ["mandate ended", "mandate passed on"])
def test_who_hands_over_a_mandate_of_their_own_goes_on_administering(
    world: World, leaving: User, way: str
) -> None:
    row = administers(world, leaving)
    leave(way, leaving, by=Actor.for_person(leaving.pk))
    row.refresh_from_db()
    assert row.until is None
