"""A database and a Valkey for one run alone, gone with all their data after it."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from viche.cli import running, stack
from viche.cli.console import Console
from viche.cli.environment import HIDDEN, inherited
from viche.cli.places import STATE, Data
from viche.cli.processes import Crew


@contextmanager
def private_services(
    crew: Crew, console: Console, *, prefix: str, durable: bool = False
) -> Iterator[tuple[Data, Mapping[str, str]]]:
    """Start both on a fresh data folder below `.viche/`; yields it, and the variables that reach them.

    Without `durable` the database may forget all in a crash, which tests do not mind.
    """
    _sweep(prefix)
    data = Data(Path(tempfile.mkdtemp(prefix=prefix, dir=STATE)))
    data.folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    data.prepare()
    with running.hold(data):
        try:
            reach, children = stack.start_services(data, crew, console, private=True, durable=durable)
            yield data, reach
            crew.stop(*children)
        finally:
            data.remove()


def without_settings() -> dict[str, str]:
    """The environment without what a developer set for a stack of theirs."""
    own = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", *HIDDEN)
    return {
        name: value
        for name, value in inherited().items()
        if name not in own and not name.startswith("VICHE_")
    }


def _sweep(prefix: str) -> None:
    """Removes what killed runs left."""
    for folder in STATE.glob(f"{prefix}*"):
        if not running.is_held(Data(folder)):
            Data(folder).remove()
