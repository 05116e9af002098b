"""Migration of the database and loading of the demo community, in one child process with progress."""

import math
import shlex
from pathlib import Path

from viche.cli.console import Console
from viche.cli.failures import build_step_failure
from viche.cli.messages import get_language, say
from viche.cli.places import PYTHON, ROOT, Data
from viche.cli.processes import Crew, Program, wait_until

# Several management commands in one process, because most of a command's time is Django's start. The name of
# each is appended to a file once it is done. Migrations create so many model classes that collecting garbage
# after every 700 objects takes a fifth of their time.
CHAIN = """
import gc, os, shlex, sys
gc.set_threshold(50_000)
sys.path.insert(0, os.getcwd())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")
from django.core.management import execute_from_command_line
for command in sys.argv[2:]:
    words = shlex.split(command)
    execute_from_command_line(["manage.py", *words])
    with open(sys.argv[1], "a") as done:
        print(words[0], file=done)
"""
UP_TO_DATE = "replay_erasures"  # the last command before the demo


class Preparation:
    """The running process. What follows the migrations need not wait for the demo."""

    def __init__(
        self, crew: Crew, console: Console, data: Data, environment: dict[str, str], *, demo: bool
    ) -> None:
        self._crew, self._console, self._demo = crew, console, demo
        self._done = data.folder / "prepared.txt"
        self._done.unlink(missing_ok=True)
        self._log = data.logs / "prepare.log"
        later = [UP_TO_DATE, *(_demo_commands(data) if demo else [])]
        # The first command has run the system checks.
        commands = ["migrate --no-input", *(f"{command} --skip-checks" for command in later)]
        command = [PYTHON, "-c", CHAIN, self._done, *commands]
        self._child = crew.start(
            Program("prepare", command, log=self._log, environment=environment, folder=ROOT)
        )

    def wait_migrated(self) -> None:
        """Show the step and wait until the migrations are applied. Raises Failure when one failed."""
        step = say("step_prepare")
        with self._console.step(step):
            self._wait_migrated(step)

    def wait_loaded(self) -> None:
        """Wait for the end; show the demo as a step of its own. Raises Failure when a command failed."""
        step = say("step_demo" if self._demo else "step_prepare")
        self._wait_migrated(step)
        if not self._demo:
            self._wait_end(step)
            return
        with self._console.step(step):
            self._wait_end(step)

    def _wait_migrated(self, step: str) -> None:
        wait_until(lambda: self._child.has_ended() or self._is_migrated(), math.inf)
        if not self._is_migrated():
            self._wait_end(step)

    def _wait_end(self, step: str) -> None:
        if self._child.process.wait() != 0:
            raise build_step_failure(step, self._log)
        self._crew.stop(self._child)

    def _is_migrated(self) -> bool:
        return self._done.exists() and UP_TO_DATE in self._done.read_text().split()


def sign_ins_path_of(data: Data) -> Path:
    """Return the file with the demo sign-ins, which is kept with the data."""
    return data.folder / f"sign-ins.{get_language()}.txt"


def _demo_commands(data: Data) -> list[str]:
    kept = sign_ins_path_of(data)
    if kept.exists():
        return ["load_demo"]
    return ["load_demo", shlex.join(["demo_sign_ins", "--language", get_language(), "--file", str(kept)])]
