"""Valkey is emptied, full, half-open or slow: messages are still taken, and everybody still hears them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.clients import request
from tests.faults.links import Link, State
from tests.faults.stack import Stack
from tests.faults.trial import MakeTrial, Trial

pytestmark = pytest.mark.slow
ACKNOWLEDGED_WITHIN = 2.0  # seconds, whatever becomes of Valkey
HEARD_WITHIN = 3.0  # seconds without Valkey


def links_to_valkey(stack: Stack) -> list[Link]:
    return [link for name, link in stack.links.items() if name.endswith("-valkey")]


@contextmanager
def nobody_waits(crowd: Trial) -> Iterator[None]:
    """Every post inside is acknowledged in time."""
    for client in crowd.clients:
        client.slowest = 0.0
    yield
    assert max(client.slowest for client in crowd.clients) < ACKNOWLEDGED_WITHIN


def hears_all(crowd: Trial) -> None:
    """Everybody hears what is said now, soon."""
    said = {ear.thread: ear.at for ear in crowd.history.ears}
    until = time.monotonic() + HEARD_WITHIN
    for ear in crowd.history.ears:
        while ear.at <= said[ear.thread] and time.monotonic() < until:
            time.sleep(0.05)
        assert ear.at > said[ear.thread], f"{ear.listener} hears nothing"


def is_ready(stack: Stack) -> None:
    """Without Valkey something is missing, but nobody takes the web processes out of service."""
    reply = stack.loop.run(request(stack.door, None, "GET", "/readyz", patience=ACKNOWLEDGED_WITHIN), 10)
    assert reply.status == 200
    assert reply.body["parts"]["redis"] == "degraded"


def test_flushed_again_and_again(stack: Stack, trial: MakeTrial) -> None:
    crowd = trial()
    crowd.start()
    crowd.wait_for(20)
    with nobody_waits(crowd):
        for _turn in range(5):
            assert stack.valkey("FLUSHALL").startswith("+OK")
            crowd.wait_for(20)
            hears_all(crowd)
    crowd.finish()


def test_full(stack: Stack, trial: MakeTrial) -> None:
    crowd = trial()
    crowd.start()
    crowd.wait_for(20)
    with nobody_waits(crowd):
        assert stack.valkey("CONFIG SET maxmemory 1").startswith("+OK")
        crowd.wait_for(40)
        hears_all(crowd)
        assert stack.valkey("CONFIG SET maxmemory 0").startswith("+OK")
        crowd.wait_for(20)
    crowd.finish()


@pytest.mark.parametrize("state", [State.DEAD, State.CUT, State.MUTE])
def test_out_of_reach(stack: Stack, trial: MakeTrial, state: State) -> None:
    crowd = trial()
    crowd.start()
    crowd.wait_for(20)
    with nobody_waits(crowd):
        for link in links_to_valkey(stack):
            if state is State.CUT:
                link.cut()
            else:
                link.state = state
        crowd.wait_for(40)
        hears_all(crowd)
        is_ready(stack)
        for link in links_to_valkey(stack):
            link.heal(forget_dead=False)
        crowd.wait_for(20)
    crowd.finish()
