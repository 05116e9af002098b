"""What ticks, and how often, in seconds. A room's jobs.py names its own."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def collected_schedule() -> dict[str, float]:
    """Name and period of every tick of every room."""
    schedule: dict[str, float] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.jobs"
        if find_spec(name) is not None:
            schedule.update(getattr(import_module(name), "SCHEDULE", {}))
    return schedule
