"""Which tests reach which functions of a module: the others cannot notice what is wrong there."""

from __future__ import annotations

import ast
import builtins
import gc
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from viche.kernel.prepared_queries import PreparedQuery

REACHED = "__reached__"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def telling(source: str) -> str:
    """A module whose functions tell that they were called."""
    tree = ast.parse(source)
    for place, function in list(_functions(tree, "")):
        function.body.insert(0, ast.parse(f"{REACHED}({place!r})").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def tells(source: str, place: str) -> bool:
    """Whether everybody who asks a function comes there: it is not wrapped by something, such as a cache."""
    return any(not one.decorator_list for found, one in _functions(ast.parse(source), "") if found == place)


def _functions(node: ast.AST, place: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            inner = f"{place}.{child.name}".lstrip(".")
            if not isinstance(child, ast.ClassDef):
                yield inner, child
            yield from _functions(child, inner)


class Reach:
    """A pytest plugin: notes for each function the tests during which it was called.

    A prepared query is built once in a process; here each test builds it anew, and so reaches what builds it.
    `prepared` are those made before `gc.freeze`, which `gc` does not find.
    """

    def __init__(self, prepared: Sequence[PreparedQuery[Any]]) -> None:
        self._at = ""
        self._found: dict[str, set[str]] = defaultdict(set)
        self._prepared = prepared
        setattr(builtins, REACHED, lambda place: self._found[place].add(self._at))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        self._at = item.nodeid
        made_since = (one for one in gc.get_objects() if isinstance(one, PreparedQuery))
        for one in (*self._prepared, *made_since):
            one.forget()

    def keep(self, file: Path) -> None:
        found = {place: sorted(tests) for place, tests in self._found.items()}
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(found), encoding="utf-8")
        unfinished.replace(file)


def reaching(file: Path, items: Sequence[pytest.Item], source: str, place: str) -> list[pytest.Item]:
    """The tests that reach a function; all of them where that is not known."""
    if not file.exists() or not tells(source, place):
        return list(items)
    names = set(json.loads(file.read_text(encoding="utf-8")).get(place, ()))
    return [one for one in items if one.nodeid in names]
