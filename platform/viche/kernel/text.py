"""Text in both languages of the product, and the cleaning that every typed text gets."""

import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from typing import TypedDict

from django.utils.translation import override

# Bidirectional controls can make a text read differently from what is stored (Trojan Source, CVE-2021-42574).
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
BIDI = re.compile(f"[{''.join(BIDI_CONTROLS)}]")
UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
# Alphabets with letters that look alike, by what Unicode calls these.
ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
WORD = re.compile(r"[^\W_]+")
# What stands inside a word and is none of its letters: apostrophes, marks above letters, what cannot be seen.
WITHIN_WORDS = frozenset("'’ʼ`´")
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\u115f\u1160")


class Text(TypedDict):
    """The same words in Ukrainian and English."""

    uk: str
    en: str


def both(row: object, field: str) -> Text:
    """`{uk, en}` from the columns `<field>_uk` and `<field>_en`; English falls back to Ukrainian."""
    ukrainian: str = getattr(row, f"{field}_uk")
    return {"uk": ukrainian, "en": getattr(row, f"{field}_en") or ukrainian}


def in_both(words: Callable[[], str]) -> Text:
    """The same words in both languages: `words()` is called once under each, and translates as it goes."""
    with override("uk"):
        ukrainian = str(words())
    with override("en"):
        return {"uk": ukrainian, "en": str(words())}


def normalised(text: str) -> str:
    """NFC, with line ends as newline: two ways to type the same letter are stored alike."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """True when nothing of `text` can be seen (spaces and zero-width characters only)."""
    return all(character.isspace() or character in INVISIBLE for character in text)


def has_bidi_controls(text: str) -> bool:
    return BIDI.search(text) is not None


def is_storable(text: str) -> bool:
    """False for NUL (PostgreSQL refuses it), other C0 controls and lone surrogates."""
    return UNSTORABLE.search(text) is None


def mixed_word(text: str) -> str:
    """The first word with letters of more than one alphabet, which may look like another; empty without one.

    What a hyphen or a space parts are words of their own, and digits are of no alphabet.
    """
    letters = (
        one for one in text if one not in WITHIN_WORDS and unicodedata.category(one) not in ("Mn", "Cf")
    )
    for word in WORD.findall("".join(letters)):
        if not word.isascii() and len(_alphabets(word)) > 1:
            return str(word)
    return ""


def _alphabets(word: str) -> set[str]:
    return {name for letter in word for name in unicodedata.name(letter, "").split() if name in ALPHABETS}


def decoded(content: bytes) -> str | None:
    """The text of a file as people save it here: UTF-8 with or without a mark, UTF-16 with one, or (as Excel
    does) windows-1251. None for what is no text.
    """
    for encoding in ("utf-16" if content[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
