"""Stacks for the browser tests: copies of the demo community that tests of one process have to themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from viche.cli import services, stack
from viche.cli.network import find_free_port
from viche.cli.places import Data
from viche.cli.private import build_clean_environment
from viche.cli.processes import Crew, wait_until
from viche.cli.stack import Address
from viche.cli.testing import RATES

READY_WITHIN = 180.0  # seconds, on a machine that is busy with other things
COPIED = ("secret", "sealing-key", "media", "privacy")  # what belongs to the rows of the database


def needed(name: str) -> str:
    """Return a variable that `./viche test` sets."""
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: run browser tests with ./viche test tests/e2e")
    return value


@contextmanager
def running_stack(name: str, place: int) -> Iterator[str]:
    """Start a copy of the demo community, and yield its address.

    `name` is the name of its database; stacks of different `place` start side by side on different ports.
    """
    data = _copy_data(Data(Path(needed("VICHE_DATA"))), name)
    valkey = services.prepare_valkey(data, private=True)
    reach = {"DATABASE_URL": _copy_database(needed("DATABASE_URL"), name), "REDIS_URL": valkey.url}
    # The processes of one run share a parent: they choose different ports.
    address = Address(port=find_free_port(skip=os.getppid() % 50 + 50 * place))
    settings = stack.build_settings(data, reach, Path(needed("E2E_FRONTEND")), address, demo=True)
    environment = build_clean_environment() | settings | {rate: needed(rate) for rate in RATES}
    try:
        with Crew() as crew:
            assert valkey.program is not None
            crew.start(valkey.program)
            assert wait_until(valkey.answers, time.monotonic() + READY_WITHIN)
            server = crew.start(stack.build_web_program(data, environment, address))
            worker = crew.start(stack.build_worker_program(data, environment))
            stack.wait_ready(address, server, READY_WITHIN)
            yield address.url
            crew.stop(server, worker)
    finally:
        data.remove()


def _copy_data(source: Data, name: str) -> Data:
    data = Data(source.folder / name)
    data.prepare()
    for part in COPIED:
        path = source.folder / part
        if path.is_dir():
            shutil.copytree(path, data.folder / part)
        elif path.exists():
            shutil.copy2(path, data.folder / part)
    return data


def run_sql(sql: str, database: str = "") -> None:
    """Run a statement in the database of this process, or in another one: for what no address does."""
    parts = urlsplit(needed("DATABASE_URL"))
    name = database or os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    psql = [str(services.find_postgres_binaries() / "psql"), "--no-psqlrc", "--quiet", "--command", sql]
    subprocess.run([*psql, "--dbname", parts._replace(path=f"/{name}").geturl()], check=True)


def _copy_database(url: str, name: str) -> str:
    """Copy the database, which nothing is connected to; returns the address of the copy."""
    parts = urlsplit(url)
    original = parts.path.removeprefix("/")
    run_sql(f'CREATE DATABASE "{name}" TEMPLATE "{original}"', "postgres")
    return parts._replace(path=f"/{name}").geturl()
