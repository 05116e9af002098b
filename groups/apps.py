"""Groups: who sits at the table, for which organisation, and what each role may do there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from viche.kernel.autoload import autoload


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autoload(
            self.name,
            "access.access_record",
            "access.oversight",
            "account_subscriber",
            "joining.emails",
            "joining.personal_emails",
            "link_targets",
            "mandates.second_factor_roles",
            "privacy.data_holdings",
            "search.documents",
            "seat_subscriber",
        )
