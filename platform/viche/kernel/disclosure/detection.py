"""Apply all detection rules, the most specific first.

What one rule has found is hidden from the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from viche.kernel.disclosure import numbers, places
from viche.kernel.disclosure.kinds import Kind

Span = tuple[int, int]

Rule = Callable[[str], Iterable[Span]]
RULES: dict[Kind, Rule] = {
    Kind.EMAIL: numbers.find_emails,
    Kind.IBAN: numbers.find_ibans,
    Kind.BANK_CARD: numbers.find_cards,
    Kind.PASSPORT: numbers.find_passports,
    Kind.PHONE: numbers.find_phones,
    Kind.TAX_NUMBER: numbers.find_tax_numbers,
    Kind.CHILD: places.find_children,
    Kind.SENSITIVE_PLACE: places.find_sensitive_places,
}
DIGIT_KINDS = {Kind.IBAN, Kind.BANK_CARD, Kind.PASSPORT, Kind.PHONE, Kind.TAX_NUMBER}

# Most texts contain nothing and are skipped by one scan. Without a digit only words can reveal a place.
QUICK_SIGNS = re.compile(r"[\d@]")
PLACE_STEMS = ("пост", "склад", "позиц", "розташ", "дислок", "розкв", "установ", "зенітн")
LONG_NUMBER = re.compile(r"(?:\d\D{0,3}){6}")
# UUIDs of our own objects are not personal numbers.
UUIDS = re.compile(r"(?i)\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")


class Found(NamedTuple):
    """Characters `start` to `end` of a text match a kind of personal data."""

    kind: Kind
    start: int
    end: int


def find_personal_data(text: str) -> list[Found]:
    """Return all personal and sensitive data in a text, in order."""
    if QUICK_SIGNS.search(text) is None and not _has_stem(text.lower()):
        return []
    left = mask_matches(UUIDS, text)
    found: list[Found] = []
    passed = frozenset() if LONG_NUMBER.search(left) else DIGIT_KINDS
    for kind in [one for one in RULES if one not in passed]:
        spans = sorted(set(RULES[kind](left)))
        found += [Found(kind, start, end) for start, end in spans]
        for start, end in spans:
            left = f"{left[:start]}{' ' * (end - start)}{left[end:]}"
    return sorted(found, key=lambda one: (one.start, one.end))


def _has_stem(text: str) -> bool:
    return any(stem in text for stem in PLACE_STEMS)


def mask_matches(pattern: re.Pattern[str], text: str) -> str:
    """Replace each match by blanks of the same length, so that all positions stay valid."""
    return pattern.sub(lambda found: " " * len(found.group()), text)
