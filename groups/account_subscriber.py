"""What accounts mean for the tables: whoever's account is closed sits at none until it is opened again, asks
for no seat and reads nothing in an emergency any more; what invites somebody stays theirs when their address
changes.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _, override

from groups.break_glass.services import end_break_glass_of
from groups.guest_shares.services import end_shares_of
from groups.joining.addresses import note_addressee
from groups.joining.join_requests import withdraw_requests_of
from groups.mandates.expiry import record_lost_leads_of, show_seats_of
from groups.organisations.administrators import end_administrators_of
from viche.accounts.administration import on_unmade
from viche.accounts.events import EmailChanged, PersonDeactivated, PersonReactivated
from viche.kernel.actor import Actor
from viche.kernel.events import subscriber
from viche.kernel.models import Event

ACCOUNTS = Actor.for_system("groups.accounts")


@subscriber("groups.accounts", kinds=(PersonDeactivated.kind, PersonReactivated.kind))
def look_again(event: Event) -> None:
    """Seats wait for their holder; what was theirs in person does not come back by itself.

    Where an erasure waits that the person may stop, nothing is ended: the erasure does that.
    """
    if event.kind == PersonDeactivated.kind and not event.data.get("until_erasure"):
        end_break_glass_of(actor=ACCOUNTS, person_id=event.subject_id)
        end_shares_of(actor=ACCOUNTS, person_id=event.subject_id, reason="person_deactivated")
        with override(settings.LANGUAGE_CODE):
            why = _("The account was closed.")
        end_administrators_of(actor=ACCOUNTS, person_id=event.subject_id, reason=why)
        withdraw_requests_of(actor=ACCOUNTS, person_id=event.subject_id)
        record_lost_leads_of(actor=ACCOUNTS, person_id=event.subject_id)
    show_seats_of(actor=ACCOUNTS, person_id=event.subject_id)


@subscriber("groups.invitations", kinds=(EmailChanged.kind,))
def mind_invitations(event: Event) -> None:
    """While the letter to the former address is still there."""
    note_addressee(actor=ACCOUNTS, person_id=event.subject_id)


def read_no_more(person_id: UUID) -> None:
    """What somebody asked for or reads in an emergency ends with their administration."""
    end_break_glass_of(actor=ACCOUNTS, person_id=person_id)


on_unmade(read_no_more)
