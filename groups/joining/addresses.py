"""Addresses of invitations: whose they are, and how long they are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Least

from groups.joining.events import (
    AddresseeMoved,
    InvitationUsed,
    PersonalAddresseeMoved,
    PersonalInvitationUsed,
)
from groups.joining.models import Invitation, PersonalInvitation
from viche.accounts.models import User
from viche.accounts.selectors import former_addresses_of
from viche.accounts.services.letters import delete_letters_about
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.models import Event
from viche.kernel.services import Reason, service

# How long the address of an invitation is kept after it has ended in any way.
ADDRESS_RETENTION = timedelta(days=30)


@service(Reason.SYSTEM)
def record_invitee(*, actor: Actor, person_id: UUID) -> None:
    """Record that invitations to a person's former addresses belong to that person.

    The address itself is not kept for as long as an invitation may last.
    """
    former = former_addresses_of(person_id)
    rows = Invitation.objects.filter(email__in=former).order_by("pk")
    for row in rows.exclude(pk__in=_list_recorded_ids(AddresseeMoved.kind, person_id)):
        fact = AddresseeMoved(invitation_id=row.pk, group_id=row.group_id, role=row.role, person_id=person_id)
        record(actor, fact)
    in_person = PersonalInvitation.objects.filter(email__in=former).order_by("pk")
    for one in in_person.exclude(pk__in=_list_recorded_ids(PersonalAddresseeMoved.kind, person_id)):
        moved = PersonalAddresseeMoved(
            personal_invitation_id=one.pk, offered=one.offered, person_id=person_id
        )
        record(actor, moved)


def _list_recorded_ids(kind: str, person_id: UUID) -> QuerySet[Event, UUID]:
    known = Event.objects.filter(kind=kind, data__person_id=str(person_id))
    return known.values_list("subject_id", flat=True)


@service(Reason.SYSTEM)
def purge_invitation_emails(*, actor: Actor) -> int:
    """Delete addresses and letters of invitations that ended a month ago; return the number."""
    used_up = Case(When(used__gte=F("uses"), then="last_used_at"))
    over = Invitation.objects.exclude(email="").annotate(over_at=Least("revoked_at", "expires_at", used_up))
    ids = list(over.filter(over_at__lt=now() - ADDRESS_RETENTION).values_list("pk", flat=True))
    answered = PersonalInvitation.objects.exclude(email="")
    answered = answered.annotate(over_at=Least("revoked_at", "expires_at", "used_at"))
    in_person = list(answered.filter(over_at__lt=now() - ADDRESS_RETENTION).values_list("pk", flat=True))
    return _purge_emails(actor, ids, in_person)


@service(Reason.SYSTEM)
def void_invitations_of(*, actor: Actor, person_id: UUID) -> None:
    """Revoke the invitations to a person's present and former addresses and delete these addresses.

    Also deletes the reasons of their personal invitations.
    """
    kinds = [InvitationUsed.kind, AddresseeMoved.kind]
    kinds += [PersonalInvitationUsed.kind, PersonalAddresseeMoved.kind]
    about = Event.objects.filter(kind__in=kinds, data__person_id=str(person_id))
    theirs = Q(pk__in=about.values("subject_id")) & ~Q(email="")
    theirs |= Q(email__in=User.objects.filter(pk=person_id).values("email"))
    theirs |= Q(email__in=former_addresses_of(person_id))
    ids = list(Invitation.objects.filter(theirs).values_list("pk", flat=True))
    in_person = list(PersonalInvitation.objects.filter(theirs).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=ids, revoked_at=None).update(revoked_at=now())
    PersonalInvitation.objects.filter(pk__in=in_person, revoked_at=None).update(revoked_at=now())
    PersonalInvitation.objects.filter(pk__in=in_person).update(reason="")
    _purge_emails(actor, ids, in_person)


def _purge_emails(actor: Actor, ids: Collection[UUID], in_person: Collection[UUID]) -> int:
    """Delete the addresses and letters of these invitations; return the number."""
    delete_letters_about(actor=actor, ids=[*ids, *in_person])
    forgotten = {"email": "", "address_forgotten_at": now()}
    seats = Invitation.objects.filter(pk__in=ids).update(**forgotten)
    return seats + PersonalInvitation.objects.filter(pk__in=in_person).update(**forgotten)
