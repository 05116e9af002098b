"""A stack keeps running when a part of it dies, and ends with a reason when that part cannot live."""

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from viche.cli import supervisor as module
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.processes import Crew, Program, wait_until
from viche.cli.signals import Stop
from viche.cli.supervisor import Supervisor


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Ends what the test started."""
    with Crew() as crew:
        yield crew


def counting(tmp_path: Path, then: str) -> Program:
    """A program that leaves one line for each of its starts."""
    starts = tmp_path / "starts"
    return Program("web", ["sh", "-c", f"echo $$ >> {starts}; {then}"], log=tmp_path / "web.log", grace=1)


def starts_of(tmp_path: Path) -> list[int]:
    file = tmp_path / "starts"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def stop_when(true: object) -> None:
    """Interrupts the main thread, as Ctrl-C does, once that holds."""
    assert callable(true)
    wait_until(true, time.monotonic() + 10)
    os.kill(os.getpid(), signal.SIGUSR1)


def test_a_part_that_dies_is_started_again(
    tmp_path: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    child = crew.start(counting(tmp_path, "exec sleep 600"))
    assert wait_until(lambda: len(starts_of(tmp_path)) == 1, time.monotonic() + PATIENCE)
    supervisor = Supervisor(crew, Console(said), [child])

    def stop(number: int, frame: object) -> None:
        raise Stop(number)

    monkeypatch.setattr(module, "POLL_INTERVAL", 0.01)
    before = signal.signal(signal.SIGUSR1, stop)
    os.kill(starts_of(tmp_path)[0], signal.SIGKILL)
    threading.Thread(target=stop_when, args=[lambda: len(starts_of(tmp_path)) == 2], daemon=True).start()
    try:
        with pytest.raises(Stop):
            supervisor.watch()
    finally:
        signal.signal(signal.SIGUSR1, before)
    supervisor.stop()

    assert "“web” ended unexpectedly (code -9); starting it again." in said.getvalue()
    assert len(starts_of(tmp_path)) == 2


def test_a_part_that_cannot_live_ends_the_stack(
    tmp_path: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_INTERVAL", 0.01)
    monkeypatch.setattr(module, "MAX_PAUSE", 0.01)
    child = crew.start(counting(tmp_path, "echo the reason; exit 1"))

    with pytest.raises(Failure, match=r"“web” keeps ending right after its start") as caught:
        Supervisor(crew, Console(io.StringIO()), [child]).watch()

    assert caught.value.tail.splitlines()[-1] == "the reason"
    assert len(starts_of(tmp_path)) == module.MAX_FAILURES


def test_a_full_disk_is_named_as_the_reason(
    tmp_path: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_INTERVAL", 0.01)
    monkeypatch.setattr(module, "MAX_PAUSE", 0.01)
    child = crew.start(counting(tmp_path, "echo 'PANIC: No space left on device'; exit 1"))

    with pytest.raises(Failure, match="is full: free some space"):
        Supervisor(crew, Console(io.StringIO()), [child]).watch()
