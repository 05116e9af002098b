"""Programmes of community safety and data protection: the kit that they share, and each system."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from viche.kernel.autoload import autoload


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Programmes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autoload(
            self.name,
            "public_control.link_page",
            "recommendations.link_page",
            "recommendations.reminder_emails",
        )
        # Events of all slices are loaded by now.
        from programmes.kit.dossiers.realtime import register_common_frames  # noqa: PLC0415

        register_common_frames()
