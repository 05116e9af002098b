"""What accounts mean for the tables: whoever's account is closed sits at none, until it is opened again."""

from __future__ import annotations

from uuid import UUID

from groups.services.terms import show_seats_of
from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
from viche.kernel.models import Event

ACCOUNTS = Actor.for_system("groups.accounts")


@subscriber("groups.accounts", kinds=("accounts.person_deactivated", "accounts.person_reactivated"))
def look_again(event: Event) -> None:
    show_seats_of(actor=ACCOUNTS, person_id=UUID(event.data["person_id"]))
