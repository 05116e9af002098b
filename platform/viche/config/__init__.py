"""The composition root. `celery -A viche.config` finds its application here."""

from viche.config.celery import app

__all__ = ["app"]
