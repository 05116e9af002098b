"""Audit log of thread lists."""

from __future__ import annotations

from collections.abc import Iterable

from dialogue.threads.access_log import log_thread_reads
from dialogue.timeline import schemas
from viche.kernel.actor import Actor


def log_listed_threads(actor: Actor, shown: Iterable[schemas.ThreadOut]) -> None:
    """Log that `actor` is shown a list with these threads."""
    restricted = [one["id"] for one in shown if one["visibility"] == "restricted"]
    log_thread_reads(actor, restricted)
