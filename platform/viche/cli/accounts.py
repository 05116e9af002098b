"""The Unix account for PostgreSQL, which refuses to run as root: for root, an unprivileged account."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

CANDIDATE_ACCOUNTS = ("nobody", "postgres")


@dataclass(frozen=True, slots=True)
class Account:
    """The account to switch to.

    `bridge`: it needs something inside a folder that it may not enter (such as `/root`), so the program keeps
    the single capability to pass closed folders.
    """

    uid: int
    gid: int
    bridge: bool = False


def find_service_account(home: Path, *needed: Path) -> Account | None:
    """Return the account for a program with its files in `home` that also needs the other folders.

    It is the owner of existing files. None when this process is not root.
    """
    if os.geteuid() != 0:
        return None
    uid, gid = _owner(home) or next(
        found for found in map(_look_up_account, CANDIDATE_ACCOUNTS) if found is not None
    )
    bridge = not all(can_reach(path, uid, gid) for path in (home, *needed))
    return Account(uid, gid, bridge)


def can_reach(path: Path, uid: int, gid: int) -> bool:
    """Return whether the account may pass every folder above `path`."""
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


def _look_up_account(name: str) -> tuple[int, int] | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry.pw_uid, entry.pw_gid
