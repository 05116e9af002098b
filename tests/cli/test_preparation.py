"""What follows the migrations need not wait for the demo, and a failure of either is told by its own log."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from viche.cli import preparation
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.places import Data
from viche.cli.preparation import Preparation
from viche.cli.processes import Crew

# In place of Python: what it is to run, the file of what is done, the commands.
SCRIPT = """#!/bin/sh
file=$3
shift 3
for command; do
    echo "run $command"
    case $command in
        load_demo*) until [ -e "$GO" ]; do sleep 0.02; done; [ "$(cat "$GO")" = well ] || exit 1;;
        migrate*) [ "$MIGRATES" = yes ] || exit 1;;
    esac
    echo "${command%% *}" >> "$file"
done
"""


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Ends what the test started."""
    with Crew() as crew:
        yield crew


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that lets the demo go on; the word in it says how it ends."""
    python = tmp_path / "python"
    python.write_text(SCRIPT)
    python.chmod(0o755)
    monkeypatch.setattr(preparation, "PYTHON", python)
    return tmp_path / "go"


def prepare(crew: Crew, data: Data, go: Path, shown: io.StringIO, **settings: str) -> Preparation:
    environment = {"PATH": "/usr/bin:/bin", "GO": str(go), "MIGRATES": "yes"} | settings
    return Preparation(crew, Console(shown), data, environment, demo=True)


def test_the_tables_are_there_before_the_demo_is(crew: Crew, data: Data, go: Path) -> None:
    shown = io.StringIO()
    prepared = prepare(crew, data, go, shown)

    prepared.wait_migrated()
    assert "✓ Bringing the database up to date" in shown.getvalue()
    assert "demo" not in shown.getvalue()

    go.write_text("well")
    prepared.wait_loaded()
    assert "✓ Loading the demo community" in shown.getvalue()
    assert f"demo_sign_ins --language en --file {data.folder}/sign-ins.en.txt" in prepared_log(data)


def test_a_list_of_people_that_is_kept_is_not_made_again(crew: Crew, data: Data, go: Path) -> None:
    go.write_text("well")
    (data.folder / "sign-ins.en.txt").write_text("kept")
    prepare(crew, data, go, io.StringIO()).wait_loaded()
    assert prepared_log(data).split("run ")[-1].strip() == "load_demo --skip-checks"


def test_a_failed_migration_fails_both(crew: Crew, data: Data, go: Path) -> None:
    prepared = prepare(crew, data, go, io.StringIO(), MIGRATES="no")
    for wait in (prepared.wait_migrated, prepared.wait_loaded):
        with pytest.raises(Failure, match=r"the end of the log .*prepare\.log says why"):
            wait()


def test_a_failed_demo_is_told_after_the_migrations(crew: Crew, data: Data, go: Path) -> None:
    prepared = prepare(crew, data, go, io.StringIO())
    prepared.wait_migrated()
    go.write_text("badly")
    with pytest.raises(Failure, match="“Loading the demo community” failed"):
        prepared.wait_loaded()


def test_what_an_earlier_run_has_done_counts_for_nothing(crew: Crew, data: Data, go: Path) -> None:
    (data.folder / "prepared.txt").write_text("migrate\nreplay_erasures\n")
    with pytest.raises(Failure):
        prepare(crew, data, go, io.StringIO(), MIGRATES="no").wait_migrated()


def prepared_log(data: Data) -> str:
    return (data.logs / "prepare.log").read_text()
