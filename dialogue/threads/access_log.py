"""Audit log of reads of restricted threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from dialogue.threads.models import Thread
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

KIND = "thread"


def read_of(thread: Thread) -> list[Read]:
    """Return the log entry for reading a thread; empty for a thread that the whole group reads."""
    return [Read(KIND, thread.pk)] if thread.is_restricted else []


def log_thread_read(actor: Actor, thread: Thread) -> None:
    """Log that `actor` is shown a thread or a part of it."""
    log_access(actor, read_of(thread))


def log_thread_file(actor: Actor, thread: Thread) -> None:
    """Log that `actor` gets a thread as a file."""
    log_access(actor, read_of(thread), AccessMode.FILE)


def log_thread_reads(actor: Actor, restricted: Iterable[UUID]) -> None:
    """Log reads of restricted threads by their ids."""
    log_access(actor, [Read(KIND, pk) for pk in restricted], AccessMode.LIST)


def log_shown_threads(actor: Actor, page: Mapping[str, Any]) -> None:
    """Log that `actor` is shown a page whose items name their threads as `thread_id`, with `visibility`."""
    log_thread_reads(actor, {one["thread_id"] for one in page["items"] if one["visibility"] == "restricted"})
