"""Time budgets of the stages of `./viche test`, in seconds on two slow cores with warm caches.

A stage that exceeds its budget by half fails, so that slower tests are noticed when they are written: lower
the budget when a stage gets faster. Downloading packages has no budget: it depends on the network.
"""

from typing import Final

from viche.cli.messages import say

BUDGETS: Final[dict[str, int]] = {
    "stage_style": 10,
    "stage_format": 10,
    "stage_layers": 20,
    "stage_migrations": 10,
    "stage_schema": 20,
    "stage_front_end_style": 10,
    "stage_front_end_types": 40,
    "stage_front_end_client": 10,
    "stage_front_end_messages": 15,
    "stage_types": 40,
    "stage_pytest": 1000,
    "stage_faults": 260,
    "stage_front_end_tests": 140,
    "stage_front_end_build": 20,
    "stage_e2e": 560,
    "stage_tree": 5,
}


def get_named_budgets() -> dict[str, float]:
    """Return the budgets by stage name in the language of the environment."""
    return {say(key): budget for key, budget in BUDGETS.items()}
