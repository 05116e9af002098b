"""How much a run tries: few generated examples by default, many with `--long`."""

from __future__ import annotations

LONG = False  # set by tests/conftest.py before any test module is imported


def examples(few: int, many: int) -> int:
    """Return how many examples to generate: `few` by default, `many` in the long run."""
    return many if LONG else few
