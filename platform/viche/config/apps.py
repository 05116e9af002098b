"""The composition root: the one room that knows all others."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    name = "viche.config"
    label = "config"

    def ready(self) -> None:
        from viche.config import privacy, wiring  # noqa: F401, PLC0415 - joins neighbours, when all models are there
        from viche.kernel.api import schema  # noqa: F401, PLC0415 - registers the OpenAPI extension

        autodiscover_modules("vitals")
