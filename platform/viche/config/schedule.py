"""The schedule of periodic jobs, in seconds. An app's jobs.py declares its own."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def collect_schedule() -> dict[str, float]:
    """Return name and period of every periodic job of all apps."""
    schedule: dict[str, float] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.jobs"
        if find_spec(name) is not None:
            schedule.update(getattr(import_module(name), "SCHEDULE", {}))
    return schedule
