"""Temporary PostgreSQL and Valkey services for one run, deleted with their data after it."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from viche.cli import running, stack
from viche.cli.console import Console
from viche.cli.environment import HIDDEN, inherit_variables
from viche.cli.places import STATE, Data
from viche.cli.processes import Crew


@contextmanager
def start_private_services(
    crew: Crew, console: Console, *, prefix: str, durable: bool = False
) -> Iterator[tuple[Data, Mapping[str, str]]]:
    """Start both on a new data folder in `.viche/`; yield it, and the variables that point to them.

    Without `durable` the database may lose everything in a crash, which is fine for tests.
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


def build_clean_environment() -> dict[str, str]:
    """Return the environment without a developer's settings for a stack."""
    own = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", *HIDDEN)
    return {
        name: value
        for name, value in inherit_variables().items()
        if name not in own and not name.startswith("VICHE_")
    }


def _sweep(prefix: str) -> None:
    """Delete what killed runs have left."""
    for folder in STATE.glob(f"{prefix}*"):
        if not running.is_held(Data(folder)):
            Data(folder).remove()
