"""A pytest plugin: two worlds and the stage on them are in the database already."""

from __future__ import annotations

import os
import pickle  # noqa: TID251 - see `build`
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.db import transaction

from tests import standing

BUILT = "VICHE_MUTANTS_BUILT"


class Settled(standing.Ground):
    """Layers that were built and committed before; what stands on them is built as ever."""

    _base: dict[str, Any] | None = None

    def bring(self, names: Sequence[str]) -> dict[str, Any]:
        if self._base is None:
            self._base = pickle.loads(Path(os.environ[BUILT]).read_bytes())
        higher = [name for name in names if name not in self._base]
        while list(self._built) != higher[: len(self._built)]:
            self._take_down()
        for name in higher[len(self._built) :]:
            atomic = transaction.atomic()
            atomic.__enter__()
            self._atomics.append(atomic)
            self._built[name] = standing.LAYERS[name].build(self._base | self._built)
        return deepcopy(self._base | self._built)


standing.Ground = Settled  # type: ignore[misc] # before tests/conftest.py takes it
