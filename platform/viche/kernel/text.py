"""Bilingual text, and the normalisation and validation that all user input gets."""

import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, override

# Bidirectional controls can make a text read differently from what is stored (Trojan Source, CVE-2021-42574).
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
BIDI = re.compile(f"[{''.join(BIDI_CONTROLS)}]")
UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
# Alphabets with look-alike letters, by their Unicode names.
ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
WORD = re.compile(r"[^\W_]+")
# Characters inside a word that are not letters: apostrophes, combining marks, invisible characters.
WORD_APOSTROPHES = frozenset("'’ʼ`´")
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\u115f\u1160")


class Text(TypedDict):
    """The same text in Ukrainian and English."""

    uk: str
    en: str


def bilingual_of(row: object, field: str) -> Text:
    """Return `{uk, en}` from the columns `<field>_uk` and `<field>_en`.

    English falls back to Ukrainian.
    """
    ukrainian: str = getattr(row, f"{field}_uk")
    return {"uk": ukrainian, "en": getattr(row, f"{field}_en") or ukrainian}


def copy_text(text: str) -> Text:
    """Return a text in the language in which it was written, for both languages."""
    return {"uk": text, "en": text}


def translate_field(row: object, field: str, language: str | None = None) -> str:
    """Return the text of `<field>_uk` and `<field>_en` in a language, by default the active one.

    Empty without a row.
    """
    return "" if row is None else translate_text(bilingual_of(row, field), language)


def translate_text(text: Text, language: str | None = None) -> str:
    """Return the text in a language, by default the active one."""
    return text["uk"] if (language or get_language()) == "uk" else text["en"]


def render_bilingual(words: Callable[[], str]) -> Text:
    """Return the text in both languages: `words()` is called once under each language."""
    with override("uk"):
        ukrainian = str(words())
    with override("en"):
        return {"uk": ukrainian, "en": str(words())}


def format_short_day(value: date | datetime | None, zone: str) -> str:
    """Return a day, or the day of an instant in `zone`, in the active language: 23.03.2027, 23 Mar 2027.

    Empty for None.
    """
    day = value.astimezone(ZoneInfo(zone)) if isinstance(value, datetime) else value
    return "" if day is None else date_format(day, "SHORT_DATE_FORMAT")


def normalise_text(text: str) -> str:
    r"""Normalise text to NFC with `\n` line ends, so that equal input is stored equally."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Return whether `text` has no visible characters (only spaces and zero-width characters)."""
    return all(character.isspace() or character in INVISIBLE for character in text)


def has_bidi_controls(text: str) -> bool:
    return BIDI.search(text) is not None


def is_storable(text: str) -> bool:
    """Return False for NUL (PostgreSQL refuses it), other C0 controls and lone surrogates."""
    return UNSTORABLE.search(text) is None


def find_mixed_word(text: str) -> str:
    """Return the first word with letters of more than one alphabet (homoglyphs).

    Empty if there is none. Hyphens and spaces separate words, and digits belong to no alphabet.
    """
    letters = (
        one for one in text if one not in WORD_APOSTROPHES and unicodedata.category(one) not in ("Mn", "Cf")
    )
    for word in WORD.findall("".join(letters)):
        if not word.isascii() and len(_alphabets(word)) > 1:
            return str(word)
    return ""


def _alphabets(word: str) -> set[str]:
    return {name for letter in word for name in unicodedata.name(letter, "").split() if name in ALPHABETS}


def decode_text(content: bytes) -> str | None:
    """Decode a text file: UTF-8 with or without BOM, UTF-16 with BOM, or windows-1251 (from Excel).

    Return None for binary content.
    """
    for encoding in ("utf-16" if content[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
