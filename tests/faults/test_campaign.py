"""Faults at random, one after the other, while 20 people post: the long proof.

`./viche test faults --long -k campaign` posts 100,000 messages; `--seed N` repeats the choices of a run.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.clients import Manner
from tests.faults.links import Link, State
from tests.faults.schedule import Fault, faults
from tests.faults.stack import WEBS, Stack
from tests.faults.trial import MakeTrial

pytestmark = pytest.mark.slow
Captured = pytest.CaptureFixture[str]
SHORT, LONG = 250, 100_000  # acknowledged messages
FEWEST = {False: 5, True: 200}  # faults
LONGEST = {False: 60.0, True: 1200.0}  # seconds


def test_the_schedule_follows_from_its_seed() -> None:
    def first(seed: int) -> list[Fault]:
        made = faults(seed)
        return [next(made) for _turn in range(50)]

    assert first(7) == first(7)
    assert first(7) != first(8)


def test_campaign(stack: Stack, trial: MakeTrial, seed: int, long: bool, capfd: Captured) -> None:
    crowd = trial()
    manner = Manner(pause=0.04, rest_share=0.05) if long else Manner()
    crowd.start(6 if long else 2, manner, each=2)
    goal, made = LONG if long else SHORT, Counter[str]()
    started = time.monotonic()
    for fault in faults(seed):
        time.sleep(fault.pause)
        made[fault.kind] += 1
        so_far = f"{time.monotonic() - started:7.1f} s {crowd.acknowledged():6d} ok  {fault}"
        report(capfd, so_far, shown=long)
        hurt(stack, fault)
        for name in WEBS:
            stack.wait_for(name)
        if made.total() >= FEWEST[long] and crowd.acknowledged() >= goal:
            break
        assert time.monotonic() - started < LONGEST[long], f"seed {seed}: {crowd.summary()}"
    took = time.monotonic() - started
    stack.heal()
    crowd.finish()
    told = f"seed {seed}: {crowd.summary()} in {took:.0f} s; {made.total()} faults: {dict(made)}"
    report(capfd, told, shown=True)


def report(capfd: Captured, line: str, *, shown: bool) -> None:
    """Past pytest's capture, so that it is seen while it goes on, and kept of a run that passes."""
    if shown:
        with capfd.disabled():
            print(line, flush=True)  # noqa: T201 - whoever waits for it reads it


def hurt(stack: Stack, fault: Fault) -> None:
    """Make a fault, for as long as it lasts, and mend it."""
    verb, what = fault.kind.split()
    name = f"web{fault.which}" if what == "web" else what
    if verb in ("kill", "restart"):
        stack.kill(name) if verb == "kill" else stack.stop(name)
        time.sleep(fault.lasts)
        stack.start(name)
    elif verb == "freeze":
        with stack.frozen(name):
            time.sleep(fault.lasts)
    elif verb == "flush":
        assert stack.valkey("FLUSHALL").startswith("+OK")
    elif verb == "fill":
        stack.valkey("CONFIG SET maxmemory 1")
        time.sleep(fault.lasts)
        stack.valkey("CONFIG SET maxmemory 0")
    else:
        with worse(links(stack, what), verb):
            time.sleep(fault.lasts)


def links(stack: Stack, what: str) -> list[Link]:
    if what == "clients":
        return [stack.links["door"]]
    return [link for name, link in stack.links.items() if name.endswith(f"-{what}")]


@contextlib.contextmanager
def worse(lines: list[Link], verb: str) -> Iterator[None]:
    """Lines that do their work badly while the block runs."""
    for line in lines:
        if verb == "sever":
            line.sever()
        elif verb == "cut":
            line.cut()
        elif verb == "delay":
            line.delay = 0.05
        else:
            line.state = State(verb)
    yield
    for line in lines:
        line.heal(forget_dead=not line.name.endswith("-valkey"))
