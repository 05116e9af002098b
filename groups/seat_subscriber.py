"""Check for missing required sectors whenever a seat of a group or its sector changes."""

from __future__ import annotations

from uuid import UUID

from groups.mandates.expiry import refresh_seats_for
from groups.memberships.required_sectors import record_missing_sectors
from viche.kernel.actor import Actor
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event

TABLES = Actor.for_system("groups.tables")
CHANGES = (
    "groups.membership_started",
    "groups.membership_ended",
    "groups.role_changed",
    "groups.seat_changed",
    "groups.terms_passed",
    "groups.state_changed",
)


@register_subscriber("groups.tables", kinds=CHANGES)
def handle_seat_change(event: Event) -> None:
    record_missing_sectors(actor=TABLES, group_id=UUID(event.data["group_id"]))


@register_subscriber("groups.sectors", kinds=("groups.organisation_edited",))
def handle_sector_change(event: Event) -> None:
    """Refresh the seats of an organisation whose sector changed.

    The seats show it, and a group may now lack a required sector.
    """
    if "sector" in event.data["fields"]:
        refresh_seats_for(actor=TABLES, organisation_id=event.subject_id)
