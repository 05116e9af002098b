"""The archive of a person's data: data.json, a page to read and print, their files, and a manifest.

Rows go through it a piece at a time, into a draft of the first two on the disk: a copy of very much takes no
more memory than a small one.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import SEEK_SET, BufferedReader, BytesIO, RawIOBase
from itertools import chain
from typing import IO, Any, Protocol, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import override

from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.storage import asking
from viche.privacy.reading import FileState, Page, PutFile, Section
from viche.privacy.registry import Holding, KeptFile, Record, all_holdings, in_pieces

T = TypeVar("T")
PIECE = 256 * 1024  # bytes that are read at once
LAW = {
    "access": "Закон України «Про захист персональних даних» № 2297-VI, ст. 8 ч. 2, ст. 19",
    "free_of_charge": "№ 2297-VI, ст. 19",
    "answered_within_days": 30,
}


class Progress(Protocol):
    """Who hears how far a copy is. Either may raise, to stop it."""

    def goes_on(self) -> None:
        """After every piece of work."""

    def part_done(self, done: int) -> None:
        """After each holding; `done` counts them."""


class _Heard(RawIOBase):
    """A file that says with every piece read of it that the work goes on, whoever reads it."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress = file, progress

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        self._progress.goes_on()
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


@dataclass(slots=True)
class Archive:
    """A ZIP at its beginning; whoever reads it is heard. `size` is in bytes."""

    file: IO[bytes]
    size: int
    sha256: str


@dataclass(slots=True)
class _Packer:
    """Writes the parts of one archive and remembers the digest of each."""

    zip: ZipFile
    at: datetime
    progress: Progress
    parts: list[dict[str, Any]] = field(default_factory=list)

    def add_file(self, kept: KeptFile) -> PutFile:
        """Put a stored file in; its bytes may be lost, or be others than those that were stored."""
        path = f"files/{kept.id}/{kept.name}"  # the id keeps two of the same name apart
        try:
            stored = _opened(kept.key)
        except FileNotFoundError:
            return PutFile(kept.id, path, kept.name, FileState.MISSING)
        with stored:
            digest = self.add(path, _readable(stored), ZIP_STORED)
        whole = digest == kept.sha256
        return PutFile(kept.id, path, kept.name, FileState.WHOLE if whole else FileState.DAMAGED)

    def add(self, name: str, pieces: Iterable[bytes], compression: int = ZIP_DEFLATED) -> str:
        """Write one part; its digest."""
        digest, size = sha256(), 0
        entry = ZipInfo(name, self.at.timetuple()[:6])
        entry.compress_type = compression
        with self.zip.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
                self.progress.goes_on()
        self.parts.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()


@contextmanager
def _closed(rows: Iterable[T]) -> Iterator[Iterator[T]]:
    """Rows as they are read; the database is asked for no more of them when that is broken off."""
    with ExitStack() as reading:
        found = iter(rows)
        if isinstance(found, Generator):
            reading.callback(found.close)
        yield found


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(PIECE), b"")


def _opened(key: str) -> IO[bytes]:
    """A stored file; nothing of it, where the storage has it and cannot read it."""
    try:
        with asking():
            return default_storage.open(key)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return BytesIO()


def _readable(stored: Any) -> Iterator[bytes]:
    """The bytes of a stored file, up to where the disk cannot read them any more."""
    try:
        yield from _pieces(stored)
    except OSError as error:
        if error.errno != errno.EIO:
            raise


@dataclass(slots=True)
class _Draft:
    """data.json and the sections of the page while rows are read: each of them once, a piece at a time."""

    packer: _Packer
    page: Page
    data: IO[bytes]
    body: IO[bytes]
    sections: list[Section] = field(default_factory=list)

    def add(self, holding: Holding) -> None:
        """Put everything of one kind in, its files into the archive at once."""
        kept = holding.files(self.page.person.pk) if holding.files else ()
        with _closed(kept) as files:
            section = Section(holding, [self.packer.add_file(one) for one in files])
        self.data.write(b",\n" if self.sections else b"{\n")
        self.data.write(orjson.dumps(holding.name) + b": [")
        self.sections.append(section)
        self.body.write(self.page.opening(len(self.sections), section))
        with _closed(holding.read(self.page.person.pk)) as rows:
            for piece in in_pieces(rows, 100):
                self.data.write(b",\n" if section.records else b"\n")
                self.data.write(b",\n".join(_dumped(row) for row in piece))
                self.body.write(self.page.rows(piece))
                section.records += len(piece)
                self.packer.progress.goes_on()
        self.data.write(b"]")
        self.body.write(self.page.closing(section))

    def close(self) -> None:
        """Put what was drafted into the archive."""
        self.data.write(b"\n}\n")
        self.data.seek(0)
        self.body.seek(0)
        head, foot = self.page.around(self.sections)
        self.packer.add("data.json", _pieces(self.data))
        self.packer.add("index.html", chain([head], _pieces(self.body), [foot]))


@contextmanager
def packed(person: User, language: str, asked_at: datetime, progress: Progress) -> Iterator[Archive]:
    """Gather everything about `person` into an archive. Raises StorageAway."""
    with tempfile.TemporaryFile() as file, override(language):
        with ZipFile(file, "w") as archive:
            _fill(_Packer(archive, now(), progress), Page(person, language), asked_at)
        heard = BufferedReader(_Heard(file, progress), PIECE)
        heard.seek(0)
        digest = sha256()
        for piece in _pieces(heard):
            digest.update(piece)
        size = heard.tell()
        heard.seek(0)
        yield Archive(heard, size, digest.hexdigest())


def _fill(packer: _Packer, page: Page, asked_at: datetime) -> None:
    with tempfile.TemporaryFile() as data, tempfile.TemporaryFile() as body:
        draft = _Draft(packer, page, data, body)
        for done, holding in enumerate(all_holdings(), start=1):
            draft.add(holding)
            packer.progress.part_done(done)
        draft.close()
    manifest = {
        "person_id": page.person.pk,
        "asked_at": asked_at,
        "made_at": packer.at,
        "law": LAW,
        "holdings": [_described(one) for one in draft.sections],
        "parts": packer.parts,
    }
    packer.zip.writestr(
        ZipInfo("manifest.json", packer.at.timetuple()[:6]),
        orjson.dumps(manifest, option=orjson.OPT_INDENT_2),
    )


def _dumped(row: Record) -> bytes:
    return orjson.dumps(row, _translated, orjson.OPT_UTC_Z)


def _translated(value: Any) -> str:
    """Words that a room marked for translation, in the language of the copy."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value))


def _described(section: Section) -> dict[str, Any]:
    holding = section.holding
    return {
        "name": holding.name,
        "title": str(holding.title),
        "purpose": str(holding.purpose),
        "recipients": str(holding.recipients),
        "records": section.records,
        "files": [{"id": one.id, "name": one.path, "state": one.state} for one in section.files],
    }
