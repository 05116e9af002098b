"""The objects of the permission matrix, a file for each kind, brought into each state by the services."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tests.architecture.stages.stage import Stage
from viche.kernel.policy import Policy

POLICIES: dict[str, Policy[Any]] = {}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {}
for found in iter_modules(__path__):
    part = import_module(f"{__name__}.{found.name}")
    assert not MAKERS.keys() & getattr(part, "MAKERS", {}).keys(), found.name
    POLICIES |= getattr(part, "POLICIES", {})
    MAKERS |= getattr(part, "MAKERS", {})

__all__ = ["MAKERS", "POLICIES", "Stage"]
