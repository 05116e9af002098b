"""The documents stay readable: short paragraphs, and paths, commands and links that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "api.md",
    "api.uk.md",
    "meetings.md",
    "operations.md",
    "performance.md",
    "personal-data.md",
    "programmes.md",
    "reliability.md",
    "threat-model.md",
)
MAX_PARAGRAPH, MAX_CELL = 550, 300
CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
ITEM = re.compile(r"^\s*(?:[-*]|\d+\.) ")
LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\)")
TESTED = re.compile(r"`((?:tests|frontend/src|platform|benchmarks)/[^`\s]*)`")
COMMAND = re.compile(r"(?:\./viche manage|manage\.py) ([a-z]\w*)")


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def paragraphs(text: str) -> Iterator[tuple[str, int]]:
    """Yield each paragraph, list item and table cell as it is displayed, with its maximum length."""
    shown = LINK.sub(r"\1", CODE_BLOCK.sub("", text))
    for block in re.split(r"\n\s*\n", shown):
        gathered: list[str] = []
        for line in block.strip().splitlines():
            if line.startswith("|"):
                yield from ((cell.strip(), MAX_CELL) for cell in re.split(r"(?<!\\)\|", line))
            elif ITEM.match(line) or not gathered:
                gathered.append(line.strip())
            else:
                gathered[-1] += f" {line.strip()}"
        yield from ((one, MAX_PARAGRAPH) for one in gathered)


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", CODE_BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_paragraph_is_too_long(name: str) -> None:
    assert [one for one, most in paragraphs(read(name)) if len(one) > most] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_files_and_commands_exist(name: str) -> None:
    text = read(name)
    assert [path for path in TESTED.findall(text) if not (ROOT / path).exists()] == []
    assert set(COMMAND.findall(text)) - set(get_commands()) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_inside_the_documents_lead_somewhere(name: str) -> None:
    for _words, target in LINK.findall(read(name)):
        if not target.startswith("https://"):
            path, _, anchor = target.partition("#")
            assert not path or (ROOT / "docs" / path).exists(), target
            assert not anchor or anchor in anchors(read(path or name)), target
