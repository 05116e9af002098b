"""Replace this process by another program that cannot outlive the process which started it.

    python -I -S shim.py PARENT SIGNAL UID GID BRIDGE PROGRAM ARGUMENT…

PARENT is the process id of the starter, SIGNAL what the kernel sends when the starter dies, UID and GID the
account to switch to (-1: stay), BRIDGE 1 when that account may pass folders it could not enter (see
`accounts.py`). It is run by its path, without imports of the package, so that a start costs milliseconds.
"""

import _signal as signals  # type: ignore[import-not-found]  # the bare module: `signal` costs a third of this start
import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 4
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_VERSION_3 = 0x20080522


class CapHeader(ctypes.Structure):
    """`struct __user_cap_header_struct` of capset(2)."""

    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class CapSet(ctypes.Structure):
    """`struct __user_cap_data_struct` of capset(2)."""

    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def drop_privileges(libc: ctypes.CDLL, uid: int, gid: int, *, bridge: bool) -> None:
    """Give up root permanently; with `bridge` keep the one capability to enter closed folders."""
    if bridge:
        # Capabilities then stay as set below; without this, access(2) would answer as if there were none.
        _check_result(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if bridge:
        right = 1 << CAP_DAC_OVERRIDE
        rights = (CapSet * 2)(CapSet(right, right, right), CapSet(0, 0, 0))
        _check_result(libc.capset(ctypes.byref(CapHeader(CAP_VERSION_3, 0)), rights))
        _check_result(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def main(arguments: list[str]) -> None:
    """Switch the account, tie this process to its starter, and execute the program."""
    parent, death, uid, gid, bridge = (int(value) for value in arguments[:5])
    program = arguments[5:]
    libc = ctypes.CDLL(None, use_errno=True)
    if uid >= 0:
        drop_privileges(libc, uid, gid, bridge=bool(bridge))
        os.umask(0o077)
    if sys.platform == "linux":
        # After the change of account, which clears the signal.
        _check_result(libc.prctl(PR_SET_PDEATHSIG, death, 0, 0, 0))
    if os.getppid() != parent:
        sys.exit(143)
    # The interpreter ignores these signals, which the program would inherit.
    for ignored in (signals.SIGPIPE, signals.SIGXFSZ):
        signals.signal(ignored, signals.SIG_DFL)
    os.execvp(program[0], program)  # noqa: S606 - becoming the program is the purpose


def _check_result(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(126)
