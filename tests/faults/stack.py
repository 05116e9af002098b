"""A whole deployment to be hurt: PostgreSQL, Valkey, two web processes and a worker, each in a process group.

The programs are exactly those of `./viche up`; between any two of them lies a link that can be made worse.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.faults.disks import Disk, Limited, Mounted
from tests.faults.links import Link, Loop
from tests.faults.outside import Outside
from viche.cli import schema, stack as programs
from viche.cli.accounts import find_service_account
from viche.cli.console import Console
from viche.cli.places import PYTHON, ROOT, Data
from viche.cli.postgres import Postgres
from viche.cli.processes import Child, Crew, Program, wait_until
from viche.cli.services import find_postgres_binaries, find_valkey_binary

WEBS = ("web1", "web2")
RATES = ("VICHE_RATE_READ", "VICHE_RATE_WRITE", "VICHE_MESSAGES_A_MINUTE")  # lifted: programs ask
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")
COOKIE = "viche_session"
IDLE_TRANSACTION = 2  # seconds that a frozen process may hold up others (10 unless it is set)
GRACE = {"web1": 120, "web2": 3}  # seconds that each waits for a client that is cut off to read why
SETTLE_WITHIN = 300.0  # seconds on a busy machine; so are those below
READY_WITHIN = 300.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in twice: with a token and with a session."""

    id: str
    name: str
    token: str
    session: str
    seat: str = ""
    mandate: str = ""


@dataclass(frozen=True, slots=True)
class Community:
    """Who is there."""

    @classmethod
    def told(cls, words: str) -> Community:
        """Those of whom `settle.py` told."""
        facts: dict[str, Any] = json.loads(words)
        facts["people"] = [Person(**one) for one in facts["people"]]
        return cls(**facts | {"facilitator": Person(**facts["facilitator"])})

    group: str
    item: str
    facilitators_organisation: str
    facilitator: Person
    people: list[Person]
    leaving: dict[str, Any]  # see `settle_leaving.py`


@dataclass(slots=True)
class Stack:
    """The deployment. Its programs: postgres, valkey, web1, web2, worker, and others that are added."""

    data: Data
    crew: Crew
    loop: Loop
    has_own_mounts: bool  # whether its disks may be mounted (`may_mount`)
    programs: dict[str, Program] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    disks: dict[str, Disk] = field(default_factory=dict)  # postgres, logs, media
    keepers: list[socket.socket] = field(default_factory=list)
    door: int = 0  # the port of the load balancer, to which clients connect
    outside: Outside = field(init=False)

    def __post_init__(self) -> None:
        self.outside = Outside(self.loop)

    # Making it

    @property
    def _database(self) -> Postgres:
        binaries = find_postgres_binaries()
        return Postgres(
            self.data, binaries, find_service_account(self.data.postgres, binaries, self.data.sockets), True
        )

    def prepare(self, people: int, settled: Path) -> Community:
        """Starts everything on a copy of what lies in `settled`, and waits until it answers.

        The first of several deployments settles a community and leaves it there, ready to be copied.
        """
        self.programs["valkey"] = self._valkey()
        self.programs["postgres"] = self._database.program()
        with (settled / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (settled / "community.json").exists():
                self._settle(people, settled)
        shutil.copy(settled / "secret", self.data.folder)
        self._place_disks()
        _copy(settled / "postgres", self.data.postgres)
        self._link()
        for name in ("valkey", "postgres", *WEBS, "worker"):
            self.start(name)
        for name in WEBS:
            self.wait_for(name)
        return Community.told((settled / "community.json").read_text())

    def _place_disks(self) -> None:
        """The database, the logs and the files of people each on a disk that can be filled."""
        homes = {"postgres": self.data.postgres, "logs": self.data.logs, "media": self.data.folder / "media"}
        writers = {"postgres": ("postgres",)}
        for name, home in homes.items():
            home.mkdir(mode=0o700, exist_ok=True)
            self.disks[name] = (
                Mounted(home) if self.has_own_mounts else Limited(self._leaders(*writers.get(name, WEBS)))
            )

    def _leaders(self, *names: str) -> Callable[[], list[int]]:
        return lambda: [self.children[name].process.pid for name in names]

    def keep_port(self) -> int:
        """A port of which nobody else is given hold, however often who listens there ends: it stays bound."""
        keeper = socket.socket()
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        self.keepers.append(keeper)
        return int(keeper.getsockname()[1])

    def _link(self) -> None:
        """Puts links between the programs, and a door before them."""
        self.door = self.keep_port()
        for name in WEBS:
            self.ports[name] = self.keep_port()
            address = programs.Address(port=self.ports[name])
            own = {"VICHE_REALTIME_GRACE": str(GRACE[name])}
            self.programs[name] = programs.build_web_program(self.data, self._settings(name) | own, address)
        self.programs["worker"] = programs.build_worker_program(self.data, self._settings("worker"))
        self.links["door"] = Link(self.loop, "door", self.door, list(self.ports.values()))

    def _valkey(self) -> Program:
        path = self.data.sockets / "valkey.sock"
        keep = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        command = [
            find_valkey_binary(),
            "--port",
            "0",
            "--unixsocket",
            path,
            "--dir",
            self.data.folder,
            *keep,
        ]
        return Program("valkey", command, log=self.data.logs / "valkey.log", folder=self.data.folder)

    def _settings(self, name: str) -> dict[str, str]:
        """The environment of one program, with links of its own to PostgreSQL and Valkey."""
        folder = self.data.sockets / name
        folder.mkdir(exist_ok=True)
        places = {
            "postgres": (folder / ".s.PGSQL.5432", self.data.sockets / "pg" / ".s.PGSQL.5432"),
            "valkey": (folder / "valkey.sock", self.data.sockets / "valkey.sock"),
        }
        for service, (near, far) in places.items():
            self.links[f"{name}-{service}"] = Link(self.loop, f"{name}-{service}", near, [far])
        return self._environment(folder, folder / "valkey.sock")

    def _environment(self, database: Path, valkey: Path) -> dict[str, str]:
        """What a program of ours is told that finds PostgreSQL and Valkey there."""
        reach = {
            "DATABASE_URL": f"postgresql://viche@/viche?host={quote(str(database))}",
            "REDIS_URL": f"unix://{valkey}?db=0",
        }
        empty = self.data.folder / "no-front-end"
        empty.mkdir(exist_ok=True)
        address = programs.Address(port=self.door)
        own = {key: os.environ[key] for key in INHERITED if key in os.environ}
        own["VICHE_IDLE_TRANSACTION"] = str(IDLE_TRANSACTION)
        own |= dict.fromkeys(RATES, "1000000")
        own["EMAIL_URL"] = f"smtp://127.0.0.1:{self.outside.mail}"
        own["VICHE_PUSH_HOSTS"] = f"127.0.0.1:{self.outside.push}"
        return own | programs.build_settings(self.data, reach, empty, address, demo=False)

    def _settle(self, people: int, settled: Path) -> None:
        for name in ("valkey", "postgres"):
            self.start(name)
        if "VICHE_TEST_SCHEMA" in os.environ:
            schema.load_schema(self.address, Path(os.environ["VICHE_TEST_SCHEMA"]))
        told = self.told_by("tests.faults.settle", str(people))
        for name in ("valkey", "postgres"):
            self.stop(name)
        self.data.postgres.rename(settled / "postgres")
        shutil.copy(self.data.folder / "secret", settled)
        (settled / "community.json").write_text(told)

    def told_by(self, module: str, *words: str) -> str:
        """What a module of the tests prints that uses the product's own services, past every link."""
        done = subprocess.run(
            [PYTHON, "-m", module, *words],
            cwd=ROOT,
            env=self._environment(self.data.sockets / "pg", self.data.sockets / "valkey.sock"),
            stdout=subprocess.PIPE,
            timeout=SETTLE_WITHIN,
            check=True,
            text=True,
        )
        return done.stdout

    # Hurting and mending it

    def start(self, name: str, **changes: Any) -> None:
        """Starts a program again, this once with changes; of PostgreSQL and Valkey it waits for an answer."""
        if name == "postgres":
            self._database.prepare(self.crew, Console(io.StringIO()))
        if name == "valkey":
            (self.data.sockets / "valkey.sock").unlink(missing_ok=True)
        self.children[name] = self.crew.start(replace(self.programs[name], **changes))
        if name in ("postgres", "valkey"):
            self.wait_for(name)

    def kill(self, name: str) -> None:
        """SIGKILL to its whole group."""
        child = self.children[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        self.crew.stop(child)

    def stop(self, name: str) -> int:
        """The polite end, as a deployment does it; returns the exit code."""
        child = self.children[name]
        self.crew.stop(child)
        return child.process.returncode

    def restart(self, name: str) -> None:
        self.kill(name)
        self.start(name)

    @contextlib.contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """SIGSTOP while the block runs: the program is there, and does nothing."""
        self.freeze(name)
        try:
            yield
        finally:
            self.thaw(name)

    def freeze(self, name: str) -> None:
        os.killpg(self.children[name].process.pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        os.killpg(self.children[name].process.pid, signal.SIGCONT)

    @contextlib.contextmanager
    def one_more(self, name: str, like: str, **changes: Any) -> Iterator[None]:
        """One more program like another, with changes, while the block runs."""
        log = self.data.logs / f"{name}.log"
        self.programs[name] = replace(self.programs[like], log=log, **changes)
        self.start(name)
        try:
            yield
        finally:
            self.kill(name)
            del self.programs[name], self.children[name]

    def wait_for(self, name: str, seconds: float = READY_WITHIN) -> None:
        """Waits until a program answers. Raises AssertionError with the end of its log."""
        child = self.children[name]
        until = time.monotonic() + seconds
        well = wait_until(lambda: child.has_ended() or self.answers(name), until)
        well = well and not child.has_ended()
        assert well, f"{name} does not answer:\n{self.log_of(name)[-3000:]}"

    def answers(self, name: str) -> bool:
        if name == "postgres":
            return self._database.answers()
        if name == "valkey":
            with contextlib.suppress(OSError):
                return self.valkey("PING").startswith("+PONG")
            return False
        return programs.is_ready(programs.Address(port=self.ports[name]))

    def revive(self) -> None:
        """Starts whatever has ended, as the supervisor does."""
        for name, child in list(self.children.items()):
            if child.has_ended():
                self.crew.stop(child)
                self.start(name)

    def heal(self) -> None:
        """Everything runs and every link carries."""
        for link in self.links.values():
            link.heal()
        self.revive()
        for name in WEBS:
            self.wait_for(name)

    def valkey(self, command: str) -> str:
        """Says something to Valkey itself, past every link; returns the first of the answer."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(str(self.data.sockets / "valkey.sock"))
            line.sendall(command.encode() + b"\r\n")
            return line.recv(4096).decode(errors="replace")

    def sql(self, command: str) -> list[tuple[Any, ...]]:
        """Says something to PostgreSQL itself, past every link."""
        with psycopg.connect(self.address, autocommit=True) as line:
            cursor = line.execute(command)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def holding(self, command: str) -> Iterator[None]:
        """Somebody else's transaction, which ends with the block."""
        with psycopg.connect(self.address) as line:
            line.execute(command)
            yield

    @property
    def address(self) -> str:
        """How to reach PostgreSQL past every link."""
        return self._database.url

    def log_of(self, name: str) -> str:
        log = self.programs[name].log
        return log.read_text(errors="replace") if log is not None and log.exists() else ""

    def close(self) -> None:
        """Ends everything and forgets its data."""
        users = [child for name, child in self.children.items() if name not in ("postgres", "valkey")]
        self.crew.stop(*[child for child in users if not child.has_ended()])
        for link in self.links.values():
            link.close()
        for keeper in self.keepers:
            keeper.close()
        self.outside.close()


def _copy(folder: Path, to: Path) -> None:
    """All that lies in a folder, with its owners and modes."""
    subprocess.run(["cp", "-a", f"{folder}/.", str(to)], check=True)
