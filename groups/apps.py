"""Groups: who sits at the table, for whom, and what each may do there."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for room in (
            "accounts",
            "containers",
            "linkables",
            "realtime",
            "notifications",
            "deadlines",
            "factors",
            "letters",
            "personal",
            "oversight",
            "privacy",
            "search",
            "who_saw",
            "tables",
        ):
            import_module(f"groups.{room}")
