"""What follows when the letter of an invitation does not arrive."""

from __future__ import annotations

from uuid import UUID

from groups.joining.events import InvitationLost, PersonalInvitationLost
from groups.joining.models import Invitation, PersonalInvitation
from viche.accounts.models import Loss
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def note_invitation_lost(*, actor: Actor, invitation_id: UUID, address: str, why: Loss) -> None:
    """Tell that a letter did not arrive, while its invitation is for that address and opens something."""
    row = Invitation.objects.filter(pk=invitation_id, email=address).first()
    if row is not None and row.opens(now()):
        record(
            actor, InvitationLost(invitation_id=row.pk, group_id=row.group_id, role=row.role, why=why.value)
        )


@service(Reason.SYSTEM)
def note_personal_invitation_lost(
    *, actor: Actor, personal_invitation_id: UUID, address: str, why: Loss
) -> None:
    """The same of what is offered in person."""
    row = PersonalInvitation.objects.filter(pk=personal_invitation_id, email=address).first()
    if row is not None and row.opens(now()):
        record(
            actor,
            PersonalInvitationLost(personal_invitation_id=row.pk, offered=row.offered, why=why.value),
        )
