"""Programs that die while 20 people post: nothing acknowledged is lost, doubled or out of order."""

from __future__ import annotations

import time

import pytest

from tests.faults.stack import Stack
from tests.faults.trial import MakeTrial

pytestmark = pytest.mark.slow


def test_every_part_is_killed_in_turn(stack: Stack, trial: MakeTrial) -> None:
    crowd = trial()
    crowd.start()
    crowd.wait_for(100)
    for name in ("web1", "valkey", "postgres", "worker", "web2"):
        stack.kill(name)
        time.sleep(0.3)
        stack.start(name)
        crowd.wait_for(50)
    crowd.finish()
