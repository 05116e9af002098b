"""The archive of a person's data: data.json, a page to read and print, their files, and a manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from viche.accounts.models import User
from viche.kernel.clock import now
from viche.privacy.reading import section, shown
from viche.privacy.registry import Holding, KeptFile, Record, all_holdings

PIECE = 256 * 1024  # bytes that are read at once
LAW = {
    "access": "Закон України «Про захист персональних даних» № 2297-VI, ст. 8 ч. 2, ст. 19",
    "free_of_charge": "№ 2297-VI, ст. 19",
    "answered_within_days": 30,
}
OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z


@dataclass(slots=True)
class Archive:
    """A ZIP that lies in a temporary file, at its beginning. `size` is in bytes."""

    file: IO[bytes]
    size: int
    sha256: str


@dataclass(slots=True)
class _Packer:
    """Writes the parts of one archive and remembers the digest of each."""

    zip: ZipFile
    at: datetime
    parts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, content: bytes) -> None:
        self._write(name, iter([content]), ZIP_DEFLATED)

    def add_file(self, kept: KeptFile) -> None:
        with default_storage.open(kept.key) as stored:
            self._write(file_name(kept), iter(lambda: stored.read(PIECE), b""), ZIP_STORED)

    def _write(self, name: str, pieces: Iterator[bytes], compression: int) -> None:
        digest, size = sha256(), 0
        entry = ZipInfo(name, self.at.timetuple()[:6])
        entry.compress_type = compression
        with self.zip.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self.parts.append({"name": name, "size": size, "sha256": digest.hexdigest()})


def file_name(kept: KeptFile) -> str:
    """Where a file lies in the archive: its id keeps two of the same name apart."""
    return f"files/{kept.id}/{kept.name}"


@contextmanager
def packed(
    person: User, language: str, asked_at: datetime, part_done: Callable[[int], None]
) -> Iterator[Archive]:
    """Gather everything about `person` into an archive. `part_done(n)` is called after each holding."""
    with tempfile.TemporaryFile() as file, override(language):
        with ZipFile(file, "w") as archive:
            _fill(_Packer(archive, now()), person, language, asked_at, part_done)
        size = file.seek(0, 2)
        file.seek(0)
        digest = sha256()
        for piece in iter(lambda: file.read(PIECE), b""):
            digest.update(piece)
        file.seek(0)
        yield Archive(file, size, digest.hexdigest())


def _fill(
    packer: _Packer, person: User, language: str, asked_at: datetime, part_done: Callable[[int], None]
) -> None:
    data: dict[str, list[Record]] = {}
    files: dict[str, list[KeptFile]] = {}
    for done, holding in enumerate(all_holdings(), start=1):
        data[holding.name] = list(holding.read(person.pk))
        files[holding.name] = list(holding.files(person.pk)) if holding.files else []
        for kept in files[holding.name]:
            packer.add_file(kept)
        part_done(done)
    packer.add("data.json", orjson.dumps(data, _translated, OPTIONS))
    packer.add("index.html", page(person, language, data, files).encode())
    manifest = {
        "person_id": person.pk,
        "asked_at": asked_at,
        "made_at": packer.at,
        "law": LAW,
        "holdings": [_described(one, data[one.name], files[one.name]) for one in all_holdings()],
        "parts": packer.parts,
    }
    packer.zip.writestr(
        ZipInfo("manifest.json", packer.at.timetuple()[:6]), orjson.dumps(manifest, option=OPTIONS)
    )


def _translated(value: Any) -> str:
    """Words that a room marked for translation, in the language of the copy."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value))


def _described(holding: Holding, rows: list[Record], files: list[KeptFile]) -> dict[str, Any]:
    return {
        "name": holding.name,
        "title": str(holding.title),
        "purpose": str(holding.purpose),
        "recipients": str(holding.recipients),
        "records": len(rows),
        "files": [file_name(one) for one in files],
    }


def page(person: User, language: str, data: dict[str, list[Record]], files: dict[str, list[KeptFile]]) -> str:
    """The same for reading and printing: one HTML file without scripts, everything in it escaped."""
    sections = [
        section(one, data[one.name], [(file_name(kept), kept.name) for kept in files[one.name]], person)
        for one in all_holdings()
    ]
    return render_to_string(
        "privacy/copy.html",
        {
            "language": language,
            "title": gettext("Your data in Viche"),
            "person": person.name_en or person.name_uk if language == "en" else person.name_uk,
            "at": shown(now(), person),
            "sections": sections,
        },
    )
