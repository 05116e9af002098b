"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "viche.accounts"
    label = "accounts"
    verbose_name = _("Own account")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # These modules register duties, API authentication, letters and approvals.
        from viche.accounts import (  # noqa: F401, PLC0415
            administrator_approvals,
            duties,
            identity_letters,
            provider_approvals,
            schema,
        )
