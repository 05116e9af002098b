"""Tests that are collected once and run on one mutant after another."""

from __future__ import annotations

import gc
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.mutations.children import UNPLAYED, Verdict, in_a_child
from tests.mutations.reach import Reach, reaching, telling
from tests.mutations.swap import Live, NotInAFunction, live_functions, swap, swap_in
from viche.kernel.prepared_queries import PreparedQuery

LONGEST = 120  # seconds of CPU for one mutant
AS_IT_IS = "-"  # the place of what is wrong in a module that has nothing wrong


def limited(work: Callable[[], int], longest: int = LONGEST) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (longest, longest + 1))
    return work()


class Stalls:
    """A pytest plugin: after the collection, mutants come in by one pipe and what became of them goes out.

    The first of all is the module as it is: `reach` keeps which tests come to which of its functions.
    """

    def __init__(self, path: str, reach: Path, reading: int, writing: int) -> None:
        self._path, self._reach, self._reading, self._writing = path, reach, reading, writing

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        live = live_functions(self._path)
        reach = Reach([one for one in gc.get_objects() if isinstance(one, PreparedQuery)])
        gc.freeze()
        run = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", remove_plugins=[self])

        def play(file: str, place: str) -> int:
            source = Path(file).read_text(encoding="utf-8")
            if place == AS_IT_IS:
                return limited(lambda: self._watch(session, run, source, live, reach), 5 * LONGEST)
            return limited(lambda: played(source, place))

        def played(source: str, place: str) -> int:
            try:
                swap(self._path, source, live)
            except NotInAFunction:
                return UNPLAYED
            session.items = reaching(self._reach, session.items, source, place)
            run(session=session)
            return int(session.testsfailed > 0)

        with os.fdopen(self._reading, encoding="utf-8") as mutants:
            for line in mutants:
                asked = line.split()
                told = in_a_child(lambda asked=asked: play(*asked))  # type: ignore[misc]
                os.write(self._writing, f"{told}\n".encode())
        return True

    def _watch(self, session: pytest.Session, run: Any, source: str, live: Live, reach: Reach) -> int:
        session.config.pluginmanager.register(reach)
        swap_in(self._path, telling(source), live)
        run(session=session)
        reach.keep(self._reach)
        return int(session.testsfailed > 0 or not session.testscollected)


class Rehearsal:
    """A process that has collected the tests of a module and waits for its mutants."""

    def __init__(self, path: str, reach: Path, collect: Callable[[Stalls], int]) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._out)
            os.close(self._in)
            try:
                collect(Stalls(path, reach, theirs_in, theirs_out))
            finally:
                os._exit(0)
        os.close(theirs_in)
        os.close(theirs_out)
        self._disclosable_q = os.fdopen(self._in, encoding="utf-8")

    def verdict(self, file: str, place: str) -> Verdict:
        """`UNPLAYED` where the mutant in this file has to be imported, or the tests cannot be collected."""
        try:
            os.write(self._out, f"{file} {place}\n".encode())
        except BrokenPipeError:
            return Verdict.UNPLAYED
        return Verdict(self._disclosable_q.readline().strip() or Verdict.UNPLAYED)

    def end(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._out)
        self._disclosable_q.close()
