"""Web processes that stand still or are replaced while 20 people post."""

from __future__ import annotations

import time

import pytest

from tests.faults.clients import Manner
from tests.faults.stack import Stack
from tests.faults.trial import MakeTrial

pytestmark = pytest.mark.slow


def test_a_web_process_frozen(stack: Stack, trial: MakeTrial, long: bool) -> None:
    """Its people come back to the other one; when it wakes, it says nothing that is out of date."""
    crowd = trial()
    crowd.start(manner=Manner(patience=1.0))
    crowd.wait_for(20)
    with stack.frozen("web1"):
        time.sleep(30.0 if long else 2.0)
        crowd.wait_for(20)
    crowd.wait_for(20)
    crowd.finish()


def test_a_rolling_restart_under_load(stack: Stack, trial: MakeTrial) -> None:
    """Two web processes are replaced one after the other: no request meets an error of the server."""
    crowd = trial()
    crowd.start(manner=Manner(pause=0.15, rest_share=0.6))
    crowd.wait_for(20)
    for name in ("web1", "web2"):
        before = stack.children[name]
        stack.stop(name)
        assert before.process.returncode in (0, -15)
        stack.start(name)
        stack.wait_for(name)
    crowd.wait_for(20)
    crowd.finish()
    statuses = [status for client in crowd.clients for status in client.statuses]
    assert statuses
    assert [status for status in statuses if status >= 500] == []
    codes = {code for client in crowd.clients for code in client.closes}
    assert codes <= {1000, 1001, 1005, 1006, 1012}
