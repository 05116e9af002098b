"""End what a killed supervisor leaves behind.

The supervisor holds the writing end of this process's standard input and reports each process group that it
starts (`+ GROUP SIGNAL`) and ends (`- GROUP`). When that pipe closes, for whatever reason, every group still
listed gets its signal and, after a grace period, SIGKILL. It is run by its path, in a session of its own.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE = 8.0


def listen(lines: Iterable[str]) -> dict[int, int]:
    """Read until the pipe closes; return the groups that remain, with the signal for each."""
    groups: dict[int, int] = {}
    for line in lines:
        sign, group, *number = line.split()
        if sign == "+":
            groups[int(group)] = int(number[0])
        else:
            groups.pop(int(group), None)
    return groups


def end(groups: dict[int, int], grace: float = GRACE) -> None:
    """Signal every group and kill what is left after `grace` seconds."""
    left = {group for group, number in groups.items() if send(group, number)}
    until = time.monotonic() + grace
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {group for group in left if send(group, 0)}
    for group in left:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Send `number` to the whole group; False when it has no process left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(listen(sys.stdin))
