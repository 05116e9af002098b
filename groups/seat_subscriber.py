"""Whenever somebody comes to a table, leaves it or sits there for another sector, the table is looked at:
does it lack whom it needs?
"""

from __future__ import annotations

from uuid import UUID

from groups.mandates.expiry import show_seats_for
from groups.memberships.required_sectors import note_lost_sectors
from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
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


@subscriber("groups.tables", kinds=CHANGES)
def look_at_table(event: Event) -> None:
    note_lost_sectors(actor=TABLES, group_id=UUID(event.data["group_id"]))


@subscriber("groups.sectors", kinds=("groups.organisation_edited",))
def show_sector(event: Event) -> None:
    """Where an organisation sits at tables, its seats look different, and with them what a table lacks."""
    if "sector" in event.data["fields"]:
        show_seats_for(actor=TABLES, organisation_id=event.subject_id)
