"""Environment of the benchmarks: a fresh database, a Valkey, and servers on a core of their own.

A smoke run shares its servers: a benchmark reuses those that earlier ones have left.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from viche.cli import schema, services, stack
from viche.cli.cores import pin, split_cores
from viche.cli.network import find_free_port
from viche.cli.places import ROOT, Data
from viche.cli.processes import Child, Crew, Program, wait_until

PRODUCT = "viche.config.asgi:application"
ORIGIN = "http://localhost:8000"
START_TIMEOUT = 300.0  # seconds; a busy machine may need many
IDLE_WINDOW = 0.1  # seconds; an idle server uses the CPU for less than a tenth of it
PAGE = os.sysconf("SC_PAGE_SIZE")
# Settings of the product that lift its rate limits, so that one person can do the work of a thousand; for the
# servers, and for this process, which calls the same services.
WITHOUT_LIMITS = {
    "VICHE_REALTIME_FLOOD_RATE": "1000000",
    "VICHE_REALTIME_FLOOD_BURST": "1000000",
    "VICHE_REALTIME_SOCKETS": "100000",
    "VICHE_RATE_READ": "100000000",
    "VICHE_RATE_WRITE": "100000000",
    "VICHE_RATE_ANONYMOUS": "100000000",
    "VICHE_MESSAGES_A_MINUTE": "100000000",
}


class Server:
    """One server process on a core of its own."""

    def __init__(self, crew: Crew, child: Child, port: int) -> None:
        self._crew = crew
        self.child = child
        self.host, self.port = "127.0.0.1", port
        self.release: Callable[[], None] = self.stop

    @property
    def address(self) -> str:
        """`http://…` without a path."""
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        return self.child.process.pid

    def cpu_seconds(self) -> float:
        """Return the CPU seconds so far, user and system, of the process and its descendants."""
        return sum(cpu_of(pid) for pid in _list_process_tree(self.pid))

    def rss_bytes(self) -> int:
        """Return the resident memory of the process and its descendants."""
        return sum(_rss_of(pid) for pid in _list_process_tree(self.pid))

    def rest(self) -> None:
        """Wait until the server is idle. Raises RuntimeError if it never is.

        Closing thousands of sockets takes a while and would be charged to the next measurement on the same
        core.
        """
        if not wait_until(self._rests, time.monotonic() + START_TIMEOUT):
            raise RuntimeError("The server has work without end.")

    def _rests(self) -> bool:
        before = self.cpu_seconds()
        time.sleep(IDLE_WINDOW)
        return self.cpu_seconds() - before < IDLE_WINDOW / 10

    def kill(self) -> None:
        """Kill the process with SIGKILL, without any cleanup."""
        self.child.process.kill()
        self.child.process.wait()

    def has_ended(self) -> bool:
        return self.child.has_ended()

    def stop(self) -> None:
        self._crew.stop(self.child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Valkey:
    """The Valkey of the run, which a benchmark may kill and restart."""

    def __init__(self, crew: Crew, data: Data) -> None:
        service = services.prepare_valkey(data, private=True)
        assert service.program is not None
        self.url, self.answers = service.url, service.answers
        self._crew, self._program = crew, service.program
        self._child = crew.start(self._program)

    def start(self) -> None:
        """Restart it, without waiting until it answers."""
        self._child = self._crew.start(self._program)

    def kill(self) -> None:
        self._child.process.kill()
        self._crew.stop(self._child)


class Lab:
    """Resources shared by all benchmarks of one run.

    Leaving the `with` block stops and removes everything.
    """

    def __init__(self, *, smoke: bool = False) -> None:
        self.smoke = smoke
        self.repetitions = 1 if smoke else 5
        self.server_cores, self.other_cores = split_cores()
        if smoke:  # measures nothing, so all processes share all cores
            self.server_cores = self.other_cores = self.server_cores | self.other_cores
        self._stack = ExitStack()
        self._ready = False
        self._idle: dict[tuple[str, frozenset[tuple[str, str]]], list[Server]] = defaultdict(list)
        self.crew = self._stack.enter_context(Crew())
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="viche-bench-")))
        self.floor_facts = self.folder / "floor.json"
        pin(self.other_cores)
        _raise_file_limit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def size(self, full: int, smoke: int) -> int:
        """Return `full`, or `smoke` in a smoke run."""
        return smoke if self.smoke else full

    def django(self) -> None:
        """Set up Django in this process, on a database and a Valkey that only this run uses."""
        if self._ready:
            return
        self._ready = True
        url = self._stack.enter_context(_fresh_database(os.environ["DATABASE_URL"]))
        self.valkey = self._start_valkey()
        places = {"DATABASE_URL": url, "REDIS_URL": self.valkey.url}
        os.environ.update({**WITHOUT_LIMITS, **places, "DJANGO_SETTINGS_MODULE": "viche.config.settings"})
        import django  # noqa: PLC0415 - reads the settings

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        from viche.config.gc_tuning import configure_garbage_collector  # noqa: PLC0415

        if "VICHE_TEST_SCHEMA" in os.environ:
            schema.load_schema(url, Path(os.environ["VICHE_TEST_SCHEMA"]))
        else:
            call_command("migrate", verbosity=0)
        configure_garbage_collector()  # the load and the code timed here get the product's own GC settings
        self._stack.callback(_close_pools, connections)
        self._stack.callback(self._stop_idle)

    def _start_valkey(self) -> Valkey:
        data = Data(self.folder / "services")
        data.prepare()
        self._stack.callback(data.remove)
        valkey = Valkey(self.crew, data)
        self._stack.callback(valkey.kill)
        if not wait_until(valkey.answers, time.monotonic() + START_TIMEOUT):
            raise RuntimeError("Valkey does not answer.")
        return valkey

    def serve(self, app: str = PRODUCT, *, env: Mapping[str, str] | None = None) -> Server:
        """Return a server process for an ASGI application, with the product's own options.

        The product serves the database of `django()`. A smoke run takes an idle server, if there is one.
        Raises RuntimeError when the server does not start.
        """
        self.django()
        if not self.smoke:
            return self._start(app, env or {})
        idle = self._idle[app, frozenset((env or {}).items())]
        server = idle.pop() if idle else self._start(app, env or {})

        def release() -> None:
            server.stop() if server.has_ended() else idle.append(server)

        server.release = release
        return server

    def _stop_idle(self) -> None:
        self.crew.stop(*(server.child for servers in self._idle.values() for server in servers))

    def _start(self, app: str, env: Mapping[str, str]) -> Server:
        port = find_free_port(skip=os.getpid() % 500)
        origins = f"{ORIGIN},http://localhost:{port}"
        child = self.crew.start(
            Program(
                f"bench-{app.partition(':')[0]}",
                stack.build_asgi_command(app, stack.Address(port=port)),
                log=self.folder / f"{port}.log",
                environment={
                    **os.environ,
                    "VICHE_ORIGINS": origins,
                    "BENCH_FLOOR": str(self.floor_facts),
                    **env,
                },
                folder=ROOT,
                grace=5.0,
            )
        )
        pin(self.server_cores, child.process.pid)
        server = Server(self.crew, child, port)
        listens = lambda: child.has_ended() or stack.is_listening(server.host, port)  # noqa: E731
        if not wait_until(listens, time.monotonic() + START_TIMEOUT) or child.has_ended():
            raise RuntimeError((self.folder / f"{port}.log").read_text()[-2000:])
        return server


def _raise_file_limit() -> None:
    """Raise the limit of open files to its maximum: each socket is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextmanager
def _fresh_database(url: str) -> Iterator[str]:
    """Create a database on the same server and yield its URL; drop it at the end."""
    name = f"bench_{os.getpid()}"
    parts = urlsplit(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield (
            urlunsplit(parts._replace(path=f"/{name}"))
            if parts.netloc
            else url.replace(parts.path, f"/{name}", 1)
        )
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _close_pools(connections: object) -> None:
    for connection in connections.all(initialized_only=True):  # type: ignore[attr-defined]
        connection.close()
        connection.close_pool()


def _list_process_tree(pid: int) -> list[int]:
    """Return the pids of a process and its descendants."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(FileNotFoundError):  # a thread that has just ended
                found += [int(child) for child in task.read_text().split()]
    return found


def cpu_of(pid: int) -> float:
    """Return the CPU seconds so far, user and system, of one process without its children."""
    # The CPU clock of another process, as in clock_getcpuclockid(3): /proc only counts hundredths of a
    # second.
    return time.clock_gettime(~pid << 3 | 2)


def _rss_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def describe_versions() -> str:
    """Return the versions of the measured software, and the machine."""
    from importlib.metadata import version  # noqa: PLC0415
    from platform import machine, python_version, release  # noqa: PLC0415

    names = ("Django", "djangorestframework", "channels", "channels-redis", "uvicorn", "websockets", "uvloop")
    names += ("psycopg", "redis", "hiredis", "celery", "orjson")  # type: ignore[assignment]
    parts = [f"Python {python_version()}", *(f"{name} {version(name)}" for name in names)]
    return f"{os.cpu_count()} cores {machine()}, {sys.platform} {release()}; " + ", ".join(parts)


def measure_resident_bytes() -> int:
    """Return the resident memory of this process in bytes."""
    return int(Path(f"/proc/{os.getpid()}/statm").read_text().split()[1]) * PAGE
