"""A whole deployment to be hurt: PostgreSQL, Valkey, two web processes and a worker, each in a process group.

The programs are exactly those of `./viche up`; between any two of them lies a link that can be made worse.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import psycopg

from tests.faults.links import Link, Loop
from viche.cli import stack as programs
from viche.cli.accounts import service_account
from viche.cli.console import Console
from viche.cli.network import free_port
from viche.cli.places import PYTHON, ROOT, Data
from viche.cli.postgres import Postgres
from viche.cli.processes import Child, Crew, Program, wait_until
from viche.cli.services import postgres_binaries, valkey_binary

WEBS = ("web1", "web2")
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")
COOKIE = "viche_session"
IDLE_TRANSACTION = 3  # seconds that a frozen process may hold up others (10 unless it is set)
SETTLE_WITHIN = 60.0
READY_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in twice: with a token and with a session."""

    id: str
    name: str
    token: str
    session: str
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Community:
    """Who is there."""

    group: str
    item: str
    facilitators_organisation: str
    facilitator: Person
    people: list[Person]


@dataclass(slots=True)
class Stack:
    """The deployment. Its programs: postgres, valkey, web1, web2, worker, and others that are added."""

    data: Data
    crew: Crew
    loop: Loop
    programs: dict[str, Program] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    door: int = 0  # the port of the load balancer, to which clients connect

    # Making it

    @property
    def _database(self) -> Postgres:
        binaries = postgres_binaries()
        return Postgres(
            self.data, binaries, service_account(self.data.postgres, binaries, self.data.sockets), True
        )

    def prepare(self, people: int) -> Community:
        """Starts everything, settles a community in it, and waits until it answers."""
        quiet = Console(io.StringIO())
        self._database.prepare(self.crew, quiet)
        self.programs["postgres"] = self._database.program()
        self.programs["valkey"] = self._valkey()
        ports = iter(range(os.getpid() % 50 * 3, 1000))
        self.door = free_port(skip=next(ports))
        for name in WEBS:
            self.ports[name] = free_port(skip=next(ports))
            address = programs.Address(port=self.ports[name])
            self.programs[name] = programs.web(self.data, self._settings(name), address)
        self.programs["worker"] = programs.worker(self.data, self._settings("worker"))
        self.links["door"] = Link(self.loop, "door", self.door, list(self.ports.values()))
        for name in ("valkey", "postgres"):
            self.start(name)
        community = self._settle(people)
        for name in (*WEBS, "worker"):
            self.start(name)
        for name in WEBS:
            self.wait_for(name)
        return community

    def _valkey(self) -> Program:
        path = self.data.sockets / "valkey.sock"
        keep = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        command = [valkey_binary(), "--port", "0", "--unixsocket", path, "--dir", self.data.folder, *keep]
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
        reach = {
            "DATABASE_URL": f"postgresql://viche@/viche?host={quote(str(folder))}",
            "REDIS_URL": f"unix://{folder / 'valkey.sock'}?db=0",
        }
        empty = self.data.folder / "no-front-end"
        empty.mkdir(exist_ok=True)
        address = programs.Address(port=self.door)
        own = {key: os.environ[key] for key in INHERITED if key in os.environ}
        own["VICHE_IDLE_TRANSACTION"] = str(IDLE_TRANSACTION)
        return own | programs.settings(self.data, reach, empty, address, demo=False)

    def _settle(self, people: int) -> Community:
        done = subprocess.run(
            [PYTHON, "-m", "tests.faults.settle", str(people)],
            cwd=ROOT,
            env=dict(self.programs["worker"].environment or {}),
            stdout=subprocess.PIPE,
            timeout=SETTLE_WITHIN,
            check=True,
        )
        facts: dict[str, Any] = json.loads(done.stdout)
        facts["people"] = [Person(**one) for one in facts["people"]]
        return Community(**facts | {"facilitator": Person(**facts["facilitator"])})

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
        group = self.children[name].process.pid
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

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
