"""The account that PostgreSQL runs under: it refuses root, so for root it becomes somebody without rights."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

NAMES = ("nobody", "postgres")


@dataclass(frozen=True, slots=True)
class Account:
    """Whom to become.

    `bridge`: something it needs lies behind a folder that is closed to it (`/root`, say), so the program
    keeps the single right to pass closed folders.
    """

    uid: int
    gid: int
    bridge: bool = False


def service_account(home: Path, *needed: Path) -> Account | None:
    """The account for a program that keeps its files in `home` and needs these folders too.

    It is the owner of what is there already. None when this process is not root.
    """
    if os.geteuid() != 0:
        return None
    uid, gid = _owner(home) or next(found for found in map(_named, NAMES) if found is not None)
    bridge = not all(can_reach(path, uid, gid) for path in (home, *needed))
    return Account(uid, gid, bridge)


def can_reach(path: Path, uid: int, gid: int) -> bool:
    """Whether that account may pass every folder above `path`."""
    return all(_may_pass(folder.stat(), uid, gid) for folder in path.resolve().parents if folder.exists())


def _may_pass(status: os.stat_result, uid: int, gid: int) -> bool:
    if status.st_uid == uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _owner(folder: Path) -> tuple[int, int] | None:
    if not folder.exists() or folder.stat().st_uid == 0:
        return None
    return folder.stat().st_uid, folder.stat().st_gid


def _named(name: str) -> tuple[int, int] | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry.pw_uid, entry.pw_gid
