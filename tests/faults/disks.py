"""Disks that get full: a small file system in memory where one may be mounted, else a limit on file sizes."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.faults.stack import Stack

MEGABYTE = 2**20
BALLAST = "ballast"
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class SmallDisk(Protocol):
    """Something on which room can end."""

    def fill(self) -> None: ...
    def free(self) -> None: ...
    def is_ballast(self, path: Path) -> bool: ...


class Mounted:
    """A file system of its own, filled by a file that nobody needs."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / BALLAST

    def fill(self) -> None:
        chunk = b"\0" * MEGABYTE
        with self._ballast.open("ab", buffering=0) as file:
            while chunk:
                try:
                    file.write(chunk)
                except OSError:
                    chunk = chunk[: len(chunk) // 2]

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def is_ballast(self, path: Path) -> bool:
        return path == self._ballast


class Limited:
    """Where nothing can be mounted: these processes may not make any file longer."""

    def __init__(self, stack: Stack, *names: str) -> None:
        self._stack = stack
        self._names = names

    def fill(self) -> None:
        self._limit((1024, resource.RLIM_INFINITY))

    def free(self) -> None:
        self._limit(UNLIMITED)

    def is_ballast(self, path: Path) -> bool:
        return False

    def _limit(self, bounds: tuple[int, int]) -> None:
        for name in self._names:
            for number in _group(self._stack.children[name].process.pid):
                resource.prlimit(number, resource.RLIMIT_FSIZE, bounds)


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


@contextmanager
def small_disk(stack: Stack) -> Iterator[SmallDisk]:
    """The database on a disk with little room left. What is written there meanwhile is forgotten."""
    home = stack.data.postgres
    if not may_mount():
        yield Limited(stack, "postgres")
        return
    aside = home.with_name("postgres.aside")
    stack.stop("postgres")
    home.rename(aside)
    size = sum(path.lstat().st_size for path in aside.rglob("*")) // MEGABYTE
    with mounted(home, size + 48):
        subprocess.run(["cp", "-a", f"{aside}/.", str(home)], check=True)
        shutil.copystat(aside, home)
        status = aside.stat()
        os.chown(home, status.st_uid, status.st_gid)
        stack.start("postgres")
        try:
            yield Mounted(home)
        finally:
            stack.stop("postgres")
    aside.rename(home)
    stack.start("postgres")


@contextmanager
def no_room_left(stack: Stack, folder: Path) -> Iterator[SmallDisk]:
    """A full disk in place of a folder to which the web processes write."""
    if not may_mount():
        limited = Limited(stack, "web1", "web2")
        limited.fill()
        try:
            yield limited
        finally:
            limited.free()
        return
    with mounted(folder, 1):
        disk = Mounted(folder)
        disk.fill()
        yield disk


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[None]:
    """A file system in memory at `folder`, which is made if need be."""
    folder.mkdir(mode=0o700, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "viche", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def may_mount() -> bool:
    """Whether a file system may be mounted here: an administrator's right, which containers often lack."""
    probe = Path(f"/tmp/viche-probe-{os.getpid()}")
    probe.mkdir(mode=0o700)
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "viche", str(probe)]
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
        if done:
            subprocess.run(["umount", str(probe)], check=True)
        return done
    except FileNotFoundError:
        return False
    finally:
        probe.rmdir()
