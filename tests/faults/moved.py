"""Runs a module whose clock is moved: `python -m tests.faults.moved SECONDS MODULE ARGUMENTS`."""

from __future__ import annotations

import runpy
import sys
from datetime import UTC, datetime, timedelta

from viche.kernel import clock

if __name__ == "__main__":
    _name, seconds, module, *arguments = sys.argv
    moved = timedelta(seconds=int(seconds))
    with clock.replace_clock(lambda: datetime.now(tz=UTC) + moved):  # noqa: TID251
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
