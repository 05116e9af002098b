"""Export of a thread as ZIP: as JSON, as an HTML page, and the attachments of its messages."""

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

from dialogue.export.history import ThreadHistory, load_history
from dialogue.export.text import (
    SummaryText,
    describe_part,
    describe_quote,
    describe_speaker,
    describe_summary,
    format_moment,
    get_text,
    get_warning,
    list_facts,
    list_questions,
    list_remarks,
    list_rounds,
    list_statements,
)
from dialogue.facilitation.api import show_step
from dialogue.messages.models import Message
from dialogue.rounds.api import show_rounds
from dialogue.rounds.selectors import rounds_of
from dialogue.summary.api.overview import build_overview
from dialogue.summary.citations import replace_html_citations
from dialogue.threads.models import Thread
from dialogue.timeline import presenters as timeline_presenters
from dialogue.timeline.schemas import AttachmentOut, ThreadOut
from dialogue.transfer.api.merge import show_merges
from dialogue.transfer.api.move import show_moves
from dialogue.transfer.api.split import show_splits
from groups.selectors import prefetch_principals
from viche.files.models import StoredFile
from viche.files.selectors import files_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.storage import translate_read_errors
from viche.kernel.text import translate_field

PAGE_SIZE = 500
CHUNK_SIZE = 256 * 1024  # bytes
MAX_MEMORY = 1024 * 1024
MAX_FILES_SIZE = 500_000_000
Pages = Callable[[], Iterable[Sequence[Message]]]


@dataclass(slots=True)
class ArchiveFiles:
    """The attachments of an archive, and the ids of those that could not be included.

    `found` are the attachments that the reader may open. `missing` are those that the storage has lost, and
    those beyond `MAX_FILES_SIZE`.
    """

    found: Mapping[UUID, StoredFile]
    size: int = 0
    missing: list[UUID] = field(default_factory=list)

    def take(self, file_id: UUID) -> IO[bytes] | None:
        """Return the opened file, or None for a file that is not included."""
        file = self.found.get(file_id)
        content = self._opened(file) if file is not None else None
        if file is None or content is None:
            self.missing.append(file_id)
            return None
        self.size += file.size
        return content

    def _opened(self, file: StoredFile) -> IO[bytes] | None:
        if self.size + file.size > MAX_FILES_SIZE:
            return None
        with translate_read_errors(), suppress(FileNotFoundError):
            return default_storage.open(file.key)
        return None


@dataclass(slots=True)
class PackedThread:
    """The finished part of an archive that comes from the database; attachments are added later."""

    file: IO[bytes]
    about: dict[str, Any]
    brought: list[AttachmentOut]
    files: ArchiveFiles


def pack_thread(actor: Actor, thread: Thread, shown: ThreadOut, pages: Pages, language: str) -> PackedThread:
    """Build the part of the ZIP that comes from the database: `thread.json` and `thread.html`.

    `shown` is the thread as the API presents it; `pages` yields all its messages page by page, each time it
    is called. Needs the thread's group and facilitator.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=MAX_MEMORY)  # noqa: SIM115 - closed with the answer
    with _close_on_error(file), override(language), ZipFile(file, "w") as archive:
        numbers = [one.number for rows in pages() for one in rows]
        course = load_history(actor, thread)
        parts = [
            _write_part(archive, "thread.json", _render_json(actor, course, shown, pages())),
            _write_part(archive, "thread.html", _render_page(course, numbers, pages(), language)),
        ]
        about = {"at": now(), "of": thread.message_count, "parts": parts}
        about |= {"first": numbers[0], "last": numbers[-1]} if numbers else {}
        return PackedThread(file, about, *_list_attachments(actor, pages()))


def add_files(packed: PackedThread) -> IO[bytes]:
    """Add `files/` and `manifest.json` to the ZIP, rewind it and return it.

    The manifest has the digest of each part, the numbers of the messages, and the ids of missing files.
    Fetching files from a bucket is slow, so call this outside a transaction, which would time out while idle.
    Raises Unavailable when the storage cannot be reached.
    """
    about, files = packed.about, packed.files
    with _close_on_error(packed.file), ZipFile(packed.file, "a") as archive:
        about["parts"] += [
            _write_part(archive, *part, ZIP_STORED) for part in _iterate_files(packed.brought, files)
        ]
        _write_part(archive, "manifest.json", [orjson.dumps({**about, "missing": files.missing})])
    packed.file.seek(0)
    return packed.file


@contextmanager
def _close_on_error(file: IO[bytes]) -> Iterator[None]:
    with ExitStack() as unless_written:
        unless_written.callback(file.close)
        yield
        unless_written.pop_all()


def _write_part(
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


def _render_json(
    actor: Actor, course: ThreadHistory, shown: ThreadOut, pages: Iterable[Sequence[Message]]
) -> Iterator[bytes]:
    thread = course.thread
    yield b'{"thread":' + orjson.dumps(shown)
    gist = build_overview(actor, thread)
    yield b',"summary":' + orjson.dumps(gist["summary"])
    yield b',"questions":' + orjson.dumps(gist["questions"])
    yield b',"statements":' + orjson.dumps(gist["statements"])
    yield b',"rounds":' + orjson.dumps(show_rounds(rounds_of(thread)))
    yield b',"floor":' + orjson.dumps([show_step(one) for one in course.floor])
    yield b',"moves":' + orjson.dumps(show_moves(actor, course.moves))
    yield b',"splits":' + orjson.dumps(show_splits(actor, course.splits))
    yield b',"merges":' + orjson.dumps(show_merges(actor, thread, course.merges)) + b',"messages":['
    mark = b""
    for rows in pages:
        for one in timeline_presenters.show_messages(rows, actor):
            yield mark + orjson.dumps(one)
            mark = b","
    yield b"]}"


def _list_attachments(
    actor: Actor, pages: Iterable[Sequence[Message]]
) -> tuple[list[AttachmentOut], ArchiveFiles]:
    """Return all attachments of the messages, and the subset that `actor` may open."""
    brought = [one for rows in pages for row in rows for one in timeline_presenters.show_attachments(row)]
    ids = [one["file_id"] for one in brought]
    return brought, ArchiveFiles(files_for(actor, ids) if ids else {})


def _iterate_files(
    brought: Iterable[AttachmentOut], files: ArchiveFiles
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files by their path in the archive; the id separates files with the same name."""
    for one in brought:
        if (content := files.take(one["file_id"])) is not None:
            with content:
                yield _file_path(one), _iterate_chunks(content)


def _iterate_chunks(content: IO[bytes]) -> Iterator[bytes]:
    with translate_read_errors():
        yield from iter(partial(content.read, CHUNK_SIZE), b"")


def _file_path(one: AttachmentOut) -> str:
    return f"files/{one['file_id']}/{one['name']}"


def _render_page(
    course: ThreadHistory, taken: Sequence[int], pages: Iterable[Sequence[Message]], language: str
) -> Iterator[bytes]:
    thread = course.thread
    zone = thread.group.time_zone
    yield _render_template(
        "begin",
        language=language,
        title=translate_field(thread, "title"),
        warning=get_warning(thread),
        facts=list_facts(thread, course.threads),
        summary=_describe_summary(thread),
        lists=[
            (pgettext("paper", "Questions"), list_questions(thread)),
            (pgettext("paper", "Statements"), list_statements(thread)),
            (pgettext("paper", "Rounds"), list_rounds(thread)),
            (pgettext("paper", "What was done with it"), course.told),
        ],
        part=describe_part(thread, taken),
        made=pgettext("paper", "As of %(moment)s") % {"moment": format_moment(now(), zone)},
    )
    numbers: dict[UUID, int] = {}
    for rows in pages:
        prefetch_principals((one.author_id, one.mandate) for one in rows)
        numbers.update((one.pk, one.number) for one in rows)
        yield _render_template("messages", messages=[_describe_message(one, numbers, zone) for one in rows])
    yield _render_template("end")


def _describe_summary(thread: Thread) -> dict[str, Any] | None:
    """Describe the summary; each citation links to its message on the page.

    The HTML was sanitised when it was stored.
    """
    found = describe_summary(thread)
    if found is None:
        return None
    return {
        "heading": found.heading,
        "about": found.about,
        "html": replace_html_citations(found.html, _link_citations(found)),
    }


def _link_citations(found: SummaryText) -> Callable[[int], str]:
    return lambda number: f'<a href="#m{number}">{found.cited(number)}</a>'


def _describe_message(message: Message, numbers: dict[UUID, int], zone: str) -> dict[str, Any]:
    return {
        "number": message.number,
        "speaker": describe_speaker(message),
        "remarks": list_remarks(message, numbers, zone),
        "quote": describe_quote(message),
        "files": [{"place": _file_path(one), **one} for one in timeline_presenters.show_attachments(message)],
        "gone": get_text(message) if message.is_silent else "",
        # Sanitised when it was stored: see `dialogue.messages.markdown`.
        "html": "" if message.is_silent else timeline_presenters.get_html(message),
    }


def _render_template(name: str, **words: Any) -> bytes:
    return get_template(f"dialogue/thread_{name}.html").render(words).encode()
