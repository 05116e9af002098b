"""Time budgets of the stages of `./viche test`, in seconds on two slow cores with warm caches.

A stage that takes twice its budget fails, so that slower tests are noticed when they are written: lower the
budget when a stage gets faster. Downloading packages has no budget: it depends on the network.
"""

import os
import subprocess
import sys
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

LOOP: Final = "from time import time; b = time(); sum(x * x for x in range(5_000_000)); print(time() - b)"
LOOP_SECONDS: Final = 0.3  # what the loop takes on the cores of the budgets


def measure_slowness() -> float:
    """Return how many times slower the slowest busy core is than those of the budgets; at least 1."""
    command = [sys.executable, "-c", LOOP]
    loops = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _core in range(os.cpu_count() or 1)
    ]
    slowest = max(float(loop.communicate()[0]) for loop in loops)
    return max(1.0, slowest / LOOP_SECONDS)


def get_named_budgets() -> dict[str, float]:
    """Return the budgets by stage name in the language of the environment."""
    return {say(key): budget for key, budget in BUDGETS.items()}
