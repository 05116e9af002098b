"""A pytest plugin: the tests that noticed the last mutants are asked first about the next."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

LIST = "VICHE_MUTANTS_KILLERS"  # a file that all workers share: the id of a test a line, the last one last
FEW = 8  # each takes its own ground, which is built anew for it


class Killers:
    """Whoever fails is put on the list."""

    def __init__(self) -> None:
        self._list = Path(os.environ[LIST])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            with self._list.open("a", encoding="utf-8") as list_:
                list_.write(report.nodeid + "\n")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        order = {nodeid: place for place, nodeid in enumerate(self._first())}
        session.items.sort(key=lambda item: order.get(item.nodeid, len(order)))

    def _first(self) -> list[str]:
        """The last ones, then those that noticed most."""
        if not self._list.exists():
            return []
        told = self._list.read_text(encoding="utf-8").splitlines()
        often = [nodeid for nodeid, _times in Counter(told).most_common(FEW)]
        return list(dict.fromkeys([*reversed(told[-FEW:]), *often]))
