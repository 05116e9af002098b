"""A thread complete in an archive: as data for programs, as a page to read, and the files of its messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from django.core.files.storage import default_storage
from django.template.loader import get_template
from django.utils.translation import override, pgettext

from dialogue.export.history import Course, course_of
from dialogue.export.text import (
    SummedUp,
    asked_in,
    facts_of,
    moment,
    part_of,
    quoted_in,
    remarks_of,
    rounds_in,
    speaker_of,
    stated_in,
    summed_up,
    text_of,
    warning_of,
)
from dialogue.facilitation.api import shown_step
from dialogue.messages.models import Message
from dialogue.rounds.api import shown_rounds
from dialogue.rounds.selectors import rounds_of
from dialogue.summary.api.overview import gist_of
from dialogue.summary.citations import with_citations
from dialogue.threads.models import Thread
from dialogue.timeline import presenters as timeline_presenters
from dialogue.timeline.schemas import AttachmentOut, ThreadOut
from dialogue.transfer.api.merge import shown_merges
from dialogue.transfer.api.move import shown_moves
from dialogue.transfer.api.split import shown_splits
from groups.common.texts import local
from groups.selectors import bring_holders
from viche.files.models import StoredFile
from viche.files.selectors import files_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.storage import reading

AT_ONCE = 500
PIECE = 256 * 1024  # bytes
IN_MEMORY = 1024 * 1024
MOST_BYTES = 500_000_000
Pages = Callable[[], Iterable[Sequence[Message]]]


@dataclass(slots=True)
class Files:
    """What goes into an archive of the files that messages bring, and what does not: those that the storage
    has lost, and what is beyond MOST_BYTES. `found` are those that its reader may open.
    """

    found: Mapping[UUID, StoredFile]
    size: int = 0
    missing: list[UUID] = field(default_factory=list)

    def take(self, file_id: UUID) -> IO[bytes] | None:
        """The file at its beginning; None for one that does not go in."""
        file = self.found.get(file_id)
        content = self._opened(file) if file is not None else None
        if file is None or content is None:
            self.missing.append(file_id)
            return None
        self.size += file.size
        return content

    def _opened(self, file: StoredFile) -> IO[bytes] | None:
        if self.size + file.size > MOST_BYTES:
            return None
        with reading(), suppress(FileNotFoundError):
            return default_storage.open(file.key)
        return None


@dataclass(slots=True)
class Packed:
    """An archive to which the files of its messages are still to be fetched."""

    file: IO[bytes]
    about: dict[str, Any]
    brought: list[AttachmentOut]
    files: Files


def pack_thread(actor: Actor, thread: Thread, shown: ThreadOut, pages: Pages, language: str) -> Packed:
    """What the database has for a ZIP: `thread.json` and `thread.html`.

    `shown` is the thread as the API has it, `pages` gives all its messages, some at a time, each time it is
    called. Needs the thread's group and facilitator.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    with _closed_if_it_fails(file), override(language), ZipFile(file, "w") as archive:
        numbers = [one.number for rows in pages() for one in rows]
        course = course_of(actor, thread)
        parts = [
            _put(archive, "thread.json", _data(actor, course, shown, pages())),
            _put(archive, "thread.html", _page(course, numbers, pages(), language)),
        ]
        about = {"at": now(), "of": thread.message_count, "parts": parts}
        about |= {"first": numbers[0], "last": numbers[-1]} if numbers else {}
        return Packed(file, about, *_brought(actor, pages()))


def with_files(packed: Packed) -> IO[bytes]:
    """The whole ZIP at its beginning: `files/` too, and `manifest.json` with the digest of each part, the
    numbers of the messages, and the ids of files that are not there.

    Fetching takes long where files lie in a bucket: not for a transaction, which ends when it is silent.
    Raises Unavailable where the storage is away.
    """
    about, files = packed.about, packed.files
    with _closed_if_it_fails(packed.file), ZipFile(packed.file, "a") as archive:
        about["parts"] += [_put(archive, *part, ZIP_STORED) for part in _contents(packed.brought, files)]
        _put(archive, "manifest.json", [orjson.dumps({**about, "missing": files.missing})])
    packed.file.seek(0)
    return packed.file


@contextmanager
def _closed_if_it_fails(file: IO[bytes]) -> Iterator[None]:
    with ExitStack() as unless_written:
        unless_written.callback(file.close)
        yield
        unless_written.pop_all()


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


def _data(
    actor: Actor, course: Course, shown: ThreadOut, pages: Iterable[Sequence[Message]]
) -> Iterator[bytes]:
    thread = course.thread
    yield b'{"thread":' + orjson.dumps(shown)
    gist = gist_of(actor, thread)
    yield b',"summary":' + orjson.dumps(gist["summary"])
    yield b',"questions":' + orjson.dumps(gist["questions"])
    yield b',"statements":' + orjson.dumps(gist["statements"])
    yield b',"rounds":' + orjson.dumps(shown_rounds(rounds_of(thread)))
    yield b',"floor":' + orjson.dumps([shown_step(one) for one in course.floor])
    yield b',"moves":' + orjson.dumps(shown_moves(actor, course.moves))
    yield b',"splits":' + orjson.dumps(shown_splits(actor, course.splits))
    yield b',"merges":' + orjson.dumps(shown_merges(actor, thread, course.merges)) + b',"messages":['
    mark = b""
    for rows in pages:
        for one in timeline_presenters.messages(rows, actor):
            yield mark + orjson.dumps(one)
            mark = b","
    yield b"]}"


def _brought(actor: Actor, pages: Iterable[Sequence[Message]]) -> tuple[list[AttachmentOut], Files]:
    """What the messages bring, and those of it that `actor` may open."""
    brought = [one for rows in pages for row in rows for one in timeline_presenters.attachments(row)]
    ids = [one["file_id"] for one in brought]
    return brought, Files(files_for(actor, ids) if ids else {})


def _contents(brought: Iterable[AttachmentOut], files: Files) -> Iterator[tuple[str, Iterator[bytes]]]:
    """By their names in the archive: the id keeps two of the same name apart."""
    for one in brought:
        if (content := files.take(one["file_id"])) is not None:
            with content:
                yield _place(one), _pieces(content)


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    with reading():
        yield from iter(partial(content.read, PIECE), b"")


def _place(one: AttachmentOut) -> str:
    return f"files/{one['file_id']}/{one['name']}"


def _page(
    course: Course, taken: Sequence[int], pages: Iterable[Sequence[Message]], language: str
) -> Iterator[bytes]:
    thread = course.thread
    zone = thread.group.time_zone
    yield _rendered(
        "begin",
        language=language,
        title=local(thread, "title"),
        warning=warning_of(thread),
        facts=facts_of(thread, course.threads),
        summary=_summary(thread),
        lists=[
            (pgettext("paper", "Questions"), asked_in(thread)),
            (pgettext("paper", "Statements"), stated_in(thread)),
            (pgettext("paper", "Rounds"), rounds_in(thread)),
            (pgettext("paper", "What was done with it"), course.told),
        ],
        part=part_of(thread, taken),
        made=pgettext("paper", "As of %(moment)s") % {"moment": moment(now(), zone)},
    )
    numbers: dict[UUID, int] = {}
    for rows in pages:
        bring_holders((one.author_id, one.mandate) for one in rows)
        numbers.update((one.pk, one.number) for one in rows)
        yield _rendered("messages", messages=[_message(one, numbers, zone) for one in rows])
    yield _rendered("end")


def _summary(thread: Thread) -> dict[str, Any] | None:
    """Cleaned, too, when it was stored; each citation leads to its message on the page."""
    found = summed_up(thread)
    if found is None:
        return None
    return {
        "heading": found.heading,
        "about": found.about,
        "html": with_citations(found.html, _leading(found)),
    }


def _leading(found: SummedUp) -> Callable[[int], str]:
    return lambda number: f'<a href="#m{number}">{found.cited(number)}</a>'


def _message(message: Message, numbers: dict[UUID, int], zone: str) -> dict[str, Any]:
    return {
        "number": message.number,
        "speaker": speaker_of(message),
        "remarks": remarks_of(message, numbers, zone),
        "quote": quoted_in(message),
        "files": [{"place": _place(one), **one} for one in timeline_presenters.attachments(message)],
        "gone": text_of(message) if message.is_silent else "",
        # Cleaned when it was stored: see `dialogue.messages.markdown`.
        "html": "" if message.is_silent else timeline_presenters.html_of(message),
    }


def _rendered(name: str, **words: Any) -> bytes:
    return get_template(f"dialogue/thread_{name}.html").render(words).encode()
