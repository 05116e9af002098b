"""Detection of personal numbers (phone, card, IBAN, tax number, passport) and e-mail addresses.

Check digits are verified where a number has one, because amounts, document numbers and territory codes are
numbers, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle

from viche.kernel.clock import now

Span = tuple[int, int]

GAP = r"[ \u00a0\u202f.()/\u2010-\u2015-]{0,2}"
# Codes of mobile networks and cities; not 0 800 and 0 900, which are service numbers.
CODE = r"(?:3[1-9]|4[1-8]|5[0-7]|6[1-9]|7[0-9]|89|9[1-9])"
# Not part of a longer number, date or name, and not a number after № or #.
FRONT = r"(?<![\w+№#])(?<![№#][ \u00a0])(?<!\d[.,:/-])"
BACK = r"(?!\w)(?![.:/-]\d)"

PHONE = re.compile(
    rf"{FRONT}(?:(?:\+|00)?38{GAP}0{GAP}{CODE}|(?:8{GAP})?\(?0{CODE})(?:{GAP}\d){{7}}{BACK}|"
    rf"\+38{GAP}0{GAP}{CODE}(?:{GAP}\d){{7}}{BACK}"
)
CARD = re.compile(r"(?<!\w)[2-69]\d{3}(?:[ \u00a0-]?\d{4}){3}(?!\w)(?![ \u00a0-]\d)")
IBAN = re.compile(r"(?<!\w)UA[ \u00a0]?\d{2}(?:[ \u00a0]?\d){25}(?!\w)", re.IGNORECASE)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}(?![\w-])")

TEN_DIGITS = re.compile(r"(?<![\w+])(?<!\d[.,:/-])\d{10}(?!\w)(?![.,:/-]\d)")
NUMBERED = re.compile(r"[№#][ \u00a0]?$")
TAX_WORDS = re.compile(r"(?i)\b(?:ІПН|РНОКПП|ідентифікаційн|податков|RNOKPP|tax)")
TAX_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
# The first five digits of a tax number are the days from here to the holder's birth.
TAX_EPOCH = date(1899, 12, 31)
EARLIEST_BIRTH = date(1910, 1, 1)

SERIES = "[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯ]"
NOT_A_SUM = r"(?![ \u00a0]?(?:грн|гривень|₴|тис|млн|%|осіб|кв))"
BOOKLET = re.compile(rf"(?<!\w){SERIES}{{2}}[ \u00a0]?(?:№[ \u00a0]?)?\d{{6}}(?!\w){NOT_A_SUM}")
LABELLED = re.compile(
    r"(?i)\b(?:паспорт|passport|id[ -]?карт|ід[ -]?карт|id[ -]?card|посвідчен)[^\W\d]*[^\d\n.;]{0,30}?"
    r"(?<!\w)((?-i:[A-Z]{2})[ \u00a0]?\d{6}|\d{9})(?!\w)"
)
# The number in the demographic register: a birthday and five digits.
RECORD = re.compile(
    r"(?<![\w№/-])(?<!№[ \u00a0])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{5}(?![\w-])"
)


def find_phones(text: str) -> Iterable[Span]:
    return (one.span() for one in PHONE.finditer(text))


def find_cards(text: str) -> Iterable[Span]:
    return (one.span() for one in CARD.finditer(text) if _passes_luhn(_digits(one.group())))


def find_ibans(text: str) -> Iterable[Span]:
    return (one.span() for one in IBAN.finditer(text) if _is_iban(_digits(one.group())))


def find_emails(text: str) -> Iterable[Span]:
    return (one.span() for one in EMAIL.finditer(text)) if "@" in text else ()


def find_passports(text: str) -> Iterator[Span]:
    for pattern in (BOOKLET, RECORD):
        yield from (one.span() for one in pattern.finditer(text))
    yield from (one.span(1) for one in LABELLED.finditer(text))


def find_tax_numbers(text: str) -> Iterator[Span]:
    """Yield tax numbers; one after № counts only if the words before it mention taxes."""
    for one in TEN_DIGITS.finditer(text):
        before = text[max(0, one.start() - 40) : one.start()]
        if _is_tax_number(one.group()) and (not NUMBERED.search(before) or TAX_WORDS.search(before)):
            yield one.span()


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


def _passes_luhn(digits: str) -> bool:
    """Check the Luhn digit of a card number."""
    doubled = (int(one) * weight for one, weight in zip(reversed(digits), cycle((1, 2)), strict=False))
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def _is_iban(digits: str) -> bool:
    """Check the IBAN digits (ISO 13616).

    The country letters, as numbers, and the check digits are moved to the end.
    """
    return int(f"{digits[2:]}3010{digits[:2]}") % 97 == 1


def _is_tax_number(digits: str) -> bool:
    checked = sum(int(one) * weight for one, weight in zip(digits, TAX_WEIGHTS, strict=False)) % 11 % 10
    born = TAX_EPOCH + timedelta(days=int(digits[:5]))
    return checked == int(digits[9]) and EARLIEST_BIRTH <= born <= now().date()
