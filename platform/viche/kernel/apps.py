"""The kernel: what every room stands on, and which knows none of them."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "viche.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
