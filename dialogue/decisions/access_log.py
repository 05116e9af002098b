"""Audit log of reads of decisions in restricted threads: reads of the thread."""

from __future__ import annotations

from dialogue.decisions.models import Decision
from dialogue.threads.access_log import read_of
from viche.kernel.access_log import Read, log_access
from viche.kernel.actor import Actor


def list_decision_reads(row: Decision) -> list[Read]:
    """Return the log entries for reading a decision; empty where the whole group reads it."""
    return read_of(row.thread) if row.thread is not None else []


def log_decision_access(actor: Actor, row: Decision) -> None:
    """Log that `actor` is shown a decision."""
    log_access(actor, list_decision_reads(row))
