"""One PostgreSQL server on a Unix socket: its folder, its start, and checks of both."""

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
from viche.cli.environment import inherit_variables
from viche.cli.failures import Failure, build_step_failure
from viche.cli.messages import say
from viche.cli.places import Data, make_folder
from viche.cli.processes import Crew, Program, Words, wait_until

VERSION = "18"
NAME = "viche"
# The builtin provider sorts alike everywhere; LC_CTYPE must be UTF-8, or Cyrillic has no trigrams.
INITDB = (
    "--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--locale-provider", "builtin",
    "--builtin-locale", "C.UTF-8", "--lc-collate", "C", "--lc-ctype", "C.UTF-8", "--lc-messages", "C",
    "--no-sync",
)  # fmt: skip
LEFT_OVER_GRACE = 6.0
PROCESSES = Path("/proc")
REQUIRED_FILES = ("PG_VERSION", "global/pg_control", "base", "pg_wal", "postgresql.conf")


@dataclass(frozen=True, slots=True)
class Postgres:
    """The server of one data folder, run from `binaries`, under `account` when this process is root."""

    data: Data
    binaries: Path
    account: Account | None
    durable: bool = True

    @property
    def socket_folder(self) -> Path:
        """Return the folder of its socket; only the stack's own account may enter it."""
        return self.data.sockets / "pg"

    @property
    def url(self) -> str:
        """Return its DATABASE_URL."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_folder))}"

    def prepare(self, crew: Crew, console: Console) -> None:
        """Create the folder of a new database, or check the existing one."""
        self._own(self.socket_folder)
        if not self.data.postgres.exists():
            step = say("step_database_new")
            with console.step(step):
                self._create(crew, step)
            return
        check_folder(self.data.postgres)
        self._end_left_over()

    def program(self) -> Program:
        """Return the server program."""
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
        """Return whether it accepts connections (not yet during crash recovery)."""
        command = [str(self.binaries / "pg_isready"), "--quiet", "-U", NAME, "-d", NAME]
        command += ["-h", str(self.socket_folder)]
        return subprocess.run(command, check=False, timeout=20, env=inherit_variables()).returncode == 0

    def _create(self, crew: Crew, step: str) -> None:
        # Under another name until it is complete: an interrupted start leaves no partial database.
        fresh = self.data.folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own(fresh)
        initdb = [self.binaries / "initdb", "--pgdata", fresh, *INITDB]
        single = [self.binaries / "postgres", "--single", "-D", fresh, "postgres"]
        for command in (initdb, single):
            program = self._as_account("initdb", command, words=f"CREATE DATABASE {NAME}\n")
            if crew.run(program) != 0:
                raise build_step_failure(step, self.data.logs / "postgres.log")
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
            environment=inherit_variables(LC_ALL="C", TZ="UTC"),
            folder=Path("/"),
            account=self.account,
            stop=stop,
            # The server ends its own processes on SIGQUIT, immediately and safely.
            orphan=signal.SIGQUIT,
            grace=grace,
        )

    def _own(self, folder: Path) -> None:
        make_folder(folder, 0o700)
        if self.account is not None:
            os.chown(folder, self.account.uid, self.account.gid)

    def _end_left_over(self) -> None:
        """End surviving server processes of this folder, which would block the new server.

        Their pid file is removed, too.

        After a kill of the whole process tree they may still be shutting down.
        """
        home = self.data.postgres.resolve()
        if not PROCESSES.is_dir():
            return
        for number in (0, signal.SIGQUIT, signal.SIGKILL):
            for left in _find_servers_in(home):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(left, number)
            if wait_until(lambda: not _find_servers_in(home), time.monotonic() + LEFT_OVER_GRACE):
                break
        (home / "postmaster.pid").unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Raise Failure if this folder cannot be a complete database of our version."""
    missing = [name for name in REQUIRED_FILES if not (folder / name).exists()]
    if missing:
        raise Failure(say("broken_data", folder=folder))
    found = (folder / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise Failure(say("other_version", folder=folder, found=found or "?", wanted=VERSION))


def _find_servers_in(folder: Path) -> list[int]:
    """Return the server processes whose working directory is `folder`."""
    numbers = (entry for entry in PROCESSES.iterdir() if entry.name.isdigit())
    return [int(entry.name) for entry in numbers if _is_server_in(entry, folder)]


def _is_server_in(entry: Path, folder: Path) -> bool:
    try:
        # Not a shell in that folder.
        server = b"postgres" in (entry / "cmdline").read_bytes().split(b"\0", 1)[0]
        return server and (entry / "cwd").readlink() == folder
    except OSError:
        return False
