"""The commands token, manage, bench and lock, which need a running stack or only the database."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from viche.cli import browser, frontend, lighthouse, running, schema, stack
from viche.cli.console import Console
from viche.cli.cores import pin, split_cores
from viche.cli.environment import inherit_variables, merge_variables
from viche.cli.failures import Failure
from viche.cli.install import find_uv, install
from viche.cli.messages import say
from viche.cli.places import PYTHON, ROOT, Data
from viche.cli.private import build_clean_environment, start_private_services
from viche.cli.processes import Crew, Program, Words
from viche.cli.up import DEFAULT_DATA

LOCKS = ("boot", "base", "dev")


def issue_token(options: argparse.Namespace) -> NoReturn:
    """Print a personal access token of a person, and nothing else."""
    scopes = [word for scope in options.scope for word in ("--scope", scope)]
    _exec(
        stack.build_manage_command("issue_token", options.email, *scopes),
        _require_running_stack(options.data),
    )


def run_management_command(arguments: Sequence[str]) -> int:
    """Run a Django management command on the running stack, else on a temporarily started database."""
    found = _find_variables(None)
    if found is not None:
        # Variables set by the caller win, as without a running stack: `VICHE_MODE=production … check
        # --deploy`.
        _exec(stack.build_manage_command(*arguments), merge_variables(found))
    console = Console(sys.stderr)
    data = running.find_last_data() or Data(DEFAULT_DATA)
    with Crew() as crew:
        install(crew, console)
        data.prepare()
        with running.hold(data):
            reach, _children = stack.start_services(data, crew, console)
            environment = merge_variables(stack.build_settings(data, reach, None, stack.Address(), demo=True))
            return crew.run(
                Program(
                    "manage",
                    stack.build_manage_command(*arguments),
                    environment=environment,
                    interactive=True,
                )
            )


def run_benchmarks(arguments: Sequence[str]) -> int:
    """Run the benchmarks on durable services of their own, off the core of the measured server."""
    console = Console(sys.stderr)
    with Crew() as crew:
        install(crew, console)
        pin(split_cores()[1])
        with start_private_services(crew, console, prefix="bench-", durable=True) as (data, reach):
            places = {"VICHE_MODE": "test", "VICHE_DATA": str(data.folder), **reach}
            command = [PYTHON, "-m", "benchmarks", *arguments]
            environment = build_clean_environment() | places
            environment["VICHE_TEST_SCHEMA"] = str(schema.prepare_schema(crew, console, data, environment))
            if "browser" in arguments:
                front_end = str(frontend.build(crew, console))
                environment |= {
                    "VICHE_FRONTEND": front_end,
                    "BENCH_LIGHTHOUSE": str(lighthouse.install_lighthouse(crew, console)),
                    **browser.build_driver_environment(crew, console),
                }
            return crew.run(Program("bench", command, environment=environment, folder=ROOT, interactive=True))


def update_locks(options: argparse.Namespace) -> int:
    """Resolve requirements/*.in again; the locks hold names, versions and hashes only."""
    console = Console(sys.stderr)
    with Crew() as crew:
        install(crew, console)
        uv = find_uv(crew, console)
        for name in LOCKS:
            source, target = (f"requirements/{name}.{kind}" for kind in ("in", "lock"))
            what = [
                "--universal",
                "--generate-hashes",
                "--python-version",
                "3.11",
                "--no-build",
                "--no-emit-index-url",
            ]
            how = [
                "--quiet",
                "--custom-compile-command",
                "./viche lock",
                *(["--upgrade"] if options.upgrade else []),
            ]
            command = [uv, "pip", "compile", *what, *how, source, "-o", target]
            if crew.run(Program("lock", command, environment=inherit_variables(), folder=ROOT)) != 0:
                return 1
    return 0


def _require_running_stack(folder: Path | None) -> dict[str, str]:
    found = _find_variables(folder)
    if found is None:
        raise Failure(say("not_running"))
    return found


def _find_variables(folder: Path | None) -> dict[str, str] | None:
    candidates = [Data(folder.absolute())] if folder else [running.find_last_data(), Data(DEFAULT_DATA)]
    found = (running.variables_of(data) for data in candidates if data is not None)
    return next((variables for variables in found if variables is not None), None)


def _exec(command: Words, variables: dict[str, str]) -> NoReturn:
    words = [str(word) for word in command]
    os.execve(words[0], words, variables)  # noqa: S606 - this process has nothing left to do
