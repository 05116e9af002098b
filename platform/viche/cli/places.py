"""Paths: the checkout, its local state, the data of a stack, the folder of its sockets."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[3]
STATE = ROOT / ".viche"
VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
LOGS = STATE / "logs"
FRONTEND = ROOT / "frontend"
# The folders of the Django apps.
SOURCES = ("platform/viche", *ROOMS)
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Data:
    """The data folder of one stack."""

    folder: Path

    @property
    def logs(self) -> Path:
        """Return the folder of the log files."""
        return self.folder / "logs"

    @property
    def postgres(self) -> Path:
        """Return the folder of the database."""
        return self.folder / "postgres"

    @property
    def stack(self) -> Path:
        """Return the file that describes a running stack (see `running.py`)."""
        return self.folder / "stack.json"

    @property
    def settled(self) -> Path:
        """Return the stamp of the migrations that the database has seen."""
        return self.folder / "settled.stamp"

    @property
    def migrations(self) -> Path:
        """Return the record of the migrations that created the database (see `schema_record.py`)."""
        return self.folder / "migrations.txt"

    @property
    def sockets(self) -> Path:
        """Return a folder with a short path for sockets, whose path must stay under 108 bytes."""
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return get_short_temporary_folder() / f"viche-{os.geteuid()}-{name}"

    def prepare(self) -> None:
        """Create the folders. Other accounts may pass root's, because the database runs under one."""
        mode = 0o711 if os.geteuid() == 0 else 0o700
        make_folder(self.folder, mode)
        make_folder(self.logs, 0o700)
        make_folder(self.sockets, mode)
        check_own(self.sockets)

    def remove(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def set_old_logs_aside(self) -> None:
        """Start every log afresh, so that a failure is explained by this run.

        The last run's logs stay, too.
        """
        for log in self.logs.glob("*.log"):
            log.replace(log.with_suffix(".log.1"))


def get_short_temporary_folder() -> Path:
    """Return the temporary directory, or /tmp if its path is too long for a socket below it."""
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) < 50 else Path("/tmp")  # noqa: S108 - owner and kind are checked


def make_folder(folder: Path, mode: int) -> None:
    """Create a folder with exactly this mode; an existing one is left unchanged."""
    if folder.is_dir():
        return
    if folder.exists():
        raise Failure(say("not_a_folder", folder=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=mode)
    folder.chmod(mode)


def check_own(folder: Path) -> None:
    """Raise Failure for a folder in the shared temporary directory that belongs to another account."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise Failure(say("foreign_folder", folder=folder))


def check_writable(folder: Path) -> None:
    """Raise Failure if this folder, which may not exist yet, is not writable."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise Failure(say("not_a_folder", folder=place))
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"viche")
    except OSError as error:
        error.filename = str(place)
        raise


def check_space(folder: Path, megabytes: int) -> None:
    """Raise Failure if less than this is free on the disk of `folder`."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // MEGABYTE
    if free < megabytes:
        raise Failure(say("little_space", folder=place, free=free, needed=megabytes))
