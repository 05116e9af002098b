"""`./viche up` for real: it comes up, answers other commands, and leaves nothing behind however it ends."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from viche.cli.network import free_port, listen_error
from viche.cli.places import ROOT
from viche.cli.processes import wait_until

READY_WITHIN = 90.0


class Stack:
    """One run of `./viche up`, whose every process carries a mark."""

    def __init__(self, data: Path, port: int) -> None:
        self.mark = secrets.token_hex(16)
        self.data = data
        self.output = data.with_suffix(f".{self.mark}.txt")
        with self.output.open("w") as file:
            self.process = subprocess.Popen(
                [ROOT / "viche", "up", "--no-demo", "--port", str(port), "--data", data],
                env=plain_environment() | {"TEST_MARK": self.mark},
                stdout=file,
                stderr=file,
            )

    def wait_ready(self) -> None:
        """Waits for the address to be printed."""
        assert self.will_say("Ctrl-C", READY_WITHIN), self.output.read_text()

    def will_say(self, words: str, seconds: float) -> bool:
        """Whether these words get printed in that time."""
        return wait_until(lambda: words in self.output.read_text(), time.monotonic() + seconds)

    def is_gone(self) -> bool:
        """Whether nothing of it runs any more."""
        return not self.survivors()

    def end(self, number: int) -> int:
        """Sends the signal to the supervisor alone, waits for it, and returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)

    def survivors(self) -> list[str]:
        """Command lines of what still runs of this stack: marked, or at home in its data folder."""
        return [line for line in map(self._mine, Path("/proc").iterdir()) if line]

    def _mine(self, entry: Path) -> str:
        try:
            if not entry.name.isdigit():
                return ""
            here = (entry / "cwd").readlink().is_relative_to(self.data)
            marked = self.mark.encode() in (entry / "environ").read_bytes()
            return (entry / "cmdline").read_text() if here or marked else ""
        except OSError:
            return ""


def plain_environment() -> dict[str, str]:
    """What a newcomer's shell has: nothing of the tests' own services."""
    kept = ("PATH", "HOME", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LANG": "C.UTF-8"}


@pytest.fixture
def stacks(tmp_path: Path) -> Iterator[list[Stack]]:
    """The stacks of one test; none outlives it."""
    stacks: list[Stack] = []
    yield stacks
    for stack in stacks:
        if stack.process.poll() is None:
            stack.end(signal.SIGKILL)


def test_a_stack_leaves_nothing_behind(tmp_path: Path, stacks: list[Stack]) -> None:
    port = free_port(skip=40)
    for number, code in ((signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)):
        stack = Stack(tmp_path / "data", port)
        stacks.append(stack)
        stack.wait_ready()
        assert len(stack.survivors()) > 6

        assert stack.end(number) == code

        assert wait_until(stack.is_gone, time.monotonic() + 10), stack.survivors()
        assert listen_error("127.0.0.1", port) == 0


def test_other_commands_find_the_running_stack(tmp_path: Path, stacks: list[Stack]) -> None:
    stack = Stack(tmp_path / "data", free_port(skip=41))
    stacks.append(stack)
    stack.wait_ready()

    second = Stack(tmp_path / "data", free_port(skip=42))
    stacks.append(second)
    assert second.process.wait(60) == 1
    token = subprocess.run(
        [ROOT / "viche", "token", "nobody@kalynodil.example", "--data", tmp_path / "data"],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.will_say("Another Viche already runs", 5)
    assert token.returncode != 0
    assert token.stdout == ""
    assert "nobody@kalynodil.example" in token.stderr
