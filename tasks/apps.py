"""Tasks: what is done, by whom, until when, and how everybody knows that it was."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = _("Action items")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rooms = ("containers", "linkables", "realtime", "notifications", "deadlines", "files", "privacy")
        for room in (*rooms, "heritage", "letters", "reminding", "search", "staying"):
            import_module(f"tasks.{room}")
