"""The erasure ledger outside the database: a hash chain of JSON lines.

It outlives the database: after a backup was restored it names the people to erase again. It holds ids,
pseudonyms and moments, never names. A second small file (the head) names its last line, so that truncation is
detected.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import orjson
from django.conf import settings

GENESIS_DIGEST = "0" * 64


class TamperedLedger(Exception):
    """The ledger was changed. Holds the line, counted from 1, and the fault."""

    def __init__(self, line: int, fault: str) -> None:
        self.line, self.fault = line, fault
        super().__init__(f"line {line} of the ledger of erasures: {fault}")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One erasure, as in the file and in the table."""

    seq: int
    person_id: UUID
    pseudonym: int
    removes_messages: bool
    at: datetime
    previous: str

    def serialise(self) -> bytes:
        """Return the bytes that are hashed: sorted keys, UTC, no spaces."""
        return orjson.dumps(
            {**asdict(self), "at": self.at.astimezone(UTC)}, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
        )

    @property
    def digest(self) -> str:
        return sha256(self.serialise()).hexdigest()

    def written(self) -> bytes:
        return orjson.dumps({**orjson.loads(self.serialise()), "digest": self.digest}) + b"\n"


def get_path() -> Path:
    return Path(settings.ERASURE_LEDGER)


def read_lines() -> list[LedgerLine]:
    """Return and verify every line of the file; empty where there is no file yet.

    Raises TamperedLedger.
    """
    content = get_path().read_bytes() if get_path().exists() else b""
    *whole, rest = content.split(b"\n")
    lines = list(_verify_lines(whole))
    last = lines[-1].digest if lines else GENESIS_DIGEST
    known = _read_head()
    if known is not None and known != (len(lines), last):
        # The line is written before the head: an interruption between the two leaves one line more.
        before = lines[-1].previous if lines else GENESIS_DIGEST
        if known != (len(lines) - 1, before):
            raise TamperedLedger(len(lines) + 1, "lines are missing, or were added, at the end")
    elif rest and known is None and lines:
        raise TamperedLedger(len(lines) + 1, "it breaks off")
    return lines  # an incomplete last line is ignored: its write was interrupted


def count_lines() -> int:
    """Return how many erasures the file or its head knows, without verification."""
    try:
        lines = get_path().read_bytes().count(b"\n") if get_path().exists() else 0
        return max(lines, (_read_head() or (0, ""))[0])
    except TamperedLedger:
        return lines


def append_lines(lines: Sequence[LedgerLine]) -> None:
    """Append the lines that the file lacks, durably.

    Raises TamperedLedger where it contradicts them.
    """
    with _lock_file():
        known = read_lines()
        for mine, theirs in zip(known, lines, strict=False):
            if mine != theirs:
                raise TamperedLedger(mine.seq, "the database says something else")
        if known:  # an interruption may have left the last line without a head
            _write_head(known[-1])
        for line in lines[len(known) :]:
            _append_line(line)


def _verify_lines(whole: Sequence[bytes]) -> Iterator[LedgerLine]:
    previous = GENESIS_DIGEST
    for number, raw in enumerate(whole, start=1):
        line, digest = _parse_line(raw, number)
        if line.seq != number or line.previous != previous:
            raise TamperedLedger(number, "a line is missing, or stands in another place")
        if digest != line.digest:
            raise TamperedLedger(number, "it was changed")
        previous = digest
        yield line


def _parse_line(raw: bytes, number: int) -> tuple[LedgerLine, str]:
    try:
        fields = orjson.loads(raw)
        digest = str(fields.pop("digest"))
        fields |= {"person_id": UUID(fields["person_id"]), "at": datetime.fromisoformat(fields["at"])}
        return LedgerLine(**fields), digest
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TamperedLedger(number, "it cannot be read") from error


def _read_head() -> tuple[int, str] | None:
    try:
        count, digest = _get_head_path().read_text(encoding="ascii").split()
        return int(count), digest
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise TamperedLedger(1, "the note of its last line cannot be read") from error


def _get_head_path() -> Path:
    return get_path().with_suffix(".head")


@contextmanager
def _lock_file() -> Iterator[None]:
    """Lock the ledger for one writer among all processes that share the folder."""
    get_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with get_path().with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _append_line(line: LedgerLine) -> None:
    """Append one line, replacing an incomplete one at the end, and update the head."""
    with get_path().open("ab") as file:
        file.truncate(get_path().read_bytes().rfind(b"\n") + 1)
        file.write(line.written())
        file.flush()
        os.fsync(file.fileno())
    get_path().chmod(0o600)
    _write_head(line)


def _write_head(last: LedgerLine) -> None:
    fresh = _get_head_path().with_suffix(".part")
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{last.seq} {last.digest}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(_get_head_path())
    folder = os.open(get_path().parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
