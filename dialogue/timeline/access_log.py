"""Audit log of thread lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dialogue.threads.access_log import log_thread_reads
from dialogue.timeline import schemas
from viche.kernel.actor import Actor


def log_listed_threads(actor: Actor, page: Mapping[str, Any]) -> None:
    """Log that `actor` is shown a list with these threads, and those pinned to it."""
    log_thread_outs(actor, {one["id"]: one for one in (*page["pinned"], *page["items"])}.values())


def log_thread_outs(actor: Actor, shown: Iterable[schemas.ThreadOut]) -> None:
    """Log that `actor` is shown these threads among others."""
    log_thread_reads(actor, [one["id"] for one in shown if one["visibility"] == "restricted"])
