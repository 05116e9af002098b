"""Rights of data subjects: access record, export, erasure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "viche.privacy"
    label = "privacy"
    verbose_name = _("Personal data")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The apps below do not depend on this one, so it registers for them.
        from viche.privacy import (  # noqa: F401, PLC0415
            access_log,
            account_holdings,
            duties,
            erasure_approval,
            erasure_letters,
        )
