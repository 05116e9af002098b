"""A thread complete in an archive: as data for programs, and as a page to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from django.template.loader import get_template
from django.utils.translation import override, pgettext

from dialogue.api import present
from dialogue.api.shapes import ThreadOut
from dialogue.models import Message, Thread
from dialogue.papers.wording import facts_of, moment, quoted_in, remarks_of, speaker_of, text_of, warning_of
from groups.selectors import bring_holders
from groups.texts import local
from viche.kernel.clock import now

AT_ONCE = 500
IN_MEMORY = 1024 * 1024
Pages = Callable[[], Iterable[Sequence[Message]]]


def thread_archive(thread: Thread, shown: ThreadOut, pages: Pages, language: str) -> IO[bytes]:
    """A ZIP at its beginning: `thread.json`, `thread.html`, and `manifest.json` with the digest of each.

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
            ]
            _put(archive, "manifest.json", [orjson.dumps({"at": now(), "parts": parts})])
        unless_written.pop_all()
    file.seek(0)
    return file


def _put(archive: ZipFile, name: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    digest, size = sha256(), 0
    entry = ZipInfo(name, now().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
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
        "gone": text_of(message) if message.is_deleted else "",
        # Cleaned when it was stored: see `dialogue.markdown`.
        "html": "" if message.is_deleted else present.html_of(message),
    }


def _rendered(name: str, **words: Any) -> bytes:
    return get_template(f"dialogue/thread_{name}.html").render(words).encode()
