"""How many of the forms of Ukrainian words find each other: see `inflections.txt`."""

from __future__ import annotations

from itertools import combinations, permutations
from pathlib import Path

from viche.search.words import lookup_forms

LINES = [
    line.split()
    for line in (Path(__file__).with_name("inflections.txt")).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def meet(typed: str, stands: str) -> bool:
    return not set(lookup_forms(typed)).isdisjoint(lookup_forms(stands))


def test_nine_of_ten_forms_of_a_word_find_each_other() -> None:
    asked = [pair for words in LINES for pair in permutations(words, 2)]
    assert len(asked) > 1500
    assert sum(meet(*pair) for pair in asked) / len(asked) >= 0.9


def test_hardly_any_word_is_taken_for_another() -> None:
    """But for those of which a form is a form of the other, too: «мешканці» are also of a «мешканка»."""
    apart = [(a, b) for first, second in combinations(LINES, 2) for a in first for b in second]
    assert sum(meet(*pair) for pair in apart) / len(apart) < 0.001
