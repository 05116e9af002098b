"""Dialogue: what is said, by whom and for whom, and who has read it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    name = "dialogue"
    verbose_name = _("Dialogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rooms = ("containers", "linkables", "realtime", "notifications", "group_answers", "heritage")
        for room in (
            *rooms,
            "deadlines",
            "files",
            "privacy",
            "search",
            "moderation_notices",
            "hand_over_notices",
            "move_notices",
            "carrying_notices",
            "access_notices",
            "round_notices",
            "term_notices",
        ):
            import_module(f"dialogue.{room}")
