"""Effects of account changes on groups.

A closed account holds no seat until it is reopened. Its offices, its requests for seats and its emergency
access end.
Invitations stay with their addressee when the address changes.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _, override

from groups.break_glass.services import end_break_glass_of
from groups.guest_shares.services import end_shares_of
from groups.joining.addresses import record_invitee
from groups.joining.join_requests import withdraw_requests_of
from groups.mandates.expiry import record_lost_leads_of, refresh_seats_of
from groups.offices.services import end_offices_of
from groups.organisations.administrators import end_administrators_of
from viche.accounts.administration import register_administration_cleanup
from viche.accounts.events import EmailChanged, PersonDeactivated, PersonReactivated
from viche.kernel.actor import Actor
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event

ACCOUNTS = Actor.for_system("groups.accounts")


@register_subscriber("groups.accounts", kinds=(PersonDeactivated.kind, PersonReactivated.kind))
def handle_account_change(event: Event) -> None:
    """Seats wait for their holder; what was theirs in person does not come back by itself.

    Where an erasure waits that the person may stop, nothing is ended: the erasure does that.
    """
    if event.kind == PersonDeactivated.kind and not event.data.get("until_erasure"):
        with override(settings.LANGUAGE_CODE):
            why = _("The account was closed.")
        # Offices are locked before requests for emergency access, as wherever an office ends.
        end_offices_of(actor=ACCOUNTS, person_id=event.subject_id, reason=why)
        end_break_glass_of(actor=ACCOUNTS, person_id=event.subject_id)
        end_shares_of(actor=ACCOUNTS, person_id=event.subject_id, reason="person_deactivated")
        end_administrators_of(actor=ACCOUNTS, person_id=event.subject_id, reason=why)
        withdraw_requests_of(actor=ACCOUNTS, person_id=event.subject_id)
        record_lost_leads_of(actor=ACCOUNTS, person_id=event.subject_id)
    refresh_seats_of(actor=ACCOUNTS, person_id=event.subject_id)


@register_subscriber("groups.invitations", kinds=(EmailChanged.kind,))
def handle_email_change(event: Event) -> None:
    """Record the addressee of invitations while the letters to the former address are still there."""
    record_invitee(actor=ACCOUNTS, person_id=event.subject_id)


def end_emergency_access(person_id: UUID) -> None:
    """End what a former administrator asked for or reads in an emergency."""
    end_break_glass_of(actor=ACCOUNTS, person_id=person_id)


register_administration_cleanup(end_emergency_access)
