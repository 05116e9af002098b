"""A seat that began after its organisation got its part in a restricted item does not open it alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.grants import rebuild_grants
from groups.guest_shares.services import share_with_guest
from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.memberships.services import end_membership, start_membership
from groups.models import Role, ShareAccess
from tasks.items.access import ActorItemAccess
from tasks.items.workflow import ItemRole
from tasks.models import ActionItem
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import a_restricted_thread
from tests.groups.helpers import a_coordinator, colleague, nothing_to_rebuild
from tests.tasks.helpers import an_item, edit, move
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db
A_WEEK = timedelta(days=7)


@pytest.fixture
def item(world: World) -> ActionItem:
    """The council's, from a restricted thread that does not name it."""
    thread = a_restricted_thread(world, organisations=("police",))
    return an_item(world, thread_id=thread.pk)


def seat_newcomer(world: World, role: Role = Role.MEMBER) -> None:
    newcomer = world.people["newcomer"] = person("newcomer")
    mandate = a_mandate(newcomer, world.organisations["council"])
    start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=mandate.pk, role=role)


def reads(world: World, name: str, item: ActionItem) -> bool:
    access = ActorItemAccess.of(world.actor(name))
    listed = ActionItem.objects.filter(access.reads(), pk=item.pk).exists()
    assert access.can_read(item) == listed
    return listed


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MEMBER])
def test_a_later_seat_of_the_owner_does_not_open_it(world: World, item: ActionItem, role: Role) -> None:
    seat_newcomer(world, role=role)
    assert [reads(world, name, item) for name in ("councillor", "newcomer")] == [True, False]
    rebuild_grants()
    assert [reads(world, name, item) for name in ("councillor", "newcomer")] == [True, False]


def test_a_seat_that_was_there_before_the_organisation_got_its_part_opens_it(
    world: World, item: ActionItem
) -> None:
    seat_newcomer(world)
    later = an_item(world, thread_id=item.thread_id)
    assert reads(world, "newcomer", later)
    seat_of_school = a_mandate(world.people["newcomer"], world.organisations["school"])
    start_membership(actor=SYSTEM, group_id=world.group.pk, mandate_id=seat_of_school.pk, role=Role.MEMBER)
    edit(world, item, verifier_organisation_id=world.organisations["school"].pk)
    assert reads(world, "newcomer", item)
    assert nothing_to_rebuild()


def test_a_deputy_opens_it_only_when_sent_by_the_holder(world: World, item: ActionItem) -> None:
    world.people["deputy"] = colleague(world, "council")
    window: dict[str, Any] = {
        "mandate_id": world.mandates["councillor"].pk,
        "deputy_id": world.people["deputy"].pk,
        "starts_at": now(),
        "ends_at": now() + A_WEEK,
    }
    sent = appoint_deputy(actor=a_coordinator(world), **window)
    assert not reads(world, "deputy", item)
    end_deputyship(actor=world.actor("councillor"), deputyship_id=sent.pk)
    appoint_deputy(actor=world.actor("councillor"), **window)
    assert reads(world, "deputy", item)


def test_a_facilitator_brings_the_successor_of_the_owner_to_the_item(world: World, item: ActionItem) -> None:
    seat_newcomer(world)
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["councillor"].pk, reason="Звільнено"
    )
    assert not reads(world, "newcomer", item)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="action",
        container_id=item.pk,
        person_id=world.people["newcomer"].pk,
        access=ShareAccess.WORK,
        until=now() + A_WEEK,
        reason="Нова представниця власника",
    )
    assert reads(world, "newcomer", item)
    assert ItemRole.OWNER in ActorItemAccess.of(world.actor("newcomer")).parts(item)
    move(world, item, "accepted", "newcomer")
    assert nothing_to_rebuild()
