"""Which processor cores a benchmark gives to the server that is measured, and which to everything else."""

import os
from collections.abc import Set as AbstractSet

MOST_CORES = 4096


def split_cores() -> tuple[AbstractSet[int], AbstractSet[int]]:
    """The core of the server, and those of the rest; the same ones where the machine has only one.

    Whatever this process was pinned to before, all cores that the system allows are considered.
    """
    if not hasattr(os, "sched_setaffinity"):
        return frozenset(), frozenset()
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(MOST_CORES))
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, before)
    return frozenset(allowed[:1]), frozenset(allowed[1:] or allowed)


def pin(cores: AbstractSet[int], process: int = 0) -> None:
    """Keep a process (0: this one) and all that it starts on some cores, where the system can."""
    if cores:
        os.sched_setaffinity(process, cores)
