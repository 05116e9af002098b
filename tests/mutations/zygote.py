"""Waits for mutants on its input (`PATH FILE`, a line each) and answers what became of each."""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType

from tests.mutations import guards

OURS = ("viche", "groups", "dialogue", "tasks", "tests")
LONGEST = 120  # seconds of CPU for one mutant
PATIENCE = 900.0  # seconds altogether


def libraries() -> list[str]:
    """What our modules import that is not ours, asked of a child that imports them all."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        import django

        django.setup()
        importlib.import_module("viche.config.urls")
        importlib.import_module("tests.architecture.test_matrix_in_lists")
        importlib.import_module("tests.tasks.test_lists_seen")
        names = [name for name in sys.modules if name.partition(".")[0] not in OURS]
        os.write(writing, "\n".join(names).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        return told.read().split("\n")


def import_libraries() -> None:
    # Settings are ours, but nothing decides there: so Django's own modules can be imported.
    for name in libraries():
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def mutate(path: str, source: str) -> None:
    """From now on the module of this path is the mutant."""
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        if self.path.endswith(path):
            return compile(source, self.path, "exec", dont_inherit=True)
        return original(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def run(path: str, source: str, *arguments: str) -> int:
    """In a child: 0 when no test noticed anything."""
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 1))
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silence, number)
    import pytest

    mutate(path, source)
    fixed = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-p", "tests.mutations.settled"]
    return int(pytest.main([*fixed, *arguments]) != pytest.ExitCode.OK)


def on_the_stage(path: str, source: str) -> int:
    return run(path, source, "-p", "tests.mutations.stage", *guards.on_the_stage(path))


def beside(path: str, source: str) -> int:
    """On the other database."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["VICHE_MUTANTS_EMPTY"]
    return run(path, source, *guards.beside(path))


def verdict(path: str, source: str) -> str:
    for attempt in (on_the_stage, beside):
        told = outcome(lambda attempt=attempt: attempt(path, source))  # type: ignore[misc]
        if told != "survived":
            return told
    return "survived"


def outcome(work: Callable[[], int]) -> str:
    """What comes of it in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(work())
        except BaseException:  # noqa: BLE001 - whatever it is, it was noticed
            os._exit(1)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            hung = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
            return "survived" if status == 0 else "hung" if hung else "caught"
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hung"


if __name__ == "__main__":
    import_libraries()
    for line in sys.stdin:
        place, file = line.split()
        print(verdict(place, Path(file).read_text(encoding="utf-8")), flush=True)
