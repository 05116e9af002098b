"""What keeps a thread in its group, apart from others, or from being public: higher rooms register it."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.threads.models import Thread
from viche.kernel.errors import DomainError

Obstacle = Callable[[Thread], DomainError | None]

OBSTACLES: list[Obstacle] = []

APART: list[Obstacle] = []

INSIDE: list[Obstacle] = []


def obstacle(check: Obstacle) -> None:
    """Register why a thread may not leave its group now; None: nothing keeps it."""
    OBSTACLES.append(check)


def check_may_leave(thread: Thread) -> None:
    """Raises what the first obstacle says."""
    for check in OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal


def keeps_apart(check: Obstacle) -> None:
    """Register why a thread may not go on in another one now; None: nothing keeps it."""
    APART.append(check)


def check_may_merge(thread: Thread) -> None:
    """Raises what the first one says."""
    for check in APART:
        if (refusal := check(thread)) is not None:
            raise refusal


def keeps_inside(check: Obstacle) -> None:
    """Register why a thread may not be read by anybody; None: nothing keeps it from that."""
    INSIDE.append(check)


def check_may_be_public(thread: Thread) -> None:
    """Raises what the first one says."""
    for check in INSIDE:
        if (refusal := check(thread)) is not None:
            raise refusal
