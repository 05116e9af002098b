"""Work in a process of its own, and what came of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from enum import StrEnum

PATIENCE = 900.0  # seconds altogether
UNPLAYED = 77  # an exit code that nothing else uses


class Verdict(StrEnum):
    """What became of a mutant. `UNPLAYED` is no answer: it has to be imported to be what it is."""

    CAUGHT = "caught"
    HUNG = "hung"
    SURVIVED = "survived"
    UNPLAYED = "unplayed"


def in_a_child(work: Callable[[], int]) -> Verdict:
    """`work` returns 0 when no test noticed anything; whatever ends it otherwise was noticed."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(work())
        except BaseException:  # noqa: BLE001 - whatever it is, it was noticed
            os._exit(1)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return _verdict(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Verdict.HUNG


def _verdict(status: int) -> Verdict:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return Verdict.HUNG
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == UNPLAYED:
        return Verdict.UNPLAYED
    return Verdict.SURVIVED if status == 0 else Verdict.CAUGHT
