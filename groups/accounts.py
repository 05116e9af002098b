"""What accounts mean for the tables: whoever's account is closed sits at none, until it is opened again."""

from __future__ import annotations

from uuid import UUID

from groups.services.break_glass import end_break_glass_of
from groups.services.terms import show_seats_of
from viche.accounts.administration import on_unmade
from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
from viche.kernel.models import Event

ACCOUNTS = Actor.for_system("groups.accounts")


@subscriber("groups.accounts", kinds=("accounts.person_deactivated", "accounts.person_reactivated"))
def look_again(event: Event) -> None:
    show_seats_of(actor=ACCOUNTS, person_id=UUID(event.data["person_id"]))


def read_no_more(person_id: UUID) -> None:
    """What somebody asked for or reads in an emergency ends with their administration."""
    end_break_glass_of(actor=ACCOUNTS, person_id=person_id)


on_unmade(read_no_more)
