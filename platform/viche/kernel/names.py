"""The names by which people know others, organisations and groups: no word of one may pass for another."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import FieldError, Invalid
from viche.kernel.text import mixed_word

MIXED = "mixed_alphabets"


def misspelt(name: str) -> str | Promise | None:
    """What is wrong with the letters of a name, for who wrote it; None where nothing is."""
    word = mixed_word(name)
    if not word:
        return None
    return _(
        "The word “%(word)s” mixes letters of different alphabets, such as Latin and Cyrillic. "
        "Type it in one."
    ) % {"word": word}


def check_letters(names: Iterable[tuple[str, str]]) -> None:
    """Names by the pointers of their fields. Raises Invalid for each in which a word mixes alphabets."""
    told = [(pointer, misspelt(name)) for pointer, name in names]
    faults = [FieldError(pointer, MIXED, words) for pointer, words in told if words is not None]
    if faults:
        raise Invalid(faults)
