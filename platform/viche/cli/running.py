"""How other commands find a running stack: it locks its data folder and writes down its variables."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from viche.cli.failures import Failure
from viche.cli.messages import say
from viche.cli.places import STATE, Data

LAST = STATE / "last-data"


@contextlib.contextmanager
def hold(data: Data) -> Iterator[None]:
    """Lock this data folder for one stack. The kernel releases the lock however this process ends."""
    with (data.folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(say("already_running", folder=data.folder)) from None
        yield


@contextlib.contextmanager
def announce_stack(data: Data, variables: dict[str, str]) -> Iterator[None]:
    """Write down, readable by this account only, the variables of the running stack."""
    write_private(data.stack, json.dumps(variables))
    LAST.write_text(str(data.folder))
    try:
        yield
    finally:
        data.stack.unlink(missing_ok=True)


def variables_of(data: Data) -> dict[str, str] | None:
    """Return the variables of the stack that runs on this folder; None if there is none."""
    if not data.stack.exists() or not is_held(data):
        return None
    variables: dict[str, str] = json.loads(data.stack.read_text())
    return variables


def find_last_data() -> Data | None:
    """Return the data folder that a stack of this checkout used last."""
    with contextlib.suppress(OSError):
        return Data(Path(LAST.read_text()))
    return None


def secret_of(data: Data, name: str = "secret") -> str:
    """Return a key of a development stack: random, created once, readable by its owner only."""
    path = data.folder / name
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Write a file atomically that other accounts cannot read at any moment."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def is_held(data: Data) -> bool:
    """Return whether a running stack has locked this data folder."""
    try:
        with (data.folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
