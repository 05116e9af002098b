"""Rooms stay small enough to be read. The exceptions may only get fewer."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from viche.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform/viche", *ROOMS, "benchmarks", "tests")
LONGEST_MODULE, LONGEST_FUNCTION, LARGEST_MEDIAN = 400, 50, 10


def modules() -> Iterator[Path]:
    for source in SOURCES:
        yield from (path for path in (ROOT / source).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                (node.end_lineno or 0) - node.lineno + 1,
            )


def test_no_module_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_too_long() -> None:
    lengths = dict(one for path in modules() for one in functions(path))
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_fit_in_a_glance() -> None:
    lengths = [
        length
        for path in modules()
        if "tests" not in path.relative_to(ROOT).parts
        for _name, length in functions(path)
    ]
    assert median(lengths) < LARGEST_MEDIAN
