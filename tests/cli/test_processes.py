"""What was started never outlives who started it, however that one ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from viche.cli.places import ROOT
from viche.cli.processes import Closed, Crew, Program, wait_until

# Starts a shell with a child and a grandchild, all in one group, and waits to be killed.
SUPERVISOR = """
import sys, time
from viche.cli.processes import Crew, Program
sleep = f"sleep {sys.argv[1]}"
with Crew() as crew:
    crew.start(Program("family", ["sh", "-c", f"{sleep} & ({sleep} &); {sleep}"]))
    print("started", flush=True)
    time.sleep(60)
"""


def running(mark: str) -> list[int]:
    """Processes with this word on their command line, except zombies."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def supervisor(mark: str) -> "subprocess.Popen[bytes]":
    """A process that keeps a family of processes, already started."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, mark],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT / "platform")},
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    assert wait_until(lambda: len(running(mark)) == 4, time.monotonic() + PATIENCE)
    return process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_survives_a_killed_supervisor(number: int) -> None:
    mark = f"777.{number}{os.getpid()}"
    process = supervisor(mark)

    os.kill(process.pid, number)
    process.communicate()

    assert wait_until(lambda: not running(mark), time.monotonic() + PATIENCE), running(mark)


def test_nothing_survives_when_its_whole_session_is_killed() -> None:
    mark = f"778.{os.getpid()}"
    process = supervisor(mark)

    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    assert wait_until(lambda: not running(mark), time.monotonic() + PATIENCE), running(mark)


def test_leaving_the_crew_ends_what_ignores_the_polite_signal() -> None:
    mark = f"779.{os.getpid()}"
    with Crew() as crew:
        stubborn = f"trap '' TERM; sleep {mark} & while :; do sleep {mark}; done"
        crew.start(Program("stubborn", ["sh", "-c", stubborn], grace=0.3))
        assert wait_until(lambda: len(running(mark)) == 2, time.monotonic() + PATIENCE)

    assert wait_until(lambda: not running(mark), time.monotonic() + PATIENCE), running(mark)


def test_run_returns_the_exit_code_and_writes_the_log(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    with Crew() as crew:
        code = crew.run(Program("x", ["sh", "-c", "cat; echo no >&2; exit 3"], log=log, words="yes\n"))

    assert code == 3
    assert log.read_text() == "yes\nno\n"


def test_run_ends_what_the_program_left_in_its_group() -> None:
    mark = f"780.{os.getpid()}"
    with Crew() as crew:
        assert crew.run(Program("x", ["sh", "-c", f"sleep {mark} &"])) == 0
        assert wait_until(lambda: not running(mark), time.monotonic() + PATIENCE), running(mark)


def test_a_missing_program_is_an_exit_code_with_its_reason(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    with Crew() as crew:
        assert crew.run(Program("x", ["/nowhere/at-all"], log=log)) == 126

    assert "No such file" in log.read_text()


def test_a_program_gets_the_usual_signals_back() -> None:
    # Python itself ignores these two; what the caller ignores (nohup) stays ignored.
    own = 1 << signal.SIGPIPE - 1 | 1 << signal.SIGXFSZ - 1
    ignored = "0x$(sed -n 's/SigIgn:\t//p' /proc/self/status)"
    with Crew() as crew:
        assert crew.run(Program("signals", ["sh", "-c", f"exit $(({ignored} & {own} ? 1 : 0))"])) == 0


def test_nothing_starts_once_the_crew_is_closed() -> None:
    crew = Crew()
    with crew:
        pass

    with pytest.raises(Closed):
        crew.start(Program("late", ["true"]))
