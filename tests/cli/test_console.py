"""Where the seconds of a start went."""

import io
from types import SimpleNamespace

import pytest

from viche.cli.console import Console


def test_the_summary_names_when_the_longer_steps_began_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((100.0, 101.0, 101.5, 104.0, 110.0, 111.0, 111.2, 112.0))
    clock = SimpleNamespace(monotonic=lambda: next(moments))
    monkeypatch.setattr("viche.cli.console.time", clock)
    shown = io.StringIO()
    progress = Console(shown)
    with progress.step("outer"), progress.step("inner"):
        pass
    with progress.step("short"):
        pass

    progress.summary()

    heading, *rows = shown.getvalue().split("\n\n")[1].splitlines()
    assert heading.startswith("The start took 12.0 s")
    assert rows == ["    1.0 –  10.0  outer", "    1.5 –   4.0  inner"]
