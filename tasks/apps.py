"""Tasks: what is done, by whom, until when, and how everybody knows that it was."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from viche.kernel.autoload import autoload


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = _("Action items")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autoload(
            self.name,
            "external_assignees.emails",
            "external_assignees.reminder_emails",
            "items.thread_obstacles",
            "link_targets",
            "search.documents",
        )
