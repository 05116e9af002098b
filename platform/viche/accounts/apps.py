"""The room of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "viche.accounts"
    label = "accounts"
    verbose_name = _("Own account")
    default_auto_field = "django.db.models.BigAutoField"
