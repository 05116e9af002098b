"""Assignment of processor cores in a benchmark: one for the measured server, the others for the rest."""

import os
from collections.abc import Set as AbstractSet

MAX_CORES = 4096


def split_cores() -> tuple[AbstractSet[int], AbstractSet[int]]:
    """Return the server's core and the other cores; the same one twice on a single-core machine.

    All cores that the system allows are considered, regardless of the current affinity of this process.
    """
    if not hasattr(os, "sched_setaffinity"):
        return frozenset(), frozenset()
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(MAX_CORES))
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, before)
    return frozenset(allowed[:1]), frozenset(allowed[1:] or allowed)


def pin(cores: AbstractSet[int], process: int = 0) -> None:
    """Pin a process (0: this one) and its children to some cores, if the system supports it."""
    if cores:
        os.sched_setaffinity(process, cores)
