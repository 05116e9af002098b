"""Full-text search, narrowed to what the reader may read."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "viche.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
