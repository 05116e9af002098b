"""What a transition requires besides the role and the state, and whether a dossier has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from programmes.kit.dossiers.models import Dossier
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement, Transition

Check = Callable[[Dossier], Conflict | None]

CHECKS: dict[Requirement, Check] = {}
"""By requirement, the function that returns what is missing. A reason is checked with the request."""


def register_requirement(requirement: Requirement, check: Check) -> None:
    """Register how a requirement is checked."""
    CHECKS[requirement] = check


def check_requirements(dossier: Dossier, step: Transition[Any, Any]) -> None:
    """Raise the Conflict of the first requirement that the dossier does not meet."""
    for requirement in Requirement:
        if requirement in step.requires and requirement in CHECKS:
            missing = CHECKS[requirement](dossier)
            if missing is not None:
                raise missing
