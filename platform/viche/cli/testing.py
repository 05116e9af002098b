"""`./viche test` and `./viche check`: all checks that decide whether a change may land."""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from viche.cli import browser, frontend, schema, stack
from viche.cli.budgets import get_named_budgets
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.install import install
from viche.cli.messages import say
from viche.cli.places import FRONTEND, PYTHON, ROOT, VENV, Data
from viche.cli.private import build_clean_environment, start_private_services
from viche.cli.processes import Crew, Words
from viche.cli.stages import (
    Count,
    Run,
    list_changed,
    read_junit_count,
    read_tree_state,
    read_vitest_count,
    render_timing_table,
)

E2E = "tests/e2e"
FAULTS = "tests/faults"
# The descriptions of the API, each with the command that writes it; the pages are made from the first one.
SCHEMAS = {
    ROOT / "docs" / "openapi.json": (
        "spectacular",
        "--format",
        "openapi-json",
        "--fail-on-warn",
        "--validate",
    ),
    ROOT / "docs" / "asyncapi.json": ("asyncapi",),
    ROOT / "docs" / "api": ("api_pages",),
}
WORKERS = "2"
# Deployments that mostly wait: the next free worker takes the next test.
PARALLEL_OPTIONS = ("-n", WORKERS, "--maxschedchunk", "1")
# Tests of one file share their fixtures; the longest files run first (see tests/e2e/conftest.py).
PER_FILE_OPTIONS = ("-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder")
PREFIX = "test-"
LONG = "--long"
RATES = ("VICHE_RATE_READ", "VICHE_RATE_WRITE", "VICHE_MESSAGES_A_MINUTE")
TEST_RATE = "100000"  # requests per minute: generated load is faster than people


@dataclass(frozen=True, slots=True)
class TestEnvironment:
    """The environment of a test run: the data folder of its services and their variables."""

    run: Run
    data: Data
    reach: Mapping[str, str]
    schema: Path | None = None  # the SQL of the schema, once the database has it

    @property
    def environment(self) -> dict[str, str]:
        """Return variables for tests, without a developer's own settings."""
        empty = self.data.folder / "no-front-end"
        empty.mkdir(exist_ok=True)
        places = {"VICHE_DATA": str(self.data.folder), "VICHE_FRONTEND": str(empty)}
        # A test is one transaction, and on a busy machine it may idle for long.
        places["VICHE_IDLE_TRANSACTION"] = "3600"
        if self.schema is not None:
            places["VICHE_TEST_SCHEMA"] = str(self.schema)
        # All tests share the same people, who would exceed their rate limit.
        pace = dict.fromkeys(RATES, TEST_RATE)
        return build_clean_environment() | {"VICHE_MODE": "test", **places, **pace, **self.reach}


def run_checks(options: argparse.Namespace) -> int:
    """Run the fast checks: lint, types, layers, and the front end's if it is installed."""
    with Crew() as crew:
        run = Run(crew, Console())
        install(crew, run.console)
        types = _start_type_check(run)
        _check_python(run)
        if (FRONTEND / "node_modules").is_dir():
            _check_front_end(run)
        run.stage(say("stage_types"), types)
        return _finish(run)


def run_tests(arguments: Sequence[str]) -> int:
    """Run everything that CI runs; with arguments only pytest, on services of its own.

    With `--long` as the only argument, run everything with the long campaigns and without budgets.
    """
    with Crew() as crew:
        run = Run(crew, Console(), {} if arguments else get_named_budgets())
        install(crew, run.console)
        if list(arguments) in ([], [LONG]):
            _run_everything(run, long=bool(arguments))
            _show_times(run)
        else:
            with _services(run) as bench:
                _pytest_with(bench, list(arguments))
        return _finish(run)


def _run_everything(run: Run, *, long: bool) -> None:
    before = read_tree_state()
    types = _start_type_check(run)
    _check_python(run)
    with _services(run) as bench:
        _check_django(bench)
        front_end = _installed_front_end(run)
        if front_end:
            _check_front_end(run)
            _check_generated(run)
        run.stage(say("stage_types"), types)
        options = [LONG] if long else []
        others = ["-n", WORKERS, "tests", f"--ignore={E2E}", f"--ignore={FAULTS}", *options]
        run.stage(say("stage_pytest"), lambda: _pytest(bench, others))
        # Alone: they run whole deployments of their own and need all of the machine.
        _test_faults(bench, options)
        if front_end:
            _test_front_end(bench)
            run.stage(say("stage_e2e"), lambda: _pytest_e2e(bench, [E2E, *options]))
        if long:
            _test_mutations(bench, [])
    run.stage(say("stage_tree"), lambda: _check_tree(before))


def _start_type_check(run: Run) -> Callable[[], Count]:
    """Start mypy in the background: it takes one core longer than all other checks together."""
    return run.beside("mypy", [VENV / "bin" / "mypy"], build_clean_environment())


def _check_python(run: Run) -> None:
    tools = VENV / "bin"
    stages: dict[str, Words] = {
        "stage_style": [tools / "ruff", "check", "."],
        "stage_format": [tools / "ruff", "format", "--check", "."],
        "stage_layers": [tools / "lint-imports"],
    }
    for name, command in stages.items():
        run.stage(say(name), _program(run, command, build_clean_environment()))


def _check_django(bench: TestEnvironment) -> None:
    command = stack.build_manage_command("makemigrations", "--check", "--dry-run")
    bench.run.stage(say("stage_migrations"), _program(bench.run, command, bench.environment))
    bench.run.stage(say("stage_schema"), lambda: _check_schema(bench))


def _installed_front_end(run: Run) -> bool:
    def install_packages() -> Count:
        frontend.install_packages(run.crew, run.console)
        return Count(1)

    return run.stage(say("step_node_packages"), install_packages)


def _check_front_end(run: Run) -> None:
    for name, script in (
        ("stage_front_end_style", "lint"),
        ("stage_front_end_types", "types"),
        ("stage_api_rules", "lint-api"),
    ):
        run.stage(say(name), _npm(run, "run", script))


def _check_generated(run: Run) -> None:
    for name, script in (("stage_front_end_client", "api"), ("stage_front_end_messages", "messages")):
        run.stage(say(name), partial(_check_generated_files, run, script))


def _test_front_end(bench: TestEnvironment) -> None:
    run = bench.run
    report = bench.data.folder / "vitest.json"
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    run.stage(
        say("stage_front_end_tests"),
        lambda: _count_vitest(_npm(run, "run", "test", "--", *reporters), report),
    )
    run.stage(say("stage_front_end_build"), lambda: _build_front_end(run))


def _pytest_with(bench: TestEnvironment, arguments: list[str]) -> None:
    if arguments[0] == "faults":
        _test_faults(bench, arguments[1:], terminal=True)
    elif arguments[0] == "mutations":
        _test_mutations(bench, arguments[1:])
    elif any(word.startswith(E2E) for word in arguments):
        bench.run.stage(say("stage_e2e"), lambda: _pytest_e2e(bench, arguments))
    else:
        bench.run.stage(
            say("stage_pytest"), lambda: _pytest(bench, [*arguments, f"--ignore={E2E}"], terminal=True)
        )


def _test_faults(bench: TestEnvironment, arguments: list[str], *, terminal: bool = False) -> None:
    # A long run shows its progress, which a pytest-xdist worker could not.
    manner = () if LONG in arguments else PARALLEL_OPTIONS
    command = [*manner, FAULTS, *arguments]
    bench.run.stage(say("stage_faults"), lambda: _pytest(bench, command, terminal=terminal))


def _test_mutations(bench: TestEnvironment, arguments: list[str]) -> None:
    command = [PYTHON, "-m", "tests.mutations", *arguments]
    bench.run.stage(say("stage_mutations"), _program(bench.run, command, bench.environment))


def _pytest(
    bench: TestEnvironment,
    arguments: list[str],
    extra: Mapping[str, str] | None = None,
    *,
    terminal: bool = False,
) -> Count:
    report = bench.data.folder / "pytest.xml"
    report.unlink(missing_ok=True)
    command = [PYTHON, "-m", "pytest", f"--junitxml={report}", *arguments]
    code = bench.run.program(command, bench.environment | dict(extra or {}), terminal=terminal)
    return read_junit_count(report).with_exit(code)


def _pytest_e2e(bench: TestEnvironment, arguments: list[str]) -> Count:
    """Run the browser tests, each process on a stack of its own: a copy of the demo prepared here."""
    crew, console = bench.run.crew, bench.run.console
    driver = browser.build_driver_environment(crew, console)
    front_end = frontend.build(crew, console)
    settings = stack.build_settings(bench.data, dict(bench.reach), front_end, stack.Address(), demo=True)
    stack.prepare(crew, console, bench.data, build_clean_environment() | settings, demo=True)
    manner = PER_FILE_OPTIONS if E2E in (word.rstrip("/") for word in arguments) else ()
    return _pytest(bench, [*manner, *arguments], driver | {"E2E_FRONTEND": str(front_end)})


def _check_schema(bench: TestEnvironment) -> Count:
    for kept, command in SCHEMAS.items():
        fresh = bench.data.folder / kept.name
        if (
            bench.run.program(stack.build_manage_command(*command, "--file", str(fresh)), bench.environment)
            != 0
        ):
            return Count(failed=1)
        if _read_all(kept) != _read_all(fresh):
            raise Failure(say("stale_schema", command=" ".join(command), file=kept.relative_to(ROOT)))
    return Count(len(SCHEMAS))


def _read_all(path: Path) -> dict[str, bytes]:
    """Return the content of a file, or of all files in a folder, by name; empty when there is none."""
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files if file.exists()}


def _check_generated_files(run: Run, script: str) -> Count:
    before = read_tree_state()
    count = _npm(run, "run", script)()
    files = list_changed(before, read_tree_state())
    if files:
        raise Failure(say("stale_files", command=f"npm run {script}", files=", ".join(files)))
    return count


def _build_front_end(run: Run) -> Count:
    frontend.build(run.crew, run.console)
    return Count(1)


def _check_tree(before: Mapping[str, str]) -> Count:
    files = list_changed(before, read_tree_state())
    if files:
        raise Failure(say("left_files", files=", ".join(files)))
    return Count(1)


def _count_vitest(work: Callable[[], Count], report: Path) -> Count:
    ended = work()
    return read_vitest_count(report).with_exit(ended.failed)


def _npm(run: Run, *arguments: str) -> Callable[[], Count]:
    return _program(
        run, frontend.build_npm_command(*arguments), frontend.build_node_environment(CI="1"), folder=FRONTEND
    )


def _program(
    run: Run, command: Words, environment: Mapping[str, str], folder: Path = ROOT
) -> Callable[[], Count]:
    return lambda: Count().with_exit(run.program(command, environment, folder=folder))


@contextmanager
def _services(run: Run) -> Iterator[TestEnvironment]:
    with start_private_services(run.crew, run.console, prefix=PREFIX) as (data, reach):
        bare = TestEnvironment(run, data, reach)
        yield replace(bare, schema=schema.prepare_schema(run.crew, run.console, data, bare.environment))


def _show_times(run: Run) -> None:
    run.console.line(f"\n── {say('stage_times')}")
    for line in render_timing_table(run.timings, time.monotonic() - run.started):
        run.console.line(line)


def _finish(run: Run) -> int:
    if run.failed:
        run.console.line(f"\n{say('failed_stages', names=', '.join(run.failed))}")
    run.console.line(f"\n{run.total.passed} passed, {run.total.failed} failed")
    return 1 if run.total.failed else 0
