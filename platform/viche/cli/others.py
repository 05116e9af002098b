"""The commands that talk to a running stack, or need only the database: token, manage, bench, lock."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from viche.cli import browser, frontend, running, schema, stack
from viche.cli.console import Console
from viche.cli.cores import pin, split_cores
from viche.cli.environment import inherited, preferred
from viche.cli.failures import Failure
from viche.cli.install import find_uv, install
from viche.cli.messages import say
from viche.cli.places import PYTHON, ROOT, Data
from viche.cli.private import private_services, without_settings
from viche.cli.processes import Crew, Program, Words
from viche.cli.up import DEFAULT_DATA

LOCKS = ("boot", "base", "dev")


def token(options: argparse.Namespace) -> NoReturn:
    """Prints a personal access token of that person, and nothing else."""
    scopes = [word for scope in options.scope for word in ("--scope", scope)]
    _become(stack.manage("issue_token", options.email, *scopes), _running_stack(options.data))


def manage(arguments: Sequence[str]) -> int:
    """Runs a Django management command on the running stack, else on a database started for its length."""
    found = _find(None)
    if found is not None:
        # What is set by hand wins, as without a running stack: `VICHE_MODE=production … check --deploy`.
        _become(stack.manage(*arguments), preferred(found))
    console = Console(sys.stderr)
    data = running.last_data() or Data(DEFAULT_DATA)
    with Crew() as crew:
        install(crew, console)
        data.prepare()
        with running.hold(data):
            reach, _children = stack.start_services(data, crew, console)
            environment = preferred(stack.settings(data, reach, None, stack.Address(), demo=True))
            return crew.run(
                Program("manage", stack.manage(*arguments), environment=environment, interactive=True)
            )


def bench(arguments: Sequence[str]) -> int:
    """Hands over to the benchmarks, on durable services of their own, off the core of what they measure."""
    console = Console(sys.stderr)
    with Crew() as crew:
        install(crew, console)
        pin(split_cores()[1])
        with private_services(crew, console, prefix="bench-", durable=True) as (data, reach):
            places = {"VICHE_MODE": "test", "VICHE_DATA": str(data.folder), **reach}
            command = [PYTHON, "-m", "benchmarks", *arguments]
            environment = without_settings() | places
            environment["VICHE_TEST_SCHEMA"] = str(schema.bring(crew, console, data, environment))
            if "browser" in arguments:
                front_end = str(frontend.build(crew, console))
                environment |= {"VICHE_FRONTEND": front_end, **browser.driven(crew, console)}
            return crew.run(Program("bench", command, environment=environment, folder=ROOT, interactive=True))


def lock(options: argparse.Namespace) -> int:
    """Resolves requirements/*.in anew; the locks hold names, versions and hashes alone."""
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
            if crew.run(Program("lock", command, environment=inherited(), folder=ROOT)) != 0:
                return 1
    return 0


def _running_stack(folder: Path | None) -> dict[str, str]:
    found = _find(folder)
    if found is None:
        raise Failure(say("not_running"))
    return found


def _find(folder: Path | None) -> dict[str, str] | None:
    candidates = [Data(folder.absolute())] if folder else [running.last_data(), Data(DEFAULT_DATA)]
    found = (running.variables_of(data) for data in candidates if data is not None)
    return next((variables for variables in found if variables is not None), None)


def _become(command: Words, variables: dict[str, str]) -> NoReturn:
    words = [str(word) for word in command]
    os.execve(words[0], words, variables)  # noqa: S606 - this process has nothing left to do
