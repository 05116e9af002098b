"""Builds the worlds, the stage and its things in the database, once for all mutants: `python -m … FILE`."""

from __future__ import annotations

import pickle  # noqa: TID251 - rows as they are, read by our own children alone
import sys
from pathlib import Path

import django

django.setup()

from tests.architecture import announced, belongings  # noqa: E402, F401 - add to the stages
from tests.architecture.furnished import Furnished  # noqa: E402
from tests.architecture.stages.stage import Stage  # noqa: E402
from tests.cast import a_world  # noqa: E402

if __name__ == "__main__":
    here, elsewhere = a_world("Тут"), a_world("Деінде")
    stage = Stage.built(here, elsewhere)
    built = {"world": here, "elsewhere": elsewhere, "stage": stage, "furnished": Furnished.built(stage)}
    Path(sys.argv[1]).write_bytes(pickle.dumps(built))
