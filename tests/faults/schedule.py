"""A random sequence of faults that follows from its seed alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# How often each kind of fault comes, and for how long it lasts at least and at most (seconds).
KINDS: dict[str, tuple[int, float, float]] = {
    "kill web": (4, 0.1, 0.5),
    "kill worker": (2, 0.1, 0.5),
    "kill postgres": (3, 0.0, 0.5),
    "kill valkey": (4, 0.0, 1.0),
    "flush valkey": (4, 0.0, 0.1),
    "fill valkey": (3, 0.5, 2.0),
    "freeze web": (3, 0.5, 3.0),
    "freeze valkey": (2, 0.5, 2.0),
    "freeze postgres": (2, 0.2, 1.0),
    "restart web": (2, 0.0, 0.1),
    "sever clients": (4, 0.0, 0.1),
    "mute clients": (4, 0.2, 1.5),
    "cut valkey": (3, 0.5, 2.0),
    "dead valkey": (3, 0.5, 3.0),
    "mute valkey": (2, 0.5, 2.0),
    "delay valkey": (2, 0.5, 2.0),
    "sever postgres": (4, 0.0, 0.1),
    "mute postgres": (3, 0.1, 0.5),
    "delay postgres": (2, 0.5, 1.5),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what is done to which part, for how long, and the quiet before it. Times are in seconds."""

    kind: str
    which: int  # of two web processes
    lasts: float
    pause: float

    def __str__(self) -> str:
        return f"{self.kind} {self.which} for {self.lasts:.2f} s"


def faults(seed: int) -> Iterator[Fault]:
    """Faults without end."""
    random = Random(f"schedule-{seed}")
    names = list(KINDS)
    weights = [KINDS[name][0] for name in names]
    while True:
        kind = random.choices(names, weights)[0]
        _weight, least, most = KINDS[kind]
        yield Fault(kind, random.randint(1, 2), random.uniform(least, most), random.uniform(0.1, 1.5))
