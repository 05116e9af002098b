"""Stamps of completed steps, so that a step with unchanged sources is skipped."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *facts: str) -> str:
    """Return a short digest of the content of these files, their paths and these facts."""
    total = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(files):
        total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:20]


def is_done(stamp: Path, mark: str) -> bool:
    """Return whether the step of `stamp` was completed for exactly this mark."""
    try:
        return stamp.read_text() == mark
    except OSError:
        return False


def record_done(stamp: Path, mark: str) -> None:
    """Record a completed step atomically."""
    fresh = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    fresh.write_text(mark)
    fresh.replace(stamp)
