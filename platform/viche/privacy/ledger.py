"""The ledger of erasures outside the database: a file of JSON lines, each chained to the one before.

It outlives the database: after yesterday's backup was restored it says whom to erase again. It holds ids,
pseudonyms and moments, never what somebody was called. A second small file names its last line, so that one
that was cut off at its end is noticed.
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

BEGINNING = "0" * 64


class Tampered(Exception):
    """The ledger is not what was written. It names the line, counted from 1, and what is wrong there."""

    def __init__(self, line: int, fault: str) -> None:
        self.line, self.fault = line, fault
        super().__init__(f"line {line} of the ledger of erasures: {fault}")


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure, as it stands in the file and in the table."""

    seq: int
    person_id: UUID
    pseudonym: int
    removes_messages: bool
    at: datetime
    previous: str

    def dumped(self) -> bytes:
        """The bytes over which the digest is made: sorted keys, UTC, no spaces."""
        return orjson.dumps(
            {**asdict(self), "at": self.at.astimezone(UTC)}, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
        )

    @property
    def digest(self) -> str:
        return sha256(self.dumped()).hexdigest()

    def written(self) -> bytes:
        return orjson.dumps({**orjson.loads(self.dumped()), "digest": self.digest}) + b"\n"


def path() -> Path:
    return Path(settings.ERASURE_LEDGER)


def read() -> list[Line]:
    """Every line of the file, in order; none where there is no file yet. Raises Tampered."""
    content = path().read_bytes() if path().exists() else b""
    *whole, rest = content.split(b"\n")
    lines = list(_checked(whole))
    last = lines[-1].digest if lines else BEGINNING
    known = _head()
    if known is not None and known != (len(lines), last):
        # The line is written first and its note after it: a stop between the two leaves one line more.
        before = lines[-1].previous if lines else BEGINNING
        if known != (len(lines) - 1, before):
            raise Tampered(len(lines) + 1, "lines are missing, or were added, at the end")
    elif rest and known is None and lines:
        raise Tampered(len(lines) + 1, "it breaks off")
    return lines  # what broke off after the noted lines, or before any: whoever wrote it stopped there


def length() -> int:
    """How many erasures are known outside, by the lines or by the note of the last one. Checks nothing."""
    try:
        lines = path().read_bytes().count(b"\n") if path().exists() else 0
        return max(lines, (_head() or (0, ""))[0])
    except Tampered:
        return lines


def append(lines: Sequence[Line]) -> None:
    """Add what the file does not have yet, durably. Raises Tampered where it says something else."""
    with _alone():
        known = read()
        for mine, theirs in zip(known, lines, strict=False):
            if mine != theirs:
                raise Tampered(mine.seq, "the database says something else")
        if known:  # a stop may have left its last line without a note
            _write_head(known[-1])
        for line in lines[len(known) :]:
            _write(line)


def _checked(whole: Sequence[bytes]) -> Iterator[Line]:
    previous = BEGINNING
    for number, raw in enumerate(whole, start=1):
        line, digest = _parsed(raw, number)
        if line.seq != number or line.previous != previous:
            raise Tampered(number, "a line is missing, or stands in another place")
        if digest != line.digest:
            raise Tampered(number, "it was changed")
        previous = digest
        yield line


def _parsed(raw: bytes, number: int) -> tuple[Line, str]:
    try:
        fields = orjson.loads(raw)
        digest = str(fields.pop("digest"))
        fields |= {"person_id": UUID(fields["person_id"]), "at": datetime.fromisoformat(fields["at"])}
        return Line(**fields), digest
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Tampered(number, "it cannot be read") from error


def _head() -> tuple[int, str] | None:
    try:
        count, digest = _head_path().read_text(encoding="ascii").split()
        return int(count), digest
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Tampered(1, "the note of its last line cannot be read") from error


def _head_path() -> Path:
    return path().with_suffix(".head")


@contextmanager
def _alone() -> Iterator[None]:
    """One writer at a time, among all processes that share the folder."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path().with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(line: Line) -> None:
    """Add one line, in the place of one that broke off before it, and note it as the last."""
    with path().open("ab") as file:
        file.truncate(path().read_bytes().rfind(b"\n") + 1)
        file.write(line.written())
        file.flush()
        os.fsync(file.fileno())
    path().chmod(0o600)
    _write_head(line)


def _write_head(last: Line) -> None:
    fresh = _head_path().with_suffix(".part")
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{last.seq} {last.digest}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(_head_path())
    folder = os.open(path().parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
