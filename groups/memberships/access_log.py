"""Access log of memberships."""

from __future__ import annotations

from viche.kernel.access_log import Read, log_each

SEAT = "membership"


record_seat_reads = log_each(
    lambda one: Read(SEAT, one["id"], one["person"]["id"]) if one["reason"] else None
)
"""Record that an actor is shown the reasons why seats ended."""

record_role_step_reads = log_each(
    lambda one: Read(SEAT, one["membership_id"], one["person"]["id"]) if one["reason"] else None
)
"""Record that an actor is shown the reasons why roles were left."""
