"""Deadlines: actions that must happen once at a given time."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "viche.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from viche.deadlines.services import feeds  # noqa: F401, PLC0415 - registers, when all models are there
