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
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English, unless a test asks otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
