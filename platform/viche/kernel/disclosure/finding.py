"""Go through all rules, the surest first: what one of them has found is nothing for the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from viche.kernel.disclosure import numbers, places
from viche.kernel.disclosure.kinds import Kind

Span = tuple[int, int]

Rule = Callable[[str], Iterable[Span]]
RULES: dict[Kind, Rule] = {
    Kind.EMAIL: numbers.emails,
    Kind.IBAN: numbers.ibans,
    Kind.BANK_CARD: numbers.cards,
    Kind.PASSPORT: numbers.passports,
    Kind.PHONE: numbers.phones,
    Kind.TAX_NUMBER: numbers.tax_numbers,
    Kind.CHILD: places.children,
    Kind.SENSITIVE_PLACE: places.sensitive,
}
OF_DIGITS = {Kind.IBAN, Kind.BANK_CARD, Kind.PASSPORT, Kind.PHONE, Kind.TAX_NUMBER}

# Most texts hold nothing of it: they are told apart by one look. What has no digit tells a place by words.
SIGNS = re.compile(r"[\d@]")
STEMS = ("пост", "склад", "позиц", "розташ", "дислок", "розкв", "установ", "зенітн")
A_NUMBER = re.compile(r"(?:\d\D{0,3}){6}")
# Keys of our own things are no numbers of anybody.
KEYS = re.compile(r"(?i)\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")


class Found(NamedTuple):
    """Characters `start` to `end` of a text look like something of this kind."""

    kind: Kind
    start: int
    end: int


def finds_in(text: str) -> list[Found]:
    """All that a text would give away, in its order."""
    if SIGNS.search(text) is None and not _has_stem(text.lower()):
        return []
    left = blanked(KEYS, text)
    found: list[Found] = []
    passed = frozenset() if A_NUMBER.search(left) else OF_DIGITS
    for kind in [one for one in RULES if one not in passed]:
        spans = sorted(set(RULES[kind](left)))
        found += [Found(kind, start, end) for start, end in spans]
        for start, end in spans:
            left = f"{left[:start]}{' ' * (end - start)}{left[end:]}"
    return sorted(found, key=lambda one: (one.start, one.end))


def _has_stem(text: str) -> bool:
    return any(stem in text for stem in STEMS)


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """`text` with blanks in place of what matches, so that everything else stays where it was."""
    return pattern.sub(lambda found: " " * len(found.group()), text)
