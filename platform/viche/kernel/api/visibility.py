"""The visibility level that an actor has on the objects in a URL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, list_policies


@cache
def get_policies() -> Mapping[str, Policy[Any]]:
    """Return the policy of each URL parameter that names an object."""
    kinds = {vars(kind).get("url_parameter"): kind for kind in list_policies()}
    return {name: kind() for name, kind in kinds.items() if name}


def get_level(actor: Actor, parameters: Mapping[str, Any]) -> Level:
    """Return the lowest visibility level that `actor` has on the objects named in a URL.

    `parameters` are those of the URL. Parameters without a policy count as READ.
    """
    policies = get_policies()
    levels = (_get_level(policies[name], actor, pk) for name, pk in parameters.items() if name in policies)
    return min(levels, default=Level.READ)


def _get_level(policy: Policy[Any], actor: Actor, pk: Any) -> Level:
    for level in (Level.READ, Level.EXISTS):
        if policy.visible_to(actor, level).filter(pk=pk).exists():
            return level
    return Level.NONE
