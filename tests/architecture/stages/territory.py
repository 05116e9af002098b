"""How objects of the permission matrix come into their states: territorys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.policies import TerritoryPolicy
from tests.architecture.stages.stage import Stage
from viche.kernel.policy import Policy

POLICIES: dict[str, Policy[Any]] = {
    "territory": TerritoryPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "territory": lambda stage, _state: stage.here.territory,
}
