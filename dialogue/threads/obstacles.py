"""Registry of obstacles to moving, merging, narrowing or publishing a thread; other apps register theirs."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.threads.models import Thread
from viche.kernel.errors import DomainError

Obstacle = Callable[[Thread], DomainError | None]

MOVE_OBSTACLES: list[Obstacle] = []

MERGE_OBSTACLES: list[Obstacle] = []

PUBLISH_OBSTACLES: list[Obstacle] = []

AUDIENCE_OBSTACLES: list[Obstacle] = []


def register_move_obstacle(check: Obstacle) -> None:
    """Register a check that returns why a thread may not be moved to another group, or None."""
    MOVE_OBSTACLES.append(check)


def check_can_move(thread: Thread) -> None:
    """Raise the error of the first obstacle to moving the thread."""
    for check in MOVE_OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal


def register_merge_obstacle(check: Obstacle) -> None:
    """Register a check that returns why a thread may not be merged into another one, or None."""
    MERGE_OBSTACLES.append(check)


def check_can_merge(thread: Thread) -> None:
    """Raise the error of the first obstacle to merging the thread."""
    for check in MERGE_OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal


def register_publish_obstacle(check: Obstacle) -> None:
    """Register a check that returns why a thread may not be public, or None."""
    PUBLISH_OBSTACLES.append(check)


def check_can_publish(thread: Thread) -> None:
    """Raise the error of the first obstacle to publishing the thread."""
    for check in PUBLISH_OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal


def register_audience_obstacle(check: Obstacle) -> None:
    """Register a check that returns why a thread may not have its new audience, or None."""
    AUDIENCE_OBSTACLES.append(check)


def check_can_have_audience(thread: Thread) -> None:
    """Raise the error of the first obstacle to the new audience, whose grants are there."""
    for check in AUDIENCE_OBSTACLES:
        if (refusal := check(thread)) is not None:
            raise refusal
