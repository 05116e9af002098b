"""The archive of a person's data: data.json, a readable page, files, and a manifest.

Rows are streamed into temporary files of the first two, so that memory use does not depend on the amount of
data.
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
from viche.kernel.storage import translate_transient_errors
from viche.privacy.export_rendering import ArchivedFile, ExportPage, FileState, Section
from viche.privacy.holdings import Record, split_into_chunks
from viche.privacy.registry import DataCategory, ExportedFile, list_data_categories

T = TypeVar("T")
CHUNK_BYTES = 256 * 1024  # per read
LAW = {
    "access": "Закон України «Про захист персональних даних» № 2297-VI, ст. 8 ч. 2, ст. 19",
    "free_of_charge": "№ 2297-VI, ст. 19",
    "answered_within_days": 30,
}


class Progress(Protocol):
    """Callbacks for progress of an export. Either may raise, to stop it."""

    def report_activity(self) -> None:
        """Report that a piece of work is done."""

    def report_part_done(self, done: int) -> None:
        """Report how many data categories are done."""


class _ProgressFile(RawIOBase):
    """A file that reports activity with every read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress = file, progress

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        self._progress.report_activity()
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


@dataclass(slots=True)
class Archive:
    """A ZIP file at its beginning; reading it reports activity. `size` is in bytes."""

    file: IO[bytes]
    size: int
    sha256: str


@dataclass(slots=True)
class _ArchiveWriter:
    """Writer of the parts of an archive, with their digests."""

    zip: ZipFile
    at: datetime
    progress: Progress
    parts: list[dict[str, Any]] = field(default_factory=list)

    def add_file(self, kept: ExportedFile) -> ArchivedFile:
        """Add a stored file; its bytes may be lost, or differ from those that were stored."""
        path = f"files/{kept.id}/{kept.name}"  # the id distinguishes files of the same name
        try:
            stored = _open_stored(kept.key)
        except FileNotFoundError:
            return ArchivedFile(kept.id, path, kept.name, FileState.MISSING)
        with stored:
            digest = self.add(path, _read_stored(stored), ZIP_STORED)
        whole = digest == kept.sha256
        return ArchivedFile(kept.id, path, kept.name, FileState.WHOLE if whole else FileState.DAMAGED)

    def add(self, name: str, pieces: Iterable[bytes], compression: int = ZIP_DEFLATED) -> str:
        """Write one part and return its digest."""
        digest, size = sha256(), 0
        entry = ZipInfo(name, self.at.timetuple()[:6])
        entry.compress_type = compression
        with self.zip.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
                self.progress.report_activity()
        self.parts.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()


@contextmanager
def _closing(rows: Iterable[T]) -> Iterator[Iterator[T]]:
    """Iterate over rows; when interrupted, close the generator and with it the database cursor."""
    with ExitStack() as reading:
        found = iter(rows)
        if isinstance(found, Generator):
            reading.callback(found.close)
        yield found


def _read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(CHUNK_BYTES), b"")


def _open_stored(key: str) -> IO[bytes]:
    """Open a stored file; return an empty one where the storage has it but cannot read it."""
    try:
        with translate_transient_errors():
            return default_storage.open(key)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return BytesIO()


def _read_stored(stored: Any) -> Iterator[bytes]:
    """Yield the bytes of a stored file, up to a read error of the disk."""
    try:
        yield from _read_chunks(stored)
    except OSError as error:
        if error.errno != errno.EIO:
            raise


@dataclass(slots=True)
class _Draft:
    """Temporary files of data.json and of the page's sections, written in one pass over rows."""

    packer: _ArchiveWriter
    page: ExportPage
    data: IO[bytes]
    body: IO[bytes]
    sections: list[Section] = field(default_factory=list)

    def add(self, holding: DataCategory) -> None:
        """Add all data of one category, its files directly to the archive."""
        kept = holding.files(self.page.person.pk) if holding.files else ()
        with _closing(kept) as files:
            section = Section(holding, [self.packer.add_file(one) for one in files])
        self.data.write(b",\n" if self.sections else b"{\n")
        self.data.write(orjson.dumps(holding.name) + b": [")
        self.sections.append(section)
        self.body.write(self.page.opening(len(self.sections), section))
        with _closing(holding.read(self.page.person.pk)) as rows:
            for piece in split_into_chunks(rows, 100):
                self.data.write(b",\n" if section.records else b"\n")
                self.data.write(b",\n".join(_dump_row(row) for row in piece))
                self.body.write(self.page.rows(piece))
                section.records += len(piece)
                self.packer.progress.report_activity()
        self.data.write(b"]")
        self.body.write(self.page.closing(section))

    def close(self) -> None:
        """Copy the drafts into the archive."""
        self.data.write(b"\n}\n")
        self.data.seek(0)
        self.body.seek(0)
        head, foot = self.page.around(self.sections)
        self.packer.add("data.json", _read_chunks(self.data))
        self.packer.add("index.html", chain([head], _read_chunks(self.body), [foot]))


@contextmanager
def build_archive(person: User, language: str, asked_at: datetime, progress: Progress) -> Iterator[Archive]:
    """Build the archive of all data of `person`. Raises StorageAway."""
    with tempfile.TemporaryFile() as file, override(language):
        with ZipFile(file, "w") as archive:
            _write_contents(_ArchiveWriter(archive, now(), progress), ExportPage(person, language), asked_at)
        heard = BufferedReader(_ProgressFile(file, progress), CHUNK_BYTES)
        heard.seek(0)
        digest = sha256()
        for piece in _read_chunks(heard):
            digest.update(piece)
        size = heard.tell()
        heard.seek(0)
        yield Archive(heard, size, digest.hexdigest())


def _write_contents(packer: _ArchiveWriter, page: ExportPage, asked_at: datetime) -> None:
    with tempfile.TemporaryFile() as data, tempfile.TemporaryFile() as body:
        draft = _Draft(packer, page, data, body)
        for done, holding in enumerate(list_data_categories(), start=1):
            draft.add(holding)
            packer.progress.report_part_done(done)
        draft.close()
    manifest = {
        "person_id": page.person.pk,
        "asked_at": asked_at,
        "made_at": packer.at,
        "law": LAW,
        "holdings": [_describe_section(one) for one in draft.sections],
        "parts": packer.parts,
    }
    packer.zip.writestr(
        ZipInfo("manifest.json", packer.at.timetuple()[:6]),
        orjson.dumps(manifest, option=orjson.OPT_INDENT_2),
    )


def _dump_row(row: Record) -> bytes:
    return orjson.dumps(row, _serialise_promise, orjson.OPT_UTC_Z)


def _serialise_promise(value: Any) -> str:
    """Return a lazily translated string in the language of the export."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value))


def _describe_section(section: Section) -> dict[str, Any]:
    holding = section.holding
    return {
        "name": holding.name,
        "title": str(holding.title),
        "purpose": str(holding.purpose),
        "recipients": str(holding.recipients),
        "records": section.records,
        "files": [{"id": one.id, "name": one.path, "state": one.state} for one in section.files],
    }
