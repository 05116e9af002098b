"""Copies of what was made once, as many as tests ask for."""

from __future__ import annotations

import pickle  # noqa: TID251
from copy import deepcopy
from typing import Any


class Original:
    """An object to be copied often: `pickle` does it in a tenth of the time that `deepcopy` takes."""

    def __init__(self, made: Any) -> None:
        self._made: Any = None
        self._pickled = b""
        try:
            self._pickled = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        except (AttributeError, TypeError, pickle.PicklingError):  # an open client, a local function
            self._made = deepcopy(made)

    def copy(self) -> Any:
        """Return a copy that shares nothing with the others."""
        return pickle.loads(self._pickled) if self._pickled else deepcopy(self._made)
