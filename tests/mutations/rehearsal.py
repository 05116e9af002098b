"""Tests that are collected once and run on one mutant after another."""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mutations.children import UNPLAYED, Verdict, in_a_child
from tests.mutations.swap import NotInAFunction, live_functions, swap

LONGEST = 120  # seconds of CPU for one mutant


def limited(work: Callable[[], int]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 1))
    return work()


class Stalls:
    """A pytest plugin: after the collection, mutants come in by one pipe and what became of them goes out."""

    def __init__(self, path: str, reading: int, writing: int) -> None:
        self._path, self._reading, self._writing = path, reading, writing

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        live = live_functions(self._path)
        gc.freeze()
        run = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", remove_plugins=[self])

        def play(source: str) -> int:
            try:
                swap(self._path, source, live)
            except NotInAFunction:
                return UNPLAYED
            run(session=session)
            return int(session.testsfailed > 0 or not session.testscollected)

        with os.fdopen(self._reading, encoding="utf-8") as mutants:
            for line in mutants:
                source = Path(line.strip()).read_text(encoding="utf-8")
                told = in_a_child(lambda source=source: limited(lambda: play(source)))  # type: ignore[misc]
                os.write(self._writing, f"{told}\n".encode())
        return True


class Rehearsal:
    """A process that has collected the tests of a module and waits for its mutants."""

    def __init__(self, path: str, collect: Callable[[Stalls], int]) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._out)
            os.close(self._in)
            try:
                collect(Stalls(path, theirs_in, theirs_out))
            finally:
                os._exit(0)
        os.close(theirs_in)
        os.close(theirs_out)
        self._told = os.fdopen(self._in, encoding="utf-8")

    def verdict(self, mutant: str) -> Verdict:
        """`UNPLAYED` where the mutant in this file has to be imported, or the tests cannot be collected."""
        try:
            os.write(self._out, f"{mutant}\n".encode())
        except BrokenPipeError:
            return Verdict.UNPLAYED
        return Verdict(self._told.readline().strip() or Verdict.UNPLAYED)

    def end(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._out)
        self._told.close()
