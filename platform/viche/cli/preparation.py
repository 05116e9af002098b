"""Bring a database up to date and load the demo community, in one process whose steps are followed."""

import math
import shlex
from pathlib import Path

from viche.cli.console import Console
from viche.cli.failures import failed_step
from viche.cli.messages import language, say
from viche.cli.places import PYTHON, ROOT, Data
from viche.cli.processes import Crew, Program, wait_until

# Several management commands in one process: most of a command's time goes into starting Django.
# The name of each is written to a file once it is done. Migrations make so many model classes that looking
# for garbage after every 700 objects takes a fifth of their time.
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
    """The running process. What comes after the migrations need not wait for the demo."""

    def __init__(
        self, crew: Crew, console: Console, data: Data, environment: dict[str, str], *, demo: bool
    ) -> None:
        self._crew, self._console, self._demo = crew, console, demo
        self._done = data.folder / "prepared.txt"
        self._done.unlink(missing_ok=True)
        self._log = data.logs / "prepare.log"
        later = [UP_TO_DATE, *(_demo_commands(data) if demo else [])]
        # The first command has made the checks of all of them.
        commands = ["migrate --no-input", *(f"{command} --skip-checks" for command in later)]
        command = [PYTHON, "-c", CHAIN, self._done, *commands]
        self._child = crew.start(
            Program("prepare", command, log=self._log, environment=environment, folder=ROOT)
        )

    def wait_migrated(self) -> None:
        """Show the step and wait until the tables are up to date. Raise Failure when that did not work."""
        step = say("step_prepare")
        with self._console.step(step):
            self._wait_migrated(step)

    def wait_loaded(self) -> None:
        """Wait for the end; show the demo as a step of its own. Raise Failure when a command failed."""
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
            raise failed_step(step, self._log)
        self._crew.stop(self._child)

    def _is_migrated(self) -> bool:
        return self._done.exists() and UP_TO_DATE in self._done.read_text().split()


def sign_ins_file(data: Data) -> Path:
    """Return where the list of the demo people is kept: it lives as long as the data."""
    return data.folder / f"sign-ins.{language()}.txt"


def _demo_commands(data: Data) -> list[str]:
    kept = sign_ins_file(data)
    if kept.exists():
        return ["load_demo"]
    return ["load_demo", shlex.join(["demo_sign_ins", "--language", language(), "--file", str(kept)])]
