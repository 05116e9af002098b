"""App configuration of dialogue: threads, messages, who may read them and who has read them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from viche.kernel.autoload import autoload


class DialogueConfig(AppConfig):
    name = "dialogue"
    verbose_name = _("Dialogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autoload(
            self.name,
            "group_hooks",
            "link_targets",
            "privacy.data_holdings",
            "search.documents",
            "search.minutes_documents",
        )
