"""Realtime: push changes to connected clients."""

from importlib import import_module

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "viche.realtime"
    label = "realtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("publish", "people"):
            import_module(f"{self.name}.{module}")
