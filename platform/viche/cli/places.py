"""Where everything lies: the checkout, its local state, the data of a stack, the folder of its sockets."""

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
# Where Django's applications live.
SOURCES = ("platform/viche", *ROOMS)
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Data:
    """The folder that one stack keeps its data in."""

    folder: Path

    @property
    def logs(self) -> Path:
        """Where its programs write."""
        return self.folder / "logs"

    @property
    def postgres(self) -> Path:
        """The database."""
        return self.folder / "postgres"

    @property
    def stack(self) -> Path:
        """What a running stack says of itself (see `running.py`)."""
        return self.folder / "stack.json"

    @property
    def settled(self) -> Path:
        """The stamp of the migrations that the database has seen."""
        return self.folder / "settled.stamp"

    @property
    def migrations(self) -> Path:
        """The record of the migrations that made the database (see `schema_record.py`)."""
        return self.folder / "migrations.txt"

    @property
    def sockets(self) -> Path:
        """A folder with a short name in the temporary one: a socket's path must stay under 108 bytes."""
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return short_temporary() / f"viche-{os.geteuid()}-{name}"

    def prepare(self) -> None:
        """Makes the folders. Root's can be passed through: the database runs under another account."""
        mode = 0o711 if os.geteuid() == 0 else 0o700
        make_folder(self.folder, mode)
        make_folder(self.logs, 0o700)
        make_folder(self.sockets, mode)
        check_own(self.sockets)

    def remove(self) -> None:
        """Forgets everything."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def set_old_logs_aside(self) -> None:
        """Starts every log afresh, so that a failure is explained by this run; the last run's stay too."""
        for log in self.logs.glob("*.log"):
            log.replace(log.with_suffix(".log.1"))


def short_temporary() -> Path:
    """The temporary directory, or /tmp when that one's name is too long for a socket below it."""
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) < 50 else Path("/tmp")  # noqa: S108 - owner and kind are checked


def make_folder(folder: Path, mode: int) -> None:
    """Makes a folder with exactly this mode; one that exists is left as it is."""
    if folder.is_dir():
        return
    if folder.exists():
        raise Failure(say("not_a_folder", folder=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=mode)
    folder.chmod(mode)


def check_own(folder: Path) -> None:
    """Refuses a folder in the shared temporary directory that somebody else prepared."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise Failure(say("foreign_folder", folder=folder))


def check_writable(folder: Path) -> None:
    """Fails with a clear sentence when nothing can be written in this folder (which may be missing yet)."""
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
    """Fails with a clear sentence when less than this is free where `folder` lies."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // MEGABYTE
    if free < megabytes:
        raise Failure(say("little_space", folder=place, free=free, needed=megabytes))
