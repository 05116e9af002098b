"""Waits for mutants on its input (`PATH FILE PLACE`, a line each) and answers what became of each.

Most of them differ from their module in a function. A rehearsal, a process that has imported everything and
collected the tests of that module, tries one of those after another, each in a child of its own that has the
function swapped: by the tests that come there, as the module as it is has told. What is read at the import is
tried by a process that imports the mutant. Either way the tests that noticed the mutants before it are asked
first.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType

from tests.mutations import guards
from tests.mutations.children import Verdict, in_a_child
from tests.mutations.killers import LIST, Killers
from tests.mutations.mutants import as_a_mutant_is_written
from tests.mutations.rehearsal import Rehearsal, limited
from viche.rooms import ROOMS

OURS = ("viche", *ROOMS, "tests")


def libraries() -> list[str]:
    """What our modules import that is not ours, asked of a child that imports them all."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        import django

        django.setup()
        importlib.import_module("viche.config.urls")
        importlib.import_module("tests.architecture.test_matrix_in_lists")
        importlib.import_module("tests.tasks.items.test_generated_lists")
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


def on_the_stage(path: str, source: str, *plugins: object) -> int:
    return run(path, source, ["-p", "tests.mutations.stage", *guards.on_the_stage(path)], plugins)


def beside(path: str, source: str, *plugins: object) -> int:
    """On the other database."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["VICHE_MUTANTS_EMPTY"]
    return run(path, source, guards.beside(path), plugins)


def run(path: str, source: str, arguments: list[str], plugins: tuple[object, ...]) -> int:
    """In a child: 0 when no test noticed anything."""
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silence, number)
    import pytest

    mutate(path, source)
    fixed = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-p", "tests.mutations.settled"]
    return int(pytest.main([*fixed, *arguments], [Killers(), *plugins]) != pytest.ExitCode.OK)


PARTS = (on_the_stage, beside)


def reach_of(path: str, part: Callable[..., int]) -> Path:
    """Where it is kept which of these tests come to which functions of a module: for all workers."""
    return Path(os.environ[LIST]).with_name(f"{path.replace('/', '-')}.{part.__name__}.json")


class Zygote:
    """The rehearsals of one module at a time: they hold much memory."""

    def __init__(self) -> None:
        self._path = ""
        self._rehearsals: list[Rehearsal] = []

    def verdict(self, path: str, file: str, place: str) -> Verdict:
        told = self._rehearsed(path, file, place)
        if told is not Verdict.UNPLAYED:
            return told
        source = Path(file).read_text(encoding="utf-8")
        for part in PARTS:
            told = in_a_child(lambda part=part: limited(lambda: part(path, source)))  # type: ignore[misc]
            if told is not Verdict.SURVIVED:
                break
        return told

    def _rehearsed(self, path: str, file: str, place: str) -> Verdict:
        """By the part that noticed the mutant before it first: neighbours are noticed by the same tests."""
        rehearsals = self._of(path)
        for rehearsal in list(rehearsals):
            told = rehearsal.verdict(file, place)
            if told is not Verdict.SURVIVED:
                rehearsals.sort(key=lambda one: one is not rehearsal)
                return told
        return Verdict.SURVIVED

    def _of(self, path: str) -> list[Rehearsal]:
        if path != self._path:
            for one in self._rehearsals:
                one.end()
            original = as_a_mutant_is_written(guards.ROOT / path)
            self._path = path
            self._rehearsals = [
                Rehearsal(path, reach_of(path, part), lambda stalls, part=part: part(path, original, stalls))  # type: ignore[misc]
                for part in PARTS
            ]
        return self._rehearsals


if __name__ == "__main__":
    import_libraries()
    zygote = Zygote()
    for line in sys.stdin:
        print(zygote.verdict(*line.split()), flush=True)
