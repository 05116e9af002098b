"""Lighthouse for `./viche bench browser`, from the lock in benchmarks/lighthouse; for no other command."""

import shutil
from pathlib import Path

from viche.cli.console import Console
from viche.cli.frontend import find_node, run_npm
from viche.cli.install import lock_step
from viche.cli.messages import say
from viche.cli.places import ROOT, STATE, make_folder
from viche.cli.processes import Crew
from viche.cli.stamps import digest, is_done, record_done

PACKAGE = ROOT / "benchmarks" / "lighthouse"
FOLDER = STATE / "lighthouse"
FILES = ("package.json", "package-lock.json", "audit.mjs")


def install_lighthouse(crew: Crew, console: Console) -> Path:
    """Return the folder with Lighthouse and `audit.mjs`; install it anew when one of its files changed.

    npm checks the hash of each package, and runs no package's install script. Raises Failure.
    """
    stamp = STATE / "lighthouse.stamp"
    mark = digest([PACKAGE / name for name in FILES], str(find_node()))
    with lock_step("lighthouse"):
        if is_done(stamp, mark) and FOLDER.is_dir():
            return FOLDER
        stamp.unlink(missing_ok=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
        make_folder(FOLDER, 0o755)
        for name in FILES:
            shutil.copy(PACKAGE / name, FOLDER)
        step = say("step_lighthouse")
        with console.step(step):
            run_npm(crew, step, "ci", "--ignore-scripts", folder=FOLDER, download=True)
        record_done(stamp, mark)
    return FOLDER
