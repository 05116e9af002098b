"""Search: what was said and made, found by its words, for whoever may see it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "viche.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
