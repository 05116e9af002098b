"""What may happen in generated worlds, a file for each kind of thing: one step of a service each.

A step that is refused changes nothing. Nobody's rights are asked: the system takes all steps but those that
are taken for oneself.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.architecture.happenings.town import HAPPENINGS, Town

for found in iter_modules(__path__):
    part = import_module(f"{__name__}.{found.name}")
    if found.name != "town":
        more = {one.__name__.strip("_"): one for one in part.HAPPENINGS}
        assert not HAPPENINGS.keys() & more.keys(), found.name
        HAPPENINGS.update(more)

__all__ = ["HAPPENINGS", "Town"]
