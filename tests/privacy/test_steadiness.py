"""Tests do not depend on the hour in which they run."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.cast import World
from tests.groups.helpers import at
from tests.privacy.seen import between_two, rows
from viche.kernel.access_log import Read, log_access
from viche.kernel.actor import Actor
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db


def test_a_full_hour_that_passes_in_a_test_adds_no_record_but_one_that_it_moves_to_does(
    world: World,
) -> None:
    actor, read = Actor.for_person(world.people["officer"].pk), Read("thread", between_two(world).pk)
    log_access(actor, [read])
    with time_machine.travel(now() + timedelta(hours=1)):
        log_access(actor, [read])
    assert len(rows()) == 1
    with at(now() + timedelta(hours=1)):
        log_access(actor, [read])
    assert len(rows()) == 2
