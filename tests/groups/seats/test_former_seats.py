"""Until when somebody sat where they sit no longer, and what is looked at together with a thing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from groups.grants import include_past_sources
from groups.grants.sources import find_past_seat_ends, include_linked_containers
from groups.initiative_groups.services import dissolve_group
from groups.models import Membership
from groups.policies import GroupPolicy
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, say
from tests.groups.helpers import at, colleague, later, stand_in
from tests.tasks.helpers import an_item
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def test_what_the_holder_sat_is_not_what_their_deputy_did(world: World) -> None:
    deputy, begun = colleague(world, "police"), now()
    stand_in(world, "officer", deputy, begun, begun + timedelta(days=1))
    end = begun + timedelta(days=5)
    Membership.objects.filter(pk=world.seats["officer"].pk).update(until=end)
    with at(begun + timedelta(days=9)):
        assert find_past_seat_ends(deputy.pk) == {world.group.pk: begun + timedelta(days=1)}
        assert find_past_seat_ends(world.people["officer"].pk) == {world.group.pk: end}


def test_what_is_still_to_end_is_not_over(world: World) -> None:
    Membership.objects.filter(pk=world.seats["officer"].pk).update(until=later(days=5))
    assert find_past_seat_ends(world.people["officer"].pk) == {}


def test_things_of_several_kinds_are_looked_at_together(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    item = an_item(world, thread_id=thread.pk, message_id=say(world, "officer", thread).pk)
    other = a_thread(world)
    assert set(include_linked_containers([item, other, world.group])) == {item, other, world.group, thread}


def test_of_all_time_nobody_saw_a_group_who_sat_there_for_no_time(world: World) -> None:
    Membership.objects.filter(pk=world.seats["officer"].pk).update(until=F("since"))
    with include_past_sources():
        told = GroupPolicy().readers(world.group)
    assert world.people["officer"].pk not in told
    assert world.people["teacher"].pk in told


def test_of_all_time_a_group_that_is_over_had_somebody_who_led_it(world: World) -> None:
    dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Кінець")
    world.group.refresh_from_db()
    leader = world.people["facilitator"].pk
    assert leader not in GroupPolicy().leaders(world.group)
    with include_past_sources():
        assert leader in GroupPolicy().leaders(world.group)
