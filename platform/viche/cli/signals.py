"""Termination signals as an exception, so that every `with` block is left in order."""

import signal
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Raised when the command was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def raise_stop() -> None:
    """Make the first termination signal raise Stop in the main thread."""

    def handle(number: int, frame: FrameType | None) -> None:
        for ignored in SIGNALS:
            signal.signal(ignored, signal.SIG_IGN)
        raise Stop(number)

    for number in SIGNALS:
        signal.signal(number, handle)


def call_on_second_signal(hurry: Callable[[], None]) -> None:
    """Make a further signal call `hurry` while the command ends."""
    for number in SIGNALS:
        signal.signal(number, lambda number, frame: hurry())
