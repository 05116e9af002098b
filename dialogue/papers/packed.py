"""A thread complete in an archive: as data for programs, as a page to read, and the files of its messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from django.core.files.storage import default_storage
from django.template.loader import get_template
from django.utils.translation import override, pgettext

from dialogue.api import present
from dialogue.api.shapes import AttachmentOut, ThreadOut
from dialogue.models import Message, Thread
from dialogue.papers.wording import facts_of, moment, quoted_in, remarks_of, speaker_of, text_of, warning_of
from groups.selectors import bring_holders
from groups.texts import local
from viche.files.selectors import files_by_id
from viche.kernel.clock import now

AT_ONCE = 500
PIECE = 256 * 1024  # bytes
IN_MEMORY = 1024 * 1024
Pages = Callable[[], Iterable[Sequence[Message]]]


def thread_archive(thread: Thread, shown: ThreadOut, pages: Pages, language: str) -> IO[bytes]:
    """A ZIP at its beginning: `thread.json`, `thread.html`, `files/`, and `manifest.json` with the digest of
    each. A file that the storage has lost is named in the page and not there.

    `shown` is the thread as the API has it, `pages` gives all its messages, some at a time, each time it is
    called. Needs the thread's group and facilitator.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    with ExitStack() as unless_written, override(language):
        unless_written.callback(file.close)
        with ZipFile(file, "w") as archive:
            parts = [
                _put(archive, "thread.json", _data(shown, pages())),
                _put(archive, "thread.html", _page(thread, pages(), language)),
                *(_put(archive, name, pieces, ZIP_STORED) for name, pieces in _files(pages())),
            ]
            _put(archive, "manifest.json", [orjson.dumps({"at": now(), "parts": parts})])
        unless_written.pop_all()
    file.seek(0)
    return file


def _put(
    archive: ZipFile, name: str, pieces: Iterable[bytes], compression: int = ZIP_DEFLATED
) -> dict[str, Any]:
    digest, size = sha256(), 0
    entry = ZipInfo(name, now().timetuple()[:6])
    entry.compress_type = compression
    with archive.open(entry, "w", force_zip64=True) as target:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _data(shown: ThreadOut, pages: Iterable[Sequence[Message]]) -> Iterator[bytes]:
    yield b'{"thread":' + orjson.dumps(shown) + b',"messages":['
    mark = b""
    for rows in pages:
        for one in present.messages(rows):
            yield mark + orjson.dumps(one)
            mark = b","
    yield b"]}"


def _files(pages: Iterable[Sequence[Message]]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """What the messages bring, by their names in the archive: the id keeps two of the same name apart."""
    for rows in pages:
        brought = [one for row in rows for one in present.attachments(row)]
        stored = files_by_id([one["file_id"] for one in brought])
        for one in brought:
            if (file := stored.get(one["file_id"])) is None or not default_storage.exists(file.key):
                continue
            with default_storage.open(file.key) as content:
                yield _place(one), iter(partial(content.read, PIECE), b"")


def _place(one: AttachmentOut) -> str:
    return f"files/{one['file_id']}/{one['name']}"


def _page(thread: Thread, pages: Iterable[Sequence[Message]], language: str) -> Iterator[bytes]:
    zone = thread.group.time_zone
    yield _rendered(
        "begin",
        language=language,
        title=local(thread, "title"),
        warning=warning_of(thread),
        facts=facts_of(thread),
        made=pgettext("paper", "As of %(moment)s") % {"moment": moment(now(), zone)},
    )
    numbers: dict[object, int] = {}
    for rows in pages:
        bring_holders((one.author_id, one.mandate) for one in rows)
        numbers.update((one.pk, one.number) for one in rows)
        yield _rendered("messages", messages=[_message(one, numbers, zone) for one in rows])
    yield _rendered("end")


def _message(message: Message, numbers: dict[object, int], zone: str) -> dict[str, Any]:
    return {
        "number": message.number,
        "speaker": speaker_of(message),
        "remarks": remarks_of(message, numbers, zone),
        "quote": quoted_in(message),
        "files": [{"place": _place(one), **one} for one in present.attachments(message)],
        "gone": text_of(message) if message.is_deleted else "",
        # Cleaned when it was stored: see `dialogue.markdown`.
        "html": "" if message.is_deleted else present.html_of(message),
    }


def _rendered(name: str, **words: Any) -> bytes:
    return get_template(f"dialogue/thread_{name}.html").render(words).encode()
