"""Action items: what is to be done, by whom and by when, and the evidence that it was done."""

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
