"""A Chromium for the browser tests: the environment's, PATH's, the one in an npm package, or Debian's."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from viche.cli import apt
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.frontend import node, node_environment, npm
from viche.cli.install import only_one
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
    """A program that starts Chromium; Failure (exit code 77) with the reasons when there is none."""
    named = os.environ.get("E2E_BROWSER")
    if named:
        if not runs(Path(named)):
            raise Failure(say("bad_browser", path=named))
        return Path(named)
    found = next((Path(path) for path in map(shutil.which, COMMANDS) if path and runs(Path(path))), None)
    return found or fetch(crew, console)


def driven(crew: Crew, console: Console) -> dict[str, str]:
    """The variables by which Playwright finds a browser, and Node to drive it. Raises Failure without one."""
    return {"E2E_BROWSER": str(find_browser(crew, console)), "PLAYWRIGHT_NODEJS_PATH": str(node())}


def fetch(crew: Crew, console: Console) -> Path:
    """The browser in `.viche/browser`, fetched the first time."""
    make_folder(FOLDER, 0o755)
    reasons = []
    ways: list[tuple[str, Callable[[Crew], Path]]] = [("npm", _from_npm), ("apt", _from_apt)]
    with only_one("browser"):
        for name, way in ways:
            program = FOLDER / name / "chromium.sh"
            if program.exists() and runs(program):
                return program
            try:
                with console.step(f"{say('step_browser')} ({name})"):
                    program = way(crew)
            except (Failure, OSError, StopIteration) as error:
                reasons.append(f"{name}: {getattr(error, 'sentence', None) or error}")
                continue
            if runs(program):
                return program
            reasons.append(f"{name}: {program}")
    raise Failure(say("no_browser", reasons="; ".join(reasons)), status=NO_BROWSER)


def runs(program: Path) -> bool:
    """Whether this starts and says that it is a Chromium."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def _from_npm(crew: Crew) -> Path:
    """@sparticuz/chromium carries the browser, its libraries and a font, compressed; npm checks its hash."""
    folder = FOLDER / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("package.json", "package-lock.json", "unpack.mjs"):
        shutil.copy(PACKAGE / name, folder)
    _run(crew, npm("ci", "--ignore-scripts"), folder)
    _run(crew, [node(), "unpack.mjs"], folder)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(folder=folder))
    libraries = folder / "lib"
    return _wrapper(folder, folder / "chromium", f"LD_LIBRARY_PATH='{libraries}' FONTCONFIG_FILE='{fonts}'")


def _from_apt(crew: Crew) -> Path:
    """Debian's headless shell, unpacked beside the system, so that being root makes no difference."""
    folder = FOLDER / "apt"
    root = apt.unpack(crew, DEBIAN, folder, LOGS)
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
    program = Program("browser", command, log=log, environment=node_environment(), folder=folder)
    if crew.run(program) != 0:
        raise Failure(str(log))
