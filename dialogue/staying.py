"""What keeps a thread in its group: higher rooms register it."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.models import Thread
from viche.kernel.errors import DomainError

Obstacle = Callable[[Thread], DomainError | None]
OBSTACLES: list[Obstacle] = []


def obstacle(check: Obstacle) -> None:
    """Register why a thread may not leave its group now; None: nothing keeps it."""
    OBSTACLES.append(check)


def check_may_leave(thread: Thread) -> None:
    """Raises what the first obstacle says."""
    for check in OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal
