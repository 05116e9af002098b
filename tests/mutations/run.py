"""Tries mutants: each in a process forked from one that knows all libraries and none of our modules."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.mutations.children import Verdict
from tests.mutations.guards import ROOT
from tests.mutations.killers import LIST
from tests.mutations.mutants import Mutant


def tried(mutants: Sequence[Mutant], workers: int, end: float) -> Iterator[tuple[Mutant, Verdict]]:
    """Each mutant with what became of it, in the order in which they end; none begins after `end`."""
    # Each module is rehearsed once, and neighbours are noticed by the same tests.
    waiting = deque(sorted(mutants, key=lambda one: (one.path, one.line)))
    done: SimpleQueue[tuple[Mutant, Verdict] | Exception | None] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="viche-mutants-") as folder:
        for nth in range(workers):
            built = Path(folder) / f"built-{nth}"
            threading.Thread(target=_work, args=(nth, built, waiting, done, end), daemon=True).start()
        left = workers
        while left:
            told = done.get()
            if isinstance(told, Exception):
                raise told
            if told is None:
                left -= 1
            else:
                yield told


def _work(nth: int, built: Path, waiting: deque[Mutant], done: Any, end: float) -> None:
    """Two databases and one process to fork from, for one mutant after another."""
    try:
        with _database(f"stage_{nth}") as url, _database(f"empty_{nth}") as empty:
            environment = os.environ | {
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "viche.config.settings",
                "VICHE_MUTANTS_BUILT": str(built),
                LIST: str(built.with_name("killers")),
                "VICHE_MUTANTS_EMPTY": urlsplit(empty).path.lstrip("/"),
            }
            build = [sys.executable, "-m", "tests.mutations.build", str(built)]
            subprocess.run(build, env=environment, cwd=ROOT, check=True)
            with Zygote(environment) as zygote:
                while waiting and time.monotonic() < end:
                    mutant = waiting.popleft()
                    done.put((mutant, zygote.verdict(mutant)))
        done.put(None)
    except Exception as error:  # noqa: BLE001 - told to who waits
        done.put(error)


@contextmanager
def _database(of: str) -> Iterator[str]:
    """A copy of the database that has every table and nothing in them."""
    place = urlsplit(os.environ["DATABASE_URL"])
    name, template = f"mutants_{of}_{os.getpid()}", place.path.lstrip("/")
    maintenance = urlunsplit(place._replace(path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield urlunsplit(place._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Zygote:
    """A process that has imported what is not ours; its children import the rest, with one module mutated."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mutations.zygote"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._process:  # its pipes close, it ends, and is waited for
            pass

    def verdict(self, mutant: Mutant) -> Verdict:
        assert self._process.stdout is not None
        with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
            file.write(mutant.source)
            file.flush()
            place = mutant.place or "module"
            print(mutant.path, file.name, place, file=self._process.stdin, flush=True)
            return Verdict(self._process.stdout.readline().strip())
