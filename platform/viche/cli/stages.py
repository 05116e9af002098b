"""One stage of the tests: a program, the count of its checks, and its output."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from viche.cli.budgets import measure_slowness
from viche.cli.console import Console, format_seconds
from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import LOGS, ROOT
from viche.cli.processes import Crew, Program, Words
from viche.cli.stamps import digest

ALLOWANCE = 2.0  # the factor by which a stage may exceed its budget
SUITE = re.compile(
    r'<testsuite [^>]*?errors="(\d+)"[^>]*?failures="(\d+)"[^>]*?skipped="(\d+)"[^>]*?tests="(\d+)"'
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many checks passed and failed."""

    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed)

    def with_exit(self, code: int) -> "Count":
        """Count a bad exit code as at least one failure.

        A program that counted nothing counts as one check.
        """
        if code != 0 and self.failed == 0:
            return Count(self.passed, 1)
        return Count(1) if self == Count() else self


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds that one stage took, and its budget (None: unlimited)."""

    name: str
    seconds: float
    budget: float | None = None

    @property
    def is_over(self) -> bool:
        """Return whether the stage took more than twice its budget."""
        return self.budget is not None and self.seconds > ALLOWANCE * self.budget

    def for_this_machine(self) -> "Timing":
        """Return the timing with a larger budget if the stage is over it and this machine is slow."""
        if self.budget is None or not self.is_over:
            return self
        return replace(self, budget=self.budget * measure_slowness())

    def check(self) -> Count:
        """Return an empty count; raise Failure when the stage is over its budget."""
        if self.budget is not None and self.is_over:
            raise Failure(
                say("over_budget", taken=format_seconds(self.seconds), budget=format_seconds(self.budget))
            )
        return Count()


@dataclass(slots=True)
class Run:
    """The stages of one command: runs them all and sums up their results.

    `budgets` holds the seconds that a stage may take, by its name; a stage over its budget fails.
    """

    crew: Crew
    console: Console
    budgets: Mapping[str, float] = field(default_factory=dict)
    total: Count = Count()
    failed: list[str] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def stage(self, name: str, work: Callable[[], Count]) -> bool:
        """Run one stage, regardless of earlier failures; return whether it passed."""
        self.console.line(f"\n── {name}")
        started = time.monotonic()
        count = self._count(work)
        timing = Timing(name, time.monotonic() - started, self.budgets.get(name)).for_this_machine()
        self.timings.append(timing)
        count += self._count(timing.check)
        self.total += count
        if count.failed:
            self.failed.append(name)
        self.console.line(f"{'✗' if count.failed else '✓'} {name} · {format_seconds(timing.seconds)}")
        return count.failed == 0

    def _count(self, work: Callable[[], Count]) -> Count:
        try:
            return work()
        except Failure as failure:
            self.console.line("\n".join(filter(None, [failure.tail, failure.sentence])))
            return Count(failed=1)

    def program(
        self,
        command: Words,
        environment: Mapping[str, str],
        *,
        folder: Path = ROOT,
        terminal: bool = False,
    ) -> int:
        """Run a program whose output is shown; return its exit code."""
        return self.crew.run(
            Program("test", list(command), environment=environment, folder=folder, interactive=terminal)
        )

    def beside(self, name: str, command: Words, environment: Mapping[str, str]) -> Callable[[], Count]:
        """Start a program in the background; the returned work waits for it and shows its output."""
        log = LOGS / f"{name}-{os.getpid()}.log"
        child = self.crew.start(Program(name, list(command), log=log, environment=environment, folder=ROOT))

        def ended() -> Count:
            code = child.process.wait()
            self.crew.stop(child)
            self.console.line(log.read_text().rstrip())
            log.unlink()
            return Count().with_exit(code)

        return ended


def read_junit_count(report: Path) -> Count:
    """Return pytest's counts. A skipped test counts as failed: nothing is skipped here."""
    found = SUITE.search(report.read_text()) if report.exists() else None
    if found is None:
        return Count()
    errors, failures, skipped, tests = map(int, found.groups())
    bad = errors + failures + skipped
    return Count(tests - bad, bad)


def read_vitest_count(report: Path) -> Count:
    """Return Vitest's counts."""
    if not report.exists():
        return Count()
    values = json.loads(report.read_text())
    bad = values["numFailedTests"] + values["numPendingTests"] + values["numTodoTests"]
    return Count(values["numPassedTests"], bad)


def read_tree_state() -> dict[str, str]:
    """Return every file that differs from the last commit, untracked ones too, with its digest.

    Empty without git (sources from an archive): only a checkout can be watched.
    """
    if shutil.which("git") is None:
        return {}
    listing = subprocess.run(
        ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    names = [entry[3:] for entry in listing.split("\0") if entry]
    return {name: digest([ROOT / name]) if (ROOT / name).is_file() else "" for name in names}


def list_changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the names that differ between two states of the tree."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def render_timing_table(timings: Sequence[Timing], total: float) -> list[str]:
    """Return the lines of a table of stages: seconds taken and allowed, and the total at the end."""
    budgets = sum(timing.budget or 0 for timing in timings)
    rows = [*timings, Timing(say("all_stages"), total, budgets or None)]
    width = max(len(row.name) for row in rows)
    return [f"  {_mark(row)} {row.name:{width}} {row.seconds:8.1f}{_budget(row)}" for row in rows]


def _mark(row: Timing) -> str:
    return "✗" if row.is_over else " "


def _budget(row: Timing) -> str:
    return "" if row.budget is None else f" / {row.budget:4.0f}"
