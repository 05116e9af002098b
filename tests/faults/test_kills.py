"""Programs that die while 20 people post: nothing acknowledged is lost, doubled or out of order."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.faults.clients import Manner
from tests.faults.history import Outcome
from tests.faults.links import Pipe
from tests.faults.stack import WEBS, Stack
from tests.faults.trial import MakeTrial

pytestmark = pytest.mark.slow


def test_every_part_is_killed_in_turn(stack: Stack, trial: MakeTrial) -> None:
    crowd = trial()
    crowd.start()
    crowd.wait_for(40)
    for name in ("web1", "valkey", "postgres", "worker", "web2"):
        stack.kill(name)
        time.sleep(0.3)
        stack.start(name)
        crowd.wait_for(25)
    crowd.finish()


@pytest.mark.parametrize("way", ["rest", "socket"])
def test_killed_between_commit_and_reply(stack: Stack, trial: MakeTrial, way: str) -> None:
    """The message is stored and nobody is told: sent again, it is found, and everybody hears it once."""
    crowd = trial(3)
    crowd.start(1, Manner(pause=0.3))
    crowd.wait_for(3)
    author = crowd.clients[0]
    author.manner = Manner(rest_share=1.0 if way == "rest" else 0.0, give_up=0.0)
    killer = KilledAfterCommit(stack, b"last-words")
    attempt = crowd.on_loop(author.post(crowd.threads[0], "last-words"))
    assert killer.killed in WEBS
    assert stack.children[killer.killed].process.wait(5) == -signal.SIGKILL
    assert attempt.tries > 1
    assert attempt.outcome is Outcome.OK
    crowd.finish()


class KilledAfterCommit:
    """Kills the web process that has just committed a message with these words, before it can say so.

    It sits on the links to PostgreSQL: the connection that carried the words becomes idle again when their
    transaction has ended, and only then.
    """

    IDLE = b"Z\x00\x00\x00\x05I"  # ReadyForQuery, outside a transaction

    def __init__(self, stack: Stack, words: bytes) -> None:
        self.killed = ""
        self._stack = stack
        self._words = words
        self._carriers: set[Pipe] = set()
        for name in WEBS:
            stack.links[f"{name}-postgres"].tap = self._see

    def _see(self, pipe: Pipe, from_client: bool, data: bytes) -> bool:
        if from_client and self._words in data:
            self._carriers.add(pipe)
        if from_client or pipe not in self._carriers or self.IDLE not in data or self.killed:
            return True
        self.killed = pipe.link.name.partition("-")[0]
        os.killpg(self._stack.children[self.killed].process.pid, signal.SIGKILL)
        return False
