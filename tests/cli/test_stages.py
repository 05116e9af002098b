"""Counting what the tests' programs say, and watching the working tree."""

import io
import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from viche.cli import budgets, stages
from viche.cli.budgets import BUDGETS
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.messages import MESSAGES
from viche.cli.processes import Crew
from viche.cli.stages import (
    Count,
    Run,
    Timing,
    list_changed,
    read_junit_count,
    read_tree_state,
    read_vitest_count,
    render_timing_table,
)  # fmt: skip

JUNIT = """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest"
 errors="{errors}" failures="{failures}" skipped="{skipped}" tests="{tests}" time="1.0"/></testsuites>"""


@pytest.fixture
def run() -> Iterator[Run]:
    """A run whose output nobody reads."""
    with Crew() as crew:
        yield Run(crew, Console(io.StringIO()))


def test_a_skipped_or_broken_test_is_a_failed_one(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(JUNIT.format(errors=1, failures=2, skipped=3, tests=10))

    assert read_junit_count(report) == Count(4, 6)


def test_vitest_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "vitest.json"
    values = {"numPassedTests": 7, "numFailedTests": 1, "numPendingTests": 1, "numTodoTests": 0}
    report.write_text(json.dumps(values))

    assert read_vitest_count(report) == Count(7, 2)


@pytest.mark.parametrize(
    ("count", "code", "expected"),
    [
        (Count(), 0, Count(1)),
        (Count(), 2, Count(0, 1)),
        (Count(5), 0, Count(5)),
        (Count(5), 1, Count(5, 1)),
        (Count(5, 2), 1, Count(5, 2)),
    ],
)
def test_a_bad_end_is_never_lost(count: Count, code: int, expected: Count) -> None:
    assert count.with_exit(code) == expected
    assert read_junit_count(Path("/nowhere")) == read_vitest_count(Path("/nowhere")) == Count()


def test_every_stage_runs_whatever_became_of_the_others(run: Run) -> None:
    def breaks() -> Count:
        raise Failure("Mend it.", tail="why")

    assert run.stage("first", lambda: Count(3)) is True
    assert run.stage("second", breaks) is False
    assert run.stage("third", lambda: Count(1, 2)) is False
    assert (
        run.stage("fourth", lambda: Count().with_exit(run.program(["true"], {"PATH": "/usr/bin:/bin"})))
        is True
    )
    assert run.total == Count(5, 3)
    assert run.failed == ["second", "third"]


def test_a_stage_over_twice_its_budget_fails_and_its_count_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stages, "measure_slowness", lambda: 1.0)
    shown = io.StringIO()
    with Crew() as crew:
        run = Run(crew, Console(shown), {"slow": -1.0, "fast": math.inf})

        assert run.stage("slow", lambda: Count(3)) is False
        assert run.stage("fast", lambda: Count(2)) is True
        assert run.stage("free", lambda: Count(1)) is True

    assert run.total == Count(6, 1)
    assert run.failed == ["slow"]
    assert "budget is -1.0" in shown.getvalue()


def test_a_slow_machine_gets_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "measure_slowness", lambda: 1.5)

    assert not Timing("tests", 30.0, 10).for_this_machine().is_over
    assert Timing("tests", 30.1, 10).for_this_machine().is_over
    assert Timing("tests", 20.0, 10).for_this_machine().budget == 10


def test_a_machine_is_slow_by_its_slowest_core_and_never_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    assert budgets.measure_slowness() >= 1
    monkeypatch.setattr(budgets, "LOOP", "print(2 * 0.3)")
    assert budgets.measure_slowness() == 2
    monkeypatch.setattr(budgets, "LOOP", "print(0.1)")
    assert budgets.measure_slowness() == 1


def test_the_table_of_stages_names_seconds_budgets_and_their_sum() -> None:
    timings = [Timing("tests", 20.0, 10), Timing("build", 20.1, 10), Timing("other", 2.04)]

    assert render_timing_table(timings, 44) == [
        "    tests            20.0 /   10",
        "  ✗ build            20.1 /   10",
        "    other             2.0",
        "  ✗ all together     44.0 /   20",
    ]


def test_the_budgets_name_stages_and_their_sum_only_shrinks() -> None:
    assert set(BUDGETS) <= set(MESSAGES)
    assert sum(BUDGETS.values()) <= 2170


def test_what_runs_beside_is_shown_and_counted_by_its_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "LOGS", tmp_path)
    shown = io.StringIO()
    with Crew() as crew:
        run = Run(crew, Console(shown))
        ended = run.beside("mypy", ["sh", "-c", "echo two errors; exit 2"], {"PATH": "/usr/bin:/bin"})
        run.stage("meanwhile", lambda: Count(3))

        assert run.stage("types", ended) is False

    assert run.total == Count(3, 1)
    lines = shown.getvalue().splitlines()
    assert lines.index("── types") < lines.index("two errors")
    assert list(tmp_path.iterdir()) == []


def test_changes_of_the_tree_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "ROOT", tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("ignored\n")
    (tmp_path / "назва файлу").write_text("before")
    before = read_tree_state()

    (tmp_path / "ignored").write_text("")
    assert list_changed(before, read_tree_state()) == []

    (tmp_path / "назва файлу").write_text("after")
    (tmp_path / "new").write_text("")
    assert list_changed(before, read_tree_state()) == ["new", "назва файлу"]

    (tmp_path / "назва файлу").unlink()
    assert list_changed(before, read_tree_state()) == ["new", "назва файлу"]
