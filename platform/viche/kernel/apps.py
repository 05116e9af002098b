"""The kernel app: the base of all other apps; it imports none of them."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "viche.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
