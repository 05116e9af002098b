"""Ends what a killed supervisor leaves behind.

The supervisor holds the writing end of this process's standard input and tells it each process group that it
starts (`+ GROUP SIGNAL`) and ends (`- GROUP`). When that pipe closes, however the supervisor went, every
group still listed gets its signal and, if it is still there after a grace, SIGKILL. Runs by its path, in a
session of its own.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE = 8.0


def listen(lines: Iterable[str]) -> dict[int, int]:
    """Reads until the pipe closes; the groups that are still to be ended, with the signal for each."""
    groups: dict[int, int] = {}
    for line in lines:
        sign, group, *number = line.split()
        if sign == "+":
            groups[int(group)] = int(number[0])
        else:
            groups.pop(int(group), None)
    return groups


def end(groups: dict[int, int], grace: float = GRACE) -> None:
    """Signals every group and kills what is left of it after `grace` seconds."""
    left = {group for group, number in groups.items() if send(group, number)}
    until = time.monotonic() + grace
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {group for group in left if send(group, 0)}
    for group in left:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Sends `number` to the whole group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(listen(sys.stdin))
