"""Passwords that were stolen often enough to be tried first, looked up without the network.

`breached.bin` holds the first bytes of SHA-256 of each, sorted; where they come from is said in SOURCES.md.
`manage.py pack_breached_passwords` makes it anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from viche.accounts.passwords.words import typed_in_english

PLACE = Path(__file__).with_name("breached.bin")
WIDTH = 5  # bytes of each: one in ten million good passwords is refused by mistake
SIGNS, DIGITS_AND_SIGNS = re.compile(r"^[\W_]+|[\W_]+$"), re.compile(r"^[\W\d_]+|[\W\d_]+$")
SHORTEST_PART = 8  # a shorter common word may well stand in a good password


def is_breached(password: str) -> bool:
    """Whether the password or its main part (without digits and signs at its ends) is on the list."""
    known = _known()
    return any(known.holds(_digest(one)) for one in _spellings(password))


def packed(passwords: Iterable[str]) -> bytes:
    """The content of `breached.bin`."""
    return b"".join(sorted({_digest(one.casefold()) for one in passwords}))


def _spellings(password: str) -> Iterator[str]:
    for one in (password.casefold(), typed_in_english(password)):
        parts = {one, SIGNS.sub("", one), DIGITS_AND_SIGNS.sub("", one)}
        yield from (part for part in parts if len(part) >= SHORTEST_PART)


def _digest(password: str) -> bytes:
    return sha256(password.encode()).digest()[:WIDTH]


class _Digests(Sequence[bytes]):
    """Sorted digests of one width, read where they lie."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __len__(self) -> int:
        return len(self._raw) // WIDTH

    def __getitem__(self, index: int) -> bytes:  # type: ignore[override]  # nobody takes slices
        return self._raw[index * WIDTH : (index + 1) * WIDTH]

    def holds(self, digest: bytes) -> bool:
        place = bisect_left(self, digest)
        return place < len(self) and self[place] == digest


@cache
def _known() -> _Digests:
    return _Digests(PLACE.read_bytes())
