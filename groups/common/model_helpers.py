"""Model helpers of common."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import F, Func

# The record of who sat at the table is closed, never deleted.
KEEP = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)

# What is over stays as it was.
KEPT = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def span(start: str, end: str) -> Func:
    """The half-open range between two columns of instants."""
    return Func(F(start), F(end), function="TSTZRANGE", output_field=DateTimeRangeField())
