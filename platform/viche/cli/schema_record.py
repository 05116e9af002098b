"""The record of the migrations that made the database of a data folder: a digest of each.

A migration that was added since is applied. One that was applied and has changed or gone since cannot be
followed: until the first release, migrations are rewritten.
"""

import os
import shlex
from pathlib import Path

from viche.cli import stack
from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import ROOT, Data
from viche.cli.stamps import digest, note_done


def check_schema(data: Data) -> None:
    """Raise Failure when a recorded migration is not there as it was, or a database has no record."""
    if _is_elsewhere() or not data.postgres.exists():
        return
    present = {_line(path) for path in stack.migrations()}
    if not data.migrations.exists() or not present.issuperset(data.migrations.read_text().splitlines()):
        move = shlex.join(["mv", str(data.folder), f"{data.folder}.old"])
        raise Failure(say("earlier_schema", folder=data.folder, move=move))


def record_schema(data: Data) -> None:
    """Write down every migration, once all of them are applied."""
    if not _is_elsewhere():
        applied = (path for path in stack.migrations() if path.stem != "__init__")
        note_done(data.migrations, "\n".join(sorted(_line(path) for path in applied)))


def _is_elsewhere() -> bool:
    return bool(os.environ.get("DATABASE_URL"))


def _line(path: Path) -> str:
    place = path.relative_to(ROOT)
    return f"{place} {digest([], str(place), path.read_text())}"
