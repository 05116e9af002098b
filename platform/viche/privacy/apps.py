"""What people may ask about data on them: who saw it, a copy of it, its erasure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "viche.privacy"
    label = "privacy"
    verbose_name = _("Personal data")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The rooms below register nothing by themselves.
        from viche.privacy import erasure_approval, erasure_letters, people, reads  # noqa: F401, PLC0415
