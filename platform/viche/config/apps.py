"""The app of the composition root, the only one that imports all others."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AdminLibrary(AppConfig):
    """Django's admin without its own site, sign-in and messages, for viche.config.maintenance only."""

    default = False  # not the default AppConfig of this package
    name = "django.contrib.admin"
    label = "admin"
    default_auto_field = "django.db.models.AutoField"
    default_site = "viche.config.maintenance.MaintenanceSite"


class ConfigConfig(AppConfig):
    name = "viche.config"
    label = "config"

    def ready(self) -> None:
        # These connect apps with each other, once all models are loaded.
        from viche.config import calendar_notifications, privacy, wiring  # noqa: F401, PLC0415
        from viche.kernel.api import schema  # noqa: F401, PLC0415 - registers the OpenAPI extension

        autodiscover_modules("vitals")
