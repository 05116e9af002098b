"""PostgreSQL and Valkey: a real start, a crash, and every way in which a data folder can be wrong."""

import io
import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import redis

from tests.patience import PATIENCE
from viche.cli import running, services, stack
from viche.cli.accounts import can_reach, find_service_account
from viche.cli.console import Console
from viche.cli.failures import Failure
from viche.cli.places import Data
from viche.cli.postgres import Postgres, check_folder
from viche.cli.processes import Crew, Program, wait_until


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Ends what the test started."""
    with Crew() as crew:
        yield crew


@pytest.fixture
def quiet() -> Console:
    """Progress that nobody reads."""
    return Console(io.StringIO())


def query(reach: dict[str, str], statement: str) -> object:
    """The first value that the database answers."""
    with psycopg.connect(reach["DATABASE_URL"], autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row and row[0]


def test_both_services_start_and_keep_to_themselves(data: Data, crew: Crew, quiet: Console) -> None:
    reach, children = stack.start_services(data, crew, quiet, private=True)

    assert query(reach, "SHOW server_version").__str__().startswith("18.")
    assert query(reach, "SELECT datctype FROM pg_database WHERE datname = 'viche'") == "C.UTF-8"
    assert query(reach, "SELECT lower('ҐАНОК')") == "ґанок"
    assert query(reach, "SHOW listen_addresses") == ""
    assert redis.Redis.from_url(reach["REDIS_URL"]).ping()
    assert len(children) == 2
    assert stat.S_IMODE((data.sockets / "pg").stat().st_mode) == 0o700
    assert stat.S_IMODE(data.postgres.stat().st_mode) == 0o700


def test_data_survives_a_crash_of_the_database(data: Data, crew: Crew, quiet: Console) -> None:
    reach, children = stack.start_services(data, crew, quiet)
    with psycopg.connect(reach["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(children[0].process.pid, signal.SIGKILL)
    crew.stop(*children)

    reach, _children = stack.start_services(data, crew, quiet)

    assert query(reach, "SELECT answer FROM kept") == 42


def test_what_the_environment_names_wins(
    data: Data, crew: Crew, quiet: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/theirs")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")

    reach, children = stack.start_services(data, crew, quiet)

    assert reach == {
        "DATABASE_URL": "postgresql://somebody@elsewhere/theirs",
        "REDIS_URL": "redis://elsewhere/0",
    }
    assert children == []


def test_a_system_without_wheels_uses_its_own_servers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(services, "VENV", tmp_path)
    monkeypatch.setattr(services, "SYSTEM_POSTGRES", (str(tmp_path),))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match="install PostgreSQL 18 or set DATABASE_URL"):
        services.find_postgres_binaries()
    with pytest.raises(Failure, match="install Valkey or Redis, or set REDIS_URL"):
        services.find_valkey_binary()

    for name in ("postgres", "redis-server"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 0\n")
        (tmp_path / name).chmod(0o755)

    assert services.find_postgres_binaries() == tmp_path
    assert services.find_valkey_binary() == tmp_path / "redis-server"


def make_database(data: Data, crew: Crew, quiet: Console) -> None:
    _reach, children = stack.start_services(data, crew, quiet)
    crew.stop(*children)


def test_a_data_folder_with_a_hole_is_refused(data: Data, crew: Crew, quiet: Console) -> None:
    make_database(data, crew, quiet)
    (data.postgres / "global" / "pg_control").unlink()

    with pytest.raises(Failure, match=r"is damaged: restore it from a copy, or rename the folder"):
        stack.start_services(data, crew, quiet)


def test_a_scrambled_data_folder_is_refused(data: Data, crew: Crew, quiet: Console) -> None:
    make_database(data, crew, quiet)
    (data.postgres / "global" / "pg_control").write_bytes(b"nonsense" * 1024)

    with pytest.raises(Failure, match="is damaged") as caught:
        stack.start_services(data, crew, quiet)

    assert "pg_control" in caught.value.tail or "CRC" in caught.value.tail or "FATAL" in caught.value.tail


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    for name in ("global", "base", "pg_wal"):
        (tmp_path / name).mkdir()
    for name in ("global/pg_control", "postgresql.conf"):
        (tmp_path / name).write_text("")
    (tmp_path / "PG_VERSION").write_text("16\n")

    with pytest.raises(Failure, match=r"the format of PostgreSQL 16 and 18 is needed"):
        check_folder(tmp_path)


def test_an_interrupted_creation_starts_again(data: Data, crew: Crew, quiet: Console) -> None:
    half = data.folder / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    reach, _children = stack.start_services(data, crew, quiet)

    assert query(reach, "SELECT 1") == 1


@pytest.mark.parametrize("note", ["{alive}\n/x\n", "4194303\n", "\n", "nonsense"])
def test_a_stale_note_of_a_server_does_not_block(data: Data, crew: Crew, quiet: Console, note: str) -> None:
    make_database(data, crew, quiet)
    (data.postgres / "postmaster.pid").write_text(note.format(alive=os.getpid()))

    reach, _children = stack.start_services(data, crew, quiet)

    assert query(reach, "SELECT 1") == 1


def test_a_server_that_survived_is_ended_first(
    data: Data, crew: Crew, quiet: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viche.cli.postgres.LEFT_OVER_GRACE", 0.5)
    _reach, (left, _valkey) = stack.start_services(data, crew, quiet)

    shell = crew.start(Program("shell", ["sleep", "600"], folder=data.postgres))

    reach, _children = stack.start_services(data, crew, quiet)

    assert not shell.has_ended()
    assert wait_until(left.has_ended, time.monotonic() + PATIENCE)
    assert query(reach, "SELECT 1") == 1


def test_one_stack_for_a_data_folder(data: Data) -> None:
    with running.hold(data), pytest.raises(Failure, match="Another Viche already runs"), running.hold(data):
        pass


def test_the_running_stack_is_found_only_while_it_runs(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LAST", data.folder / "last")
    with running.hold(data), running.announce_stack(data, {"A": "1"}):
        assert running.variables_of(data) == {"A": "1"}
        assert stat.S_IMODE(data.stack.stat().st_mode) == 0o600
        last = running.find_last_data()
        assert last == data
    assert running.variables_of(data) is None

    data.stack.write_text('{"A": "left by a killed one"}')
    assert running.variables_of(data) is None


def test_the_secret_is_made_once_and_private(data: Data) -> None:
    secret = running.secret_of(data)

    assert len(secret) >= 64
    assert running.secret_of(data) == secret
    assert stat.S_IMODE((data.folder / "secret").stat().st_mode) == 0o600


def test_root_runs_the_database_as_somebody_else(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert find_service_account(data.postgres) is None

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    account = find_service_account(data.folder / "new")
    assert account is not None
    assert account.uid != 0


def test_a_closed_folder_above_needs_the_bridge(data: Data, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    stranger = os.geteuid() + 1
    assert can_reach(data.folder, stranger, stranger)
    assert not can_reach(closed / "postgres", stranger, stranger)


def test_the_database_starts_behind_a_closed_folder(tmp_path: Path, crew: Crew, quiet: Console) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    closed.chmod(0o700)
    data = Data(closed / "data")
    data.prepare()

    reach, _children = stack.start_services(data, crew, quiet)

    assert query(reach, "SELECT 1") == 1
    shutil.rmtree(data.sockets)


def test_a_database_for_tests_need_not_survive(data: Data) -> None:
    lasting = Postgres(data, Path("/bin"), None)
    passing = replace(lasting, durable=False)

    assert "fsync=off" in [str(word) for word in passing.program().command]
    assert "fsync=off" not in [str(word) for word in lasting.program().command]
