"""Names of people in minutes, by the conventions of record keeping."""

from __future__ import annotations

import re
from functools import lru_cache

from groups.models import Mandate
from viche.accounts.models import User
from viche.kernel.text import translate_field

APOSTROPHES = re.compile("[’ʼ`]")
# What a declension changes at the end of a family name: Левицький – Левицького, Кравець – Кравця.
ENDINGS = re.compile(r"(?:[еє]ць|[еєо]к|ень|ий|[гкх]а|і[^\Wаеєиіїйоуьюя]ь?|\w)$")
SHORTEST_STEM = 3


def name_briefly(person: User, language: str) -> str:
    """Return the family name with the initial: «Савчук І.», in English “I. Savchuk”."""
    first, *rest = translate_field(person, "name", language).split() or [""]
    if not rest:
        return first
    return f"{rest[-1]} {first[0]}." if language == "uk" else f"{first[0]}. {rest[-1]}"


def name_in_signature(person: User, language: str) -> str:
    """Return the name as it stands at a signature: «Ірина САВЧУК»."""
    first, *rest = translate_field(person, "name", language).split() or [""]
    return " ".join([first, *rest[:-1], rest[-1].upper()]) if rest else first.upper()


def name_post(mandate: Mandate, language: str) -> str:
    """Return position and organisation."""
    position = translate_field(mandate, "position", language)
    organisation = translate_field(mandate.organisation, "name", language)
    return ", ".join(one for one in (position, organisation) if one)


def has_family_name(text: str, names: frozenset[str]) -> bool:
    """Return whether a text has the family name of one of these people, in any case of its declension."""
    return _compile_family_names(names).search(_normalise(text)) is not None


@lru_cache(maxsize=16)
def _compile_family_names(names: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of words that begin like a part of a family name, with which whole names end."""
    families = [_normalise(name.split()[-1]) for name in names if name.strip()]
    parts = {part for family in families for part in re.findall(r"[^\W\d_][\w']*", family)}
    return re.compile(rf"\b(?:{'|'.join(map(_build_pattern, sorted(parts)))})" if parts else r"(?!)")


def _build_pattern(family: str) -> str:
    """Return the pattern of what a declension leaves of a family name: rather too little than too much."""
    stem = ENDINGS.sub("", family)
    if len(stem) < SHORTEST_STEM:
        stem = family[:-1] if len(family) > SHORTEST_STEM else family
    return re.escape(stem) if len(stem) >= SHORTEST_STEM else rf"{re.escape(stem)}\b"


def _normalise(text: str) -> str:
    return APOSTROPHES.sub("'", text.casefold())
