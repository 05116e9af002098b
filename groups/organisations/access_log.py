"""Access log of organisations."""

from __future__ import annotations

from viche.kernel.access_log import Read, log_each

ADMINISTRATOR = "organisation_administrator"


record_administrator_reads = log_each(lambda one: Read(ADMINISTRATOR, one["id"], one["person"]["id"]))
"""Record that an actor is shown present and past administrators of an organisation."""
