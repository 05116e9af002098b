"""Disks that get full: small file systems in memory where they may be mounted, else a limit on file sizes."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

ROOMY = "4g"  # memory that such a file system may take; it takes what lies there
PLACEHOLDER = ".room"  # keeps something on an empty disk: a size of nothing would mean no bound
NEW_NAMESPACE = 0x00020000  # CLONE_NEWNS of sched.h


class Disk(Protocol):
    """Something on which room can end."""

    def fill(self) -> None: ...
    def free(self) -> None: ...
    def remove(self) -> None: ...


@contextmanager
def full(disk: Disk) -> Iterator[None]:
    """Not a byte of room while the block runs."""
    disk.fill()
    try:
        yield
    finally:
        disk.free()


class Mounted:
    """A file system of its own at a folder. It is full when its size is what lies there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        _mount("-t", "tmpfs", "-o", f"size={ROOMY},mode=700", "viche", str(folder))
        (folder / PLACEHOLDER).write_bytes(b".")

    def fill(self) -> None:
        # Who writes at this very moment may make the size too small, which is refused.
        until_done(lambda: self._resize(str(_used(self._folder))))

    def free(self) -> None:
        assert self._resize(ROOMY)

    def remove(self) -> None:
        subprocess.run(["umount", str(self._folder)], check=True)

    def _resize(self, size: str) -> bool:
        return may("mount", "-o", f"remount,size={size}", str(self._folder))


class Limited:
    """Where nothing can be mounted: these processes may not make any file longer."""

    def __init__(self, leaders: Callable[[], Iterable[int]]) -> None:
        self._leaders = leaders

    def fill(self) -> None:
        self._limit("0")

    def free(self) -> None:
        self._limit("unlimited")

    def remove(self) -> None:
        """Nothing to do: it ends with the processes."""

    def _limit(self, size: str) -> None:
        for leader in self._leaders():
            for number in _group(leader):
                # As their owner, to whom it is allowed: to set the bounds of others takes a right of its own.
                owner = Path(f"/proc/{number}").stat()
                command = ["prlimit", "--pid", str(number), f"--fsize={size}:unlimited"]
                other = owner.st_uid != os.geteuid()
                user, group = (owner.st_uid, owner.st_gid) if other else (None, None)
                subprocess.run(command, check=True, user=user, group=group)


def may_mount() -> bool:
    """Whether file systems may be mounted here: an administrator's right, which containers often lack.

    If so, what this thread and its children mount from now on is seen by them alone, and ends with them.
    """
    return ctypes.CDLL(None).unshare(NEW_NAMESPACE) == 0 and may("mount", "--make-rprivate", "/")


def may(*command: str) -> bool:
    """Whether a command was carried out."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def until_done(act: Callable[[], bool]) -> None:
    assert any(act() for _turn in range(20)), "refused again and again"


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def _used(folder: Path) -> int:
    """Bytes."""
    facts = os.statvfs(folder)
    return (facts.f_blocks - facts.f_bfree) * facts.f_frsize


def _group(leader: int) -> list[int]:
    """The processes of a group."""
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    found = []
    for number in numbers:
        try:
            if os.getpgid(number) == leader:
                found.append(number)
        except ProcessLookupError:
            continue
    return found
