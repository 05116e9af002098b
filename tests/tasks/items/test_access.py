"""What somebody is to action items, where it is not asked step by step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.guest_shares.services import share_with_guest
from groups.models import Role, ShareAccess
from tasks.items.access import ActorItemAccess
from tasks.items.policies import ActionItemPolicy
from tasks.items.workflow import Action
from tasks.models import ActionItem
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.helpers import a_restricted_thread, say
from tests.tasks.helpers import PATHS, an_item, an_item_in, token_of
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db
ROLES = ("facilitator", "secretary", "officer", "councillor", "observer")


def test_of_several_items_the_same_is_permitted_as_of_each(world: World) -> None:
    items = [an_item_in(world, state) for state in PATHS]
    policy = ActionItemPolicy()
    for name in ROLES:
        for action in Action:
            actor = world.actor(name)
            each = [one for one in items if policy.permits(actor, action, one)]
            assert list(policy.permitted(actor, action, items)) == each, (name, action)


def test_whoever_only_observes_for_an_organisation_does_not_speak_for_it(world: World) -> None:
    """Also where they speak for another one in the same group."""
    for_council = a_mandate(world.people["officer"], world.organisations["council"])
    a_seat(world.group, for_council, Role.OBSERVER)
    item = an_item(world)
    stance = ActorItemAccess.of(world.actor("officer"))
    assert [one.organisation_id for one in stance.voices[world.group.pk]] == [
        world.organisations["police"].pk
    ]
    assert not ActionItemPolicy().can(world.actor("officer"), Action.ACCEPT, item)


def test_a_token_that_does_not_reach_tasks_sees_no_item_by_its_thread(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    message = say(world, "officer", thread)
    item = an_item(world, thread_id=thread.pk, message_id=message.pk)
    assert not item.is_shared_with_group
    assert ActorItemAccess.of(token_of(world, "officer", "tasks:read")).can_read(item)
    assert not ActorItemAccess.of(token_of(world, "officer", "dialogue:read")).can_read(item)


def test_a_guest_who_only_reads_an_item_does_not_work_on_it(world: World) -> None:
    item, other = an_item(world), an_item(world)
    until = now() + timedelta(days=1)
    for one, access in ((item, ShareAccess.READ), (other, ShareAccess.WORK)):
        share_with_guest(
            actor=SYSTEM,
            container_type="action",
            container_id=one.pk,
            person_id=world.people["outsider"].pk,
            access=access,
            until=until,
            reason="Проєктант",
        )
    guest = ActorItemAccess.of(world.actor("outsider"))
    assert set(ActionItem.objects.filter(guest.works_on_q())) == {other}
    assert set(ActionItem.objects.filter(guest.reads())) == {item, other}
