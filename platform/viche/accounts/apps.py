"""The room of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "viche.accounts"
    label = "accounts"
    verbose_name = _("Own account")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from viche.accounts import schema  # noqa: F401, PLC0415 - registers how one signs in
