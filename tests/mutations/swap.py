"""Puts a mutant's functions in the place of those that are imported already."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, FunctionType

from tests.mutations.guards import ROOT
from tests.mutations.mutants import as_a_mutant_is_written

Live = Mapping[CodeType, Sequence[FunctionType]]


class NotInAFunction(Exception):
    """What is wrong stands where it is read once: at the import of the module."""


def live_functions(path: str) -> Live:
    """Every function of a module of ours that somebody holds, by its code."""
    found: dict[CodeType, list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename == str(ROOT / path):
            found.setdefault(one.__code__, []).append(one)
    return found


def swap(path: str, source: str, live: Live) -> None:
    """Raises `NotInAFunction` where the mutant has to be imported to be what it is."""
    original = as_a_mutant_is_written(ROOT / path)
    for old, new in list(_changed(_compiled(path, original), _compiled(path, source))):
        for function in live.get(old, ()):
            function.__code__ = new
        if old not in live or len(old.co_freevars) != len(new.co_freevars):
            raise NotInAFunction


def swap_in(path: str, source: str, live: Live) -> None:
    """The same with whatever can be swapped."""
    original = as_a_mutant_is_written(ROOT / path)
    for old, new in _changed(_compiled(path, original), _compiled(path, source)):
        for function in live.get(old, ()):
            if len(old.co_freevars) == len(new.co_freevars):
                function.__code__ = new


def _compiled(path: str, source: str) -> CodeType:
    return compile(source, ROOT / path, "exec", dont_inherit=True)


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The outermost functions that differ."""
    if old == new:
        return
    if old.co_flags & inspect.CO_OPTIMIZED:  # a function's; those of modules and bodies of classes are not
        yield old, new
        return
    olds, news = _inner(old), _inner(new)
    if _own(old) != _own(new) or len(olds) != len(news):
        raise NotInAFunction
    for one, other in zip(olds, news, strict=True):
        yield from _changed(one, other)


def _inner(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _own(code: CodeType) -> tuple[object, ...]:
    """What a module or class body does itself, whatever its functions do."""
    # From Python 3.13 on a class notes its first line, which moves with what is written above it.
    first_line = code.co_firstlineno if "__firstlineno__" in code.co_names else None
    own = (one for one in code.co_consts if not isinstance(one, CodeType))
    consts = [repr(one) for one in own if first_line is None or one != first_line]
    return code.co_code, code.co_names, consts
