"""Access log of offices."""

from __future__ import annotations

from viche.kernel.access_log import Read, log_each

OFFICE = "office"


record_office_reads = log_each(
    lambda one: Read(OFFICE, one["id"], one["person"]["id"]) if one["end_reason"] else None
)
"""Record that an actor is shown the reasons why offices ended."""
