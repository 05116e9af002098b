"""The record of the migrations that created the database of a data folder: a digest of each.

A migration that was added since is applied. An applied migration that has changed or disappeared cannot be
handled: until the first release, migrations are rewritten.
"""

import os
import shlex
from pathlib import Path

from viche.cli import stack
from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import ROOT, Data
from viche.cli.stamps import digest, record_done


def check_schema(data: Data) -> None:
    """Raise Failure when a recorded migration has changed or is missing, or a database has no record."""
    if _is_external() or not data.postgres.exists():
        return
    present = {_line(path) for path in stack.list_migrations()}
    if not data.migrations.exists() or not present.issuperset(data.migrations.read_text().splitlines()):
        move = shlex.join(["mv", str(data.folder), f"{data.folder}.old"])
        raise Failure(say("earlier_schema", folder=data.folder, move=move))


def record_schema(data: Data) -> None:
    """Record every migration, once all of them are applied."""
    if not _is_external():
        applied = (path for path in stack.list_migrations() if path.stem != "__init__")
        record_done(data.migrations, "\n".join(sorted(_line(path) for path in applied)))


def _is_external() -> bool:
    return bool(os.environ.get("DATABASE_URL"))


def _line(path: Path) -> str:
    place = path.relative_to(ROOT)
    return f"{place} {digest([], str(place), path.read_text())}"
