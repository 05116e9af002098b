"""Notifications: recipients, texts, channels, and delivery."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "viche.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from viche.notifications import accounts, approvals  # noqa: F401, PLC0415 - both register here
