"""Installation of the locked Python packages into `.viche/venv`, once for each lock."""

import contextlib
import fcntl
import importlib.util
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from viche.cli import apt, catalogues
from viche.cli.console import Console
from viche.cli.environment import inherit_variables
from viche.cli.failures import build_step_failure
from viche.cli.messages import say
from viche.cli.places import (
    LOGS,
    PYTHON,
    ROOT,
    STATE,
    VENV,
    check_space,
    check_writable,
    make_folder,
)  # fmt: skip
from viche.cli.processes import Crew, Program, Words
from viche.cli.stamps import digest, is_done, record_done

LOCK = ROOT / "requirements" / "dev.lock"
BOOT = STATE / "boot"
MIN_INSTALL_SPACE = 2_500  # megabytes: packages, the front end's packages, caches and a database
MIN_RUN_SPACE = 200


def install(crew: Crew, console: Console) -> None:
    """Make `.viche/venv` hold exactly the locked packages, and the project as an editable install.

    Raises Failure with instructions if the folder, the disk or the network does not allow it.
    """
    check_writable(STATE)
    make_folder(STATE, 0o755)
    make_folder(LOGS, 0o755)
    with lock_step("install"):
        _install_packages(crew, console)
        _install_project(crew, console)
        check_space(STATE, MIN_RUN_SPACE)
        if catalogues.list_stale(ROOT):
            _run(crew, [PYTHON, "-m", "viche.cli.catalogues"], "catalogues", say("step_project"))


def _install_packages(crew: Crew, console: Console) -> None:
    stamp = STATE / "packages.stamp"
    interpreter = f"{sys.executable} {platform.python_version()} {VENV}"
    mark = digest([LOCK], interpreter)
    if is_done(stamp, mark) and PYTHON.exists():
        return
    check_space(STATE, MIN_INSTALL_SPACE)
    stamp.unlink(missing_ok=True)
    uv = find_uv(crew, console)
    step = say("step_packages")
    with console.step(step):
        python = STATE / "python.stamp"
        if not (is_done(python, interpreter) and PYTHON.exists()):
            (STATE / "project.stamp").unlink(missing_ok=True)
            make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV]
            _run(crew, make, "packages", step)
            record_done(python, interpreter)
        sync = [uv, "pip", "sync", "--quiet", "--no-build", "--require-hashes", "--python", PYTHON, LOCK]
        _run(crew, sync, "packages", step, download=True)
    (STATE / "project.stamp").unlink(missing_ok=True)  # syncing removes packages that are not in the lock
    record_done(stamp, mark)


def _install_project(crew: Crew, console: Console) -> None:
    stamp = STATE / "project.stamp"
    mark = digest([ROOT / "pyproject.toml"], str(VENV))
    if is_done(stamp, mark):
        return
    step = say("step_project")
    with console.step(step):
        editable = ["--quiet", "--no-deps", "--no-build-isolation", "--offline", "--editable", ROOT]
        command = [find_uv(crew, console), "pip", "install", "--python", PYTHON, *editable]
        _run(crew, command, "project", step)
    record_done(stamp, mark)


def find_uv(crew: Crew, console: Console) -> str:
    """Return uv from PATH or from an earlier run, else install it with what this Python has.

    pip alone is the fastest: creating a venv with its own pip takes seconds more.
    """
    candidates = (BOOT / "bin" / "uv", STATE / "boot-target" / "bin" / "uv")
    found = shutil.which("uv") or next((str(path) for path in candidates if path.exists()), None)
    if found:
        return found
    with console.step(say("step_uv")):
        if _has_modules("pip"):
            return _install_uv_into_target(crew, [sys.executable, "-m", "pip"])
        if _has_modules("venv", "ensurepip") and _try_command(
            crew, [sys.executable, "-m", "venv", "--clear", BOOT], "uv"
        ):
            _install_uv(crew, [BOOT / "bin" / "python", "-m", "pip"])
            return str(BOOT / "bin" / "uv")
        wheel = apt.fetch_pip_wheel(crew, STATE / "apt", LOGS)
        return _install_uv_into_target(crew, [sys.executable, wheel / "pip"])


def _install_uv_into_target(crew: Crew, pip: Words) -> str:
    target = STATE / "boot-target"
    _install_uv(crew, pip, "--target", target, "--upgrade")
    return str(target / "bin" / "uv")


def _install_uv(crew: Crew, pip: Words, *where: str | Path) -> None:
    how = ["--quiet", "--disable-pip-version-check", "--no-compile", "--require-hashes"]
    command = [*pip, "install", *how, *where, "-r", ROOT / "requirements" / "boot.lock"]
    _run(crew, command, "uv", say("step_uv"), download=True)


@contextlib.contextmanager
def lock_step(name: str) -> Iterator[None]:
    """Lock a step, so that only one command at a time runs it in the checkout; the others wait."""
    with (STATE / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _has_modules(*modules: str) -> bool:
    return all(importlib.util.find_spec(name) is not None for name in modules)


def _try_command(crew: Crew, command: Words, log: str) -> bool:
    return crew.run(Program(log, command, log=LOGS / f"{log}.log", environment=inherit_variables())) == 0


def _run(crew: Crew, command: Words, log: str, step: str, *, download: bool = False) -> None:
    file = LOGS / f"{log}.log"
    file.unlink(missing_ok=True)
    if (
        crew.run(Program(log, command, log=file, environment=inherit_variables(UV_PYTHON_DOWNLOADS="never")))
        != 0
    ):
        raise build_step_failure(step, file, download=download)
