"""The composition root: the one room that knows all others."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AdminLibrary(AppConfig):
    """Django's admin for viche.config.maintenance alone: without its own site, sign-in and messages."""

    default = False  # of this package it is not the one
    name = "django.contrib.admin"
    label = "admin"
    default_auto_field = "django.db.models.AutoField"
    default_site = "viche.config.maintenance.Hatch"


class ConfigConfig(AppConfig):
    name = "viche.config"
    label = "config"

    def ready(self) -> None:
        # They join neighbours, when all models are there.
        from viche.config import calendar_news, privacy, wiring  # noqa: F401, PLC0415
        from viche.kernel.api import schema  # noqa: F401, PLC0415 - registers the OpenAPI extension

        autodiscover_modules("vitals")
