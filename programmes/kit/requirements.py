"""What a transition requires besides the role and the state, and whether a dossier has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from programmes.kit.dossiers.models import Dossier
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement, Transition

Check = Callable[[Dossier], Conflict | None]

CHECKS: dict[Requirement, Check] = {}
"""By requirement, the function that returns what is missing. A reason is checked with the request.

A transition with a requirement that nobody has registered raises KeyError: it must not pass unchecked.
"""


def register_requirement(requirement: Requirement, check: Check) -> None:
    """Register how a requirement is checked."""
    CHECKS[requirement] = check


def check_requirements(dossier: Dossier, step: Transition[Any, Any]) -> None:
    """Raise the Conflict of the first requirement that the dossier does not meet."""
    for missing in _find_missing_requirements(dossier, step):
        raise missing


def list_missing(actor: Actor, dossier: Dossier, step: Transition[Any, Any]) -> list[Conflict]:
    """Return everything that the dossier lacks for a transition: requirements, then guards."""
    missing = list(_find_missing_requirements(dossier, step))
    for guard in step.guards:
        try:
            guard(actor, dossier)
        except Conflict as error:
            missing.append(error)
    return missing


def _find_missing_requirements(dossier: Dossier, step: Transition[Any, Any]) -> Iterator[Conflict]:
    for requirement in Requirement:
        if requirement in step.requires and requirement is not Requirement.REASON:
            missing = CHECKS[requirement](dossier)
            if missing is not None:
                yield missing
