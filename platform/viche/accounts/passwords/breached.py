"""Lookup of frequently breached passwords, without the network.

`breached.bin` holds the first bytes of the SHA-256 of each, sorted; SOURCES.md names the sources. `manage.py
pack_breached_passwords` rebuilds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from viche.accounts.passwords.folding import convert_to_english_layout

DATA_FILE = Path(__file__).with_name("breached.bin")
DIGEST_BYTES = 5  # one in ten million good passwords is refused by mistake
SIGNS, DIGITS_AND_SIGNS = re.compile(r"^[\W_]+|[\W_]+$"), re.compile(r"^[\W\d_]+|[\W\d_]+$")
MIN_PART_LENGTH = 8  # a good password may contain a shorter common word


def is_breached(password: str) -> bool:
    """Return whether the password, or its part without digits and signs at its ends, is listed."""
    known = _load_digests()
    return any(known.holds(_digest(one)) for one in _spellings(password))


def pack_digests(passwords: Iterable[str]) -> bytes:
    """Return the content of `breached.bin`."""
    return b"".join(sorted({_digest(one.casefold()) for one in passwords}))


def _spellings(password: str) -> Iterator[str]:
    for one in (password.casefold(), convert_to_english_layout(password)):
        parts = {one, SIGNS.sub("", one), DIGITS_AND_SIGNS.sub("", one)}
        yield from (part for part in parts if len(part) >= MIN_PART_LENGTH)


def _digest(password: str) -> bytes:
    return sha256(password.encode()).digest()[:DIGEST_BYTES]


class _Digests(Sequence[bytes]):
    """Sorted digests of equal width, searched in place."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __len__(self) -> int:
        return len(self._raw) // DIGEST_BYTES

    def __getitem__(self, index: int) -> bytes:  # type: ignore[override]  # nobody takes slices
        return self._raw[index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES]

    def holds(self, digest: bytes) -> bool:
        place = bisect_left(self, digest)
        return place < len(self) and self[place] == digest


@cache
def _load_digests() -> _Digests:
    return _Digests(DATA_FILE.read_bytes())
