"""Turning a request to end into an exception, so that every `with` block is left in order."""

import signal
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody asked this command to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def raise_stop() -> None:
    """The first such signal raises Stop in the main thread."""

    def handle(number: int, frame: FrameType | None) -> None:
        for ignored in SIGNALS:
            signal.signal(ignored, signal.SIG_IGN)
        raise Stop(number)

    for number in SIGNALS:
        signal.signal(number, handle)


def on_second(hurry: Callable[[], None]) -> None:
    """While the command ends, one more signal calls `hurry`."""
    for number in SIGNALS:
        signal.signal(number, lambda number, frame: hurry())
