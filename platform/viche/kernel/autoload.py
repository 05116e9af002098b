"""Import the modules in which the slices of an app register with the platform apps."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

REGISTRATION_MODULES = frozenset(
    (
        "grants",
        "realtime",
        "notifications",
        "search",
        "files",
        "privacy",
        "deadlines",
        "duties",
        "events",
        "parts",
        "registration",
    )
)
"""What a module that registers is called, in whichever slice it lies."""


def autoload(package: str, *others: str) -> list[str]:
    """Import the modules of `package` named in `REGISTRATION_MODULES`, at any depth, and `others`.

    Return the dotted names of all of them. `others` are modules that register too, but are named after a
    mechanism of their own (`access.oversight`). Raises what a package raises when it is imported.
    """
    found = walk_packages(import_module(package).__path__, f"{package}.", onerror=import_module)
    named = {
        one.name for one in found if not one.ispkg and one.name.rpartition(".")[2] in REGISTRATION_MODULES
    }
    names = sorted(named | {f"{package}.{one}" for one in others})
    for name in names:
        import_module(name)
    return names
