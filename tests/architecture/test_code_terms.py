"""The terms of docs/architecture.md name modules that exist."""

import importlib.util
import re
from pathlib import Path

from viche.rooms import ROOMS

ARCHITECTURE = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"
MODULE = re.compile(rf"`((?:viche|{'|'.join(ROOMS)})(?:\.\w+)+)`")


def list_terms() -> list[list[str]]:
    section = ARCHITECTURE.read_text().partition("\n## Terms of the code\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_module_of_a_term_exists() -> None:
    modules = {name for row in list_terms() for name in MODULE.findall(row[-1])}
    assert len(modules) > 50
    assert {name for name in modules if importlib.util.find_spec(name) is None} == set()


def test_every_term_has_a_meaning_and_a_module() -> None:
    rows = list_terms()
    assert [row for row in rows if len(row) != 3 or not all(row) or "`" not in row[2]] == []
