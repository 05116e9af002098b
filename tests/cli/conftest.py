"""Data folders for stacks that a test starts, and the processes that it must not leave."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from viche.cli.places import Data


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Data]:
    """A prepared data folder. PostgreSQL runs under an account without rights, so the way to it is open."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o111)
    data = Data(tmp_path / "data")
    data.prepare()
    yield data
    shutil.rmtree(data.sockets, ignore_errors=True)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a newcomer: messages in English, and no services but the stack's own."""
    for name in ("LC_ALL", "LC_MESSAGES", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
