"""How each action of the permission matrix is asked for over REST: one request, right in all but who asks."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from tests.architecture.questions.request import Ask

ASKS: dict[str, Sequence[Ask]] = {}
for found in iter_modules(__path__):
    part = import_module(f"{__name__}.{found.name}")
    more = {action: (ask,) for action, ask in getattr(part, "ASKS", {}).items()} | getattr(
        part, "SEVERAL", {}
    )
    assert not ASKS.keys() & more.keys(), found.name
    ASKS |= more

__all__ = ["ASKS"]
