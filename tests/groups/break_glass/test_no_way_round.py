"""Who leads or records a group, and reads something restricted by a grant to read alone, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dialogue.access_requests.policies import AccessRequestPolicy
from dialogue.access_requests.services import ask_for_access
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import Thread, Visibility
from dialogue.moderation.policies import list_moderators_of
from dialogue.threads.access import moderatable_q
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import list_facilitating_reader_ids
from groups.break_glass.services import approve_break_glass, request_break_glass
from groups.guest_shares.services import share_with_guest
from groups.models import Role, ShareAccess
from tasks.items.access import ActorItemAccess
from tasks.items.choices import Audience
from tasks.items.workflow import ItemRole
from tasks.lifecycle.services.edit import edit_action_item
from tasks.models import ActionItem
from tests.cast import World, a_mandate, a_seat
from tests.dialogue.helpers import a_restricted_thread, a_thread, widen
from tests.privacy.conftest import an_officer
from tests.tasks.helpers import an_item
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db
READING = ["read", "see_access", "mark_read", "follow", "keep_draft", "acknowledge", "report"]
RECORDING = {ItemRole.FACILITATOR, ItemRole.SECRETARY, ItemRole.HOST, ItemRole.HEAD}


@pytest.fixture
def thread(world: World) -> Thread:
    """Between the police and the facilitator; the group knows of it."""
    return a_restricted_thread(world, organisations=("police",), announced=True)


def seat_administrator(world: World, role: Role) -> None:
    mandate = a_mandate(world.people["administrator"], world.organisations["council"])
    a_seat(world.group, mandate, role)


def open_in_emergency(world: World, kind: str, thing: Any) -> None:
    an_officer(world)
    glass = request_break_glass(
        actor=world.actor("administrator"),
        container_type=kind,
        container_id=thing.pk,
        reason="Загроза життю",
    )
    approve_break_glass(actor=world.actor("dpo"), break_glass_id=glass.pk)


def open_by_share(world: World, kind: str, thing: Any) -> None:
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type=kind,
        container_id=thing.pk,
        person_id=world.people["administrator"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Консультація",
    )


Way = Callable[[World, str, Any], None]
WAYS = pytest.mark.parametrize("way", [open_in_emergency, open_by_share])


@WAYS
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.SECRETARY])
def test_a_thread_is_only_read(world: World, thread: Thread, role: Role, way: Way) -> None:
    seat_administrator(world, role)
    way(world, "thread", thread)
    administrator = world.actor("administrator")
    thread.refresh_from_db()
    assert ThreadPolicy().allowed(administrator, thread) == READING
    with pytest.raises(Forbidden):
        set_audience(
            actor=administrator,
            thread_id=thread.pk,
            visibility=Visibility.RESTRICTED,
            person_ids=[world.people["administrator"].pk],
            expected_version=thread.version,
        )


@WAYS
def test_whoever_only_reads_leads_and_moderates_in_no_list(world: World, thread: Thread, way: Way) -> None:
    seat_administrator(world, Role.FACILITATOR)
    way(world, "thread", thread)
    shared = a_thread(world)
    administrator, pk = world.actor("administrator"), world.people["administrator"].pk
    asked = ask_for_access(actor=world.actor("teacher"), thread_id=thread.pk, reason="Наша школа поруч")
    assert not AccessRequestPolicy().visible_to(administrator).filter(pk=asked.pk).exists()
    assert AccessRequestPolicy().visible_to(world.actor("facilitator")).filter(pk=asked.pk).exists()
    assert pk not in list_facilitating_reader_ids(thread)
    moderators = list_moderators_of([thread, shared])
    assert [pk in moderators[one.pk] for one in (thread, shared)] == [False, True]
    assert set(Thread.objects.filter(moderatable_q(administrator))) == {shared}


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.SECRETARY])
@WAYS
def test_a_restricted_item_is_only_read(world: World, thread: Thread, role: Role, way: Way) -> None:
    item = an_item(world, owner="police", thread_id=thread.pk)
    seat_administrator(world, role)
    way(world, "action", item)
    access = ActorItemAccess.of(world.actor("administrator"))
    assert access.can_read(item)
    assert not access.parts(item) & RECORDING
    assert not ActionItem.objects.filter(access.records_q()).exists()
    with pytest.raises(Forbidden):
        edit_action_item(
            actor=world.actor("administrator"),
            action_id=item.pk,
            expected_version=item.version,
            changes={"audience": Audience.GROUP},
        )


def test_the_leader_whom_the_thread_names_leads_its_items(world: World, thread: Thread) -> None:
    item = an_item(world, owner="police", thread_id=thread.pk)
    access = ActorItemAccess.of(world.actor("facilitator"))
    assert access.parts(item) >= {ItemRole.FACILITATOR, ItemRole.HEAD}
    assert ActionItem.objects.filter(access.records_q()).get() == item


def test_the_secretary_of_the_owner_records_a_restricted_item(world: World, thread: Thread) -> None:
    item = an_item(world, thread_id=thread.pk)
    access = ActorItemAccess.of(world.actor("secretary"))
    assert ItemRole.SECRETARY in access.parts(item)
    assert ActionItem.objects.filter(access.records_q()).get() == item


def test_all_who_lead_the_group_lead_an_item_whose_thread_was_widened(world: World, thread: Thread) -> None:
    item = an_item(world, owner="police", thread_id=thread.pk)
    seat_administrator(world, Role.FACILITATOR)
    widen(world, thread)
    assert ItemRole.FACILITATOR in ActorItemAccess.of(world.actor("administrator")).parts(item)
