"""Builds the two worlds and the stage in the database, once for all mutants: `python -m … FILE`."""

from __future__ import annotations

import pickle  # noqa: TID251 - rows as they are, read by our own children alone
import sys
from pathlib import Path

import django

django.setup()

from tests.architecture.stages import Stage  # noqa: E402
from tests.cast import a_world  # noqa: E402

if __name__ == "__main__":
    here, elsewhere = a_world("Тут"), a_world("Деінде")
    built = {"world": here, "elsewhere": elsewhere, "stage": Stage.built(here, elsewhere)}
    Path(sys.argv[1]).write_bytes(pickle.dumps(built))
