"""Validation of names of people, organisations and groups.

A word must not imitate another (homoglyphs).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import FieldError, Invalid
from viche.kernel.text import find_mixed_word

MIXED_ALPHABETS = "mixed_alphabets"


def find_mixed_alphabet_error(name: str) -> str | Promise | None:
    """Return the error message for a name with a mixed-alphabet word; None if there is none."""
    word = find_mixed_word(name)
    if not word:
        return None
    return _(
        "The word “%(word)s” mixes letters of different alphabets, such as Latin and Cyrillic. "
        "Type it in one."
    ) % {"word": word}


def check_alphabets(names: Iterable[tuple[str, str]]) -> None:
    """Raise Invalid for each name in which a word mixes alphabets.

    `names` are (JSON pointer, name) pairs.
    """
    told = [(pointer, find_mixed_alphabet_error(name)) for pointer, name in names]
    faults = [FieldError(pointer, MIXED_ALPHABETS, words) for pointer, words in told if words is not None]
    if faults:
        raise Invalid(faults)
