"""Data folders for stacks that a test starts, and the processes that it must not leave."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from viche.cli.places import Data


@pytest.fixture
def data() -> Iterator[Data]:
    """Return a prepared data folder.

    PostgreSQL runs under an account without rights, so the way to it is open. It does not lie in `tmp_path`:
    each other run of pytest on the machine closes the folder above that one.
    """
    folder = Path(tempfile.mkdtemp(prefix="viche-cli-"))
    folder.chmod(0o711)
    data = Data(folder / "data")
    data.prepare()
    yield data
    shutil.rmtree(data.sockets, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a newcomer: messages in English, and no services but the stack's own."""
    for name in ("LC_ALL", "LC_MESSAGES", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
