"""`./viche up` for real: it comes up, answers other commands, and leaves nothing behind however it ends."""

import os
import re
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Visitors
from tests.e2e.founding import PASSWORD, a_community_is_founded
from tests.e2e.profiles import Profiles
from viche.cli.network import find_free_port, get_listen_error
from viche.cli.places import ROOT, Data
from viche.cli.processes import wait_until
from viche.cli.running import variables_of
from viche.cli.stack import build_manage_command

READY_WITHIN = 300.0  # seconds, on a machine that is busy with other things
GONE_WITHIN = 60.0


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

    @property
    def address(self) -> str:
        """Where it answers, as it says itself."""
        found: list[str] = re.findall(r"http://\S+:\d+", self.output.read_text())
        return found[0]

    def is_gone(self) -> bool:
        """Whether nothing of it runs any more."""
        return not self.survivors()

    def end(self, number: int) -> int:
        """Sends the signal to the supervisor alone, waits for it, and returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(GONE_WITHIN)

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


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database the first stack makes and the others find."""
    return tmp_path_factory.mktemp("stacks") / "data"


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Stack]:
    """A stack that is up, without the demo, for all that follows."""
    made = Stack(data, find_free_port(skip=41))
    try:
        made.wait_ready()
        yield made
    finally:
        made.end(signal.SIGKILL)


@pytest.fixture
def stacks() -> Iterator[list[Stack]]:
    """The stacks of one test; none outlives it."""
    stacks: list[Stack] = []
    yield stacks
    for stack in stacks:
        if stack.process.poll() is None:
            stack.end(signal.SIGKILL)


def nothing_is_left_of(stack: Stack, number: int, code: int) -> None:
    """Ends it, and sees that it has ended whole."""
    assert len(stack.survivors()) > 6
    assert stack.end(number) == code
    assert wait_until(stack.is_gone, time.monotonic() + GONE_WITHIN), stack.survivors()
    assert get_listen_error("127.0.0.1", int(stack.address.rpartition(":")[2])) == 0


def test_a_stack_leaves_nothing_behind(data: Path, stacks: list[Stack]) -> None:
    port = find_free_port(skip=40)
    for number in (signal.SIGINT, signal.SIGTERM):
        stack = Stack(data, port)
        stacks.append(stack)
        stack.wait_ready()
        nothing_is_left_of(stack, number, 0)


def test_other_commands_find_the_running_stack(data: Path, running: Stack, stacks: list[Stack]) -> None:
    second = Stack(data, find_free_port(skip=42))
    stacks.append(second)
    assert second.process.wait(READY_WITHIN) == 1
    token = subprocess.run(
        [ROOT / "viche", "token", "nobody@kalynodil.example", "--data", data],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.will_say("Another Viche already runs", GONE_WITHIN)
    assert token.returncode != 0
    assert token.stdout == ""
    assert "nobody@kalynodil.example" in token.stderr


def test_an_empty_country_becomes_a_group_that_talks(running: Stack, browser: Browser) -> None:
    """With nothing but the browser, once the first two administrators are there."""
    administrators = {"admin@zelenyi.example": "Марко Сич", "second@zelenyi.example": "Ніна Гай"}
    for address, name in administrators.items():
        subprocess.run(
            [str(word) for word in build_manage_command("create_administrator", address, name)],
            env=variables_of(Data(running.data)),
            input=f"{PASSWORD}\n",
            text=True,
            check=True,
        )
    visitors = Visitors(Profiles(browser, running.address))
    last_day = (datetime.now(UTC) + timedelta(days=20)).strftime("%d.%m.%Y")  # noqa: TID251 - no kernel here
    try:
        mail = running.data / "mail"
        a_community_is_founded(visitors, mail, administrators=list(administrators), last_day=last_day)
    finally:
        visitors.leave()
    assert visitors.complaints == []


def test_a_stack_that_is_killed_leaves_nothing_behind_either(running: Stack) -> None:
    """The last of this file: what the others used needs no other end."""
    nothing_is_left_of(running, signal.SIGKILL, -signal.SIGKILL)
