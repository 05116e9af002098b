"""Failures of a command: a sentence that says what to do, with the end of a log if that helps."""

import errno
import shutil
from pathlib import Path

from viche.cli.messages import say

TAIL_LINES = 25
MIN_FREE_BYTES = 4_000_000  # bytes
NO_NETWORK = (
    "failed to fetch", "dns error", "error sending request", "could not connect", "client error (connect)",
    "failed to establish a new connection", "temporary failure in name resolution",
    "name or service not known", "network is unreachable", "connection refused", "connection timed out",
    "enotfound", "eai_again", "econnrefused", "etimedout", "enetunreach", "temporary failure resolving",
    "could not resolve",
)  # fmt: skip
NO_SPACE = ("no space left on device", "enospc", "disk quota exceeded")


class Failure(Exception):
    """Ends the command with one sentence; `tail` is shown before it, `status` is the exit code.

    `known` is False when the sentence can only point to a log.
    """

    def __init__(self, sentence: str, *, tail: str = "", status: int = 1, known: bool = True) -> None:
        super().__init__(sentence)
        if tail:
            self.add_note(tail)  # for tracebacks of the exception itself
        self.known = known
        self.sentence = sentence
        self.tail = tail
        self.status = status


def tail_of(log: Path, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a log file; empty if there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 32_768))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.rstrip().splitlines()[-lines:])


def build_step_failure(step: str, log: Path, *, download: bool = False) -> Failure:
    """Return the failure of a step's program.

    It names the cause if the log does, else it points to the log.
    """
    tail = tail_of(log)
    text = tail.lower()
    # A full disk may have prevented its own error message from being written.
    if any(mark in text for mark in NO_SPACE) or shutil.disk_usage(log.parent).free < MIN_FREE_BYTES:
        return Failure(say("no_space", folder=log.parent))
    if download and any(mark in text for mark in NO_NETWORK):
        return Failure(say("no_network", step=step))
    return Failure(say("step_failed", step=step, log=log), tail=tail, known=False)


def build_os_failure(error: OSError) -> Failure:
    """Return the failure for a file operation that the system refused."""
    place = error.filename or "?"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(say("no_space", folder=place))
    if error.errno == errno.EROFS:
        return Failure(say("read_only", folder=place))
    if error.errno in (errno.EACCES, errno.EPERM):
        return Failure(say("no_access", folder=place))
    return Failure(say("system_error", place=place, reason=error.strerror or str(error)))
