"""One PostgreSQL server on a Unix socket: its folder, its start, and what can be wrong with either."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from viche.cli.accounts import Account
from viche.cli.console import Console
from viche.cli.environment import inherited
from viche.cli.failures import Failure, failed_step
from viche.cli.messages import say
from viche.cli.places import Data, make_folder
from viche.cli.processes import Crew, Program, Words, wait_until

VERSION = "18"
NAME = "viche"
# The builtin provider orders alike everywhere; LC_CTYPE must be UTF-8, or Cyrillic has no trigrams.
INITDB = (
    "--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--locale-provider", "builtin",
    "--builtin-locale", "C.UTF-8", "--lc-collate", "C", "--lc-ctype", "C.UTF-8", "--lc-messages", "C",
    "--no-sync",
)  # fmt: skip
LEFT_OVER_GRACE = 6.0
PROCESSES = Path("/proc")
VITAL_FILES = ("PG_VERSION", "global/pg_control", "base", "pg_wal", "postgresql.conf")


@dataclass(frozen=True, slots=True)
class Postgres:
    """The server of one data folder, run from `binaries`, under `account` when this process is root."""

    data: Data
    binaries: Path
    account: Account | None
    durable: bool = True

    @property
    def socket_folder(self) -> Path:
        """Where its socket lies; nobody but the stack's own account may enter."""
        return self.data.sockets / "pg"

    @property
    def url(self) -> str:
        """DATABASE_URL for it."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_folder))}"

    def prepare(self, crew: Crew, console: Console) -> None:
        """Makes the folder of a new database, or checks the one that is there."""
        self._own(self.socket_folder)
        if not self.data.postgres.exists():
            step = say("step_database_new")
            with console.step(step):
                self._create(crew, step)
            return
        check_folder(self.data.postgres)
        self._end_left_over()

    def program(self) -> Program:
        """The server itself."""
        settings = [
            "listen_addresses=", f"unix_socket_directories={self.socket_folder}",
            "unix_socket_permissions=0700",
            "max_connections=200", "log_min_messages=warning", "shared_buffers=128MB",
        ]  # fmt: skip
        if not self.durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = [word for setting in settings for word in ("-c", setting)]
        return self._as_account(
            "postgres",
            [self.binaries / "postgres", "-D", self.data.postgres, *options],
            stop=signal.SIGINT,
            grace=15.0,
        )

    def answers(self) -> bool:
        """Whether it takes connections (it does not yet while it recovers from a crash)."""
        command = [str(self.binaries / "pg_isready"), "--quiet", "-U", NAME, "-d", NAME]
        command += ["-h", str(self.socket_folder)]
        return subprocess.run(command, check=False, timeout=20, env=inherited()).returncode == 0

    def _create(self, crew: Crew, step: str) -> None:
        # Under another name until it is whole: an interrupted start leaves no half of a database.
        fresh = self.data.folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own(fresh)
        initdb = [self.binaries / "initdb", "--pgdata", fresh, *INITDB]
        single = [self.binaries / "postgres", "--single", "-D", fresh, "postgres"]
        for command in (initdb, single):
            program = self._as_account("initdb", command, words=f"CREATE DATABASE {NAME}\n")
            if crew.run(program) != 0:
                raise failed_step(step, self.data.logs / "postgres.log")
        self.data.migrations.write_text("")
        fresh.replace(self.data.postgres)

    def _as_account(
        self,
        name: str,
        command: Words,
        *,
        stop: int = signal.SIGTERM,
        grace: float = 2.0,
        words: str = "",
    ) -> Program:
        return Program(
            name,
            command,
            words=words,
            log=self.data.logs / "postgres.log",
            environment=inherited(LC_ALL="C", TZ="UTC"),
            folder=Path("/"),
            account=self.account,
            stop=stop,
            # The server ends its own processes on SIGQUIT, at once and safely.
            orphan=signal.SIGQUIT,
            grace=grace,
        )

    def _own(self, folder: Path) -> None:
        make_folder(folder, 0o700)
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid)

    def _end_left_over(self) -> None:
        """Processes that survived on this folder would block the new server, as would their note.

        After a kill of everything at once they are still on their way out.
        """
        home = self.data.postgres.resolve()
        if not PROCESSES.is_dir():
            return
        for number in (0, signal.SIGQUIT, signal.SIGKILL):
            for left in _living_in(home):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(left, number)
            if wait_until(lambda: not _living_in(home), time.monotonic() + LEFT_OVER_GRACE):
                break
        (home / "postmaster.pid").unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Fails with a clear sentence when this folder cannot be a whole database of our version."""
    missing = [name for name in VITAL_FILES if not (folder / name).exists()]
    if missing:
        raise Failure(say("broken_data", folder=folder))
    found = (folder / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise Failure(say("other_version", folder=folder, found=found or "?", wanted=VERSION))


def _living_in(folder: Path) -> list[int]:
    """The server processes whose working folder this is."""
    numbers = (entry for entry in PROCESSES.iterdir() if entry.name.isdigit())
    return [int(entry.name) for entry in numbers if _lives_in(entry, folder)]


def _lives_in(entry: Path, folder: Path) -> bool:
    try:
        # Not the shell of somebody who looks around there.
        server = b"postgres" in (entry / "cmdline").read_bytes().split(b"\0", 1)[0]
        return server and (entry / "cwd").readlink() == folder
    except OSError:
        return False
