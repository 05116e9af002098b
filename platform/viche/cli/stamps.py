"""What was done for which sources, so that an unchanged step is skipped."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *facts: str) -> str:
    """A short name for the content of these files, their paths and these facts."""
    total = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(files):
        total.update(os.fsencode(path) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:20]


def is_done(stamp: Path, mark: str) -> bool:
    """Whether the step that `stamp` stands for was completed for exactly this."""
    try:
        return stamp.read_text() == mark
    except OSError:
        return False


def note_done(stamp: Path, mark: str) -> None:
    """Records a completed step; only a whole record ever shows."""
    fresh = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    fresh.write_text(mark)
    fresh.replace(stamp)
