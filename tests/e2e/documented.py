"""A page of docs/ as a script: its commands, and what it says that they answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from viche.cli.places import ROOT

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    language: str
    text: str


class Step(NamedTuple):
    """Commands that run together, and their answer as the page shows it, if it does."""

    commands: str
    answer: Block | None


def list_blocks(name: str) -> list[Block]:
    """Return the code of a page of docs/ in its order."""
    return [Block(*found) for found in BLOCK.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))]


def list_steps(blocks: list[Block]) -> list[Step]:
    """Return the commands, each with the block behind it if that is no program."""
    followers = [*blocks[1:], Block("sh", "")]
    return [
        Step(one.text, after if after.language in ("json", "text") else None)
        for one, after in zip(blocks, followers, strict=True)
        if one.language == "sh"
    ]


def fits(shown: Any, real: Any) -> bool:
    """Return whether an answer has what the page shows of it; `…` stands for anything."""
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(
            name in real and fits(value, real[name]) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return (
            isinstance(real, list)
            and len(real) >= len(shown)
            and all(fits(one, other) for one, other in zip(shown, real, strict=False))
        )
    if isinstance(shown, str) and "…" in shown:
        pattern = ".*".join(map(re.escape, shown.split("…")))
        return re.fullmatch(pattern, str(real), re.DOTALL) is not None
    return bool(shown == real)


def check_answer(step: Step, printed: str) -> None:
    """Fail unless what was printed fits what the page shows."""
    if step.answer is None:
        return
    is_json = step.answer.language == "json"
    shown, real = (json.loads(text) if is_json else text.strip() for text in (step.answer.text, printed))
    assert fits(shown, real), f"{step.commands}\nThe page says:\n{step.answer.text}\nIt answers:\n{printed}"


def write_programs(blocks: list[Block], folder: Path) -> None:
    """Write the Python of the page to `listen.py`, under which the page has it saved."""
    for block in blocks:
        if block.language == "python":
            (folder / "listen.py").write_text(block.text, encoding="utf-8")
