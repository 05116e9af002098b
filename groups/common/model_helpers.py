"""Triggers and expressions shared by the models of this app."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import F, Func

# The history of seats is closed, never deleted.
PREVENT_DELETE = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)

# Rows of the past never change.
APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def build_instant_range(start: str, end: str) -> Func:
    """Return the half-open range between two columns of instants."""
    return Func(F(start), F(end), function="TSTZRANGE", output_field=DateTimeRangeField())
