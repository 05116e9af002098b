"""How many seconds each stage of `./viche test` may take on two slow cores with warm package caches.

A stage that exceeds its budget by half fails, so that slower tests are noticed when they are written: when a
stage gets faster, lower its budget. Fetching packages has no budget: it waits for the network.
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


def named_budgets() -> dict[str, float]:
    """Return the budgets by the names of the stages in the language of the environment."""
    return {say(key): budget for key, budget in BUDGETS.items()}
