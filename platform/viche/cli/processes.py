"""Child processes that never outlive this one, and their orderly shutdown."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from viche.cli.accounts import Account
from viche.cli.watchdog import send

HERE = Path(__file__).resolve().parent
POLL_INTERVAL = 0.05


# The arguments of a command line; paths and numbers are converted to strings.
Words = Sequence[object]


@dataclass(frozen=True, slots=True)
class Program:
    """What to run and how to end it.

    `stop` is the polite signal, `orphan` the one when this process dies. `words` are its standard input. An
    interactive program keeps the terminal, and with it the process group of this process.
    """

    name: str
    command: Words
    log: Path | None = None
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    account: Account | None = None
    stop: int = signal.SIGTERM
    orphan: int = signal.SIGKILL
    grace: float = 2.0
    interactive: bool = False
    words: str = ""


@dataclass(slots=True)
class Child:
    """A started program."""

    program: Program
    process: "subprocess.Popen[bytes]"
    started: float = field(default_factory=time.monotonic)

    @property
    def leads_group(self) -> bool:
        """Return whether it leads a process group, so that signals reach only it and its children."""
        return not self.program.interactive

    def has_ended(self) -> bool:
        """Return whether its first process has ended."""
        return self.process.poll() is not None


class Closed(Exception):
    """Raised when the crew accepts no more programs."""


class Crew:
    """All programs that one command has started. Leaving the `with` block ends them, newest first."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._lock = threading.RLock()
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._close()
        finally:
            self._dismiss_watchdog()

    def start(self, program: Program) -> Child:
        """Start `program` in a session of its own; its output goes to its log.

        Raises Closed when the command is already ending (a thread may not have noticed yet).
        """
        with self._lock, _output(program.log) as output:
            if self._closed:
                raise Closed
            process = subprocess.Popen(
                build_shim_command(program),
                stdin=None if program.interactive else subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=program.folder,
                env=None if program.environment is None else dict(program.environment),
                start_new_session=not program.interactive,
            )
            child = Child(program, process)
            self._children.append(child)
            if process.stdin is not None:
                with contextlib.suppress(BrokenPipeError), process.stdin:
                    process.stdin.write(program.words.encode())
            if child.leads_group:
                self._tell(f"+ {process.pid} {int(program.orphan)}")
        return child

    def run(self, program: Program, *, timeout: float | None = None) -> int:
        """Run `program` to its end and return its exit code; what it left running is ended, too."""
        child = self.start(program)
        try:
            return child.process.wait(timeout)
        finally:
            self.stop(child)

    def stop(self, *children: Child) -> None:
        """End these together: the polite signal, their grace, then SIGKILL."""
        until = {child.process.pid: time.monotonic() + child.program.grace for child in children}
        for child in children:
            child.process.send_signal(child.program.stop)
        for child in children:
            wait_until(child.has_ended, until[child.process.pid])
            if child.leads_group:
                send(child.process.pid, signal.SIGKILL)
            child.process.kill()
            child.process.wait()
            self._forget(child)

    def _close(self) -> None:
        with self._lock:
            self._closed = True
        while self._children:
            self.stop(self._children[-1])

    def kill_all(self) -> None:
        """End everything immediately, without a grace period."""
        for child in list(self._children):
            child.process.send_signal(child.program.orphan)

    def _forget(self, child: Child) -> None:
        with self._lock:
            if child in self._children:
                self._children.remove(child)
                if child.leads_group:
                    self._tell(f"- {child.process.pid}")

    def _tell(self, line: str) -> None:
        if self._watchdog is None:
            self._watchdog = subprocess.Popen(
                [sys.executable, "-I", "-S", HERE / "watchdog.py"],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
        pipe = self._watchdog.stdin
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.write(f"{line}\n".encode())
                pipe.flush()

    def _dismiss_watchdog(self) -> None:
        if self._watchdog is not None and self._watchdog.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._watchdog.stdin.close()
            self._watchdog.wait()


def build_shim_command(program: Program) -> list[str]:
    """Return the command line that ties `program` to this process."""
    account = program.account
    uid, gid, bridge = (-1, -1, 0) if account is None else (account.uid, account.gid, int(account.bridge))
    tie = [os.getpid(), int(program.orphan), uid, gid, bridge]
    words = [sys.executable, "-I", "-S", HERE / "shim.py", *tie, *program.command]
    return [str(word) for word in words]


def wait_until(true: Callable[[], bool], until: float) -> bool:
    """Poll `true()` until it holds or the monotonic time `until` is reached; return whether it held."""
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(POLL_INTERVAL)
    return True


@contextlib.contextmanager
def _output(log: Path | None) -> Iterator[IO[bytes] | int | None]:
    if log is None:
        yield None
        return
    with log.open("ab") as file:
        yield file
