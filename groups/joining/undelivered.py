"""Handling of invitation e-mails that did not arrive."""

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
def record_lost_invitation_email(*, actor: Actor, invitation_id: UUID, address: str, why: Loss) -> None:
    """Record that an e-mail did not arrive, while its invitation is open and for that address."""
    row = Invitation.objects.filter(pk=invitation_id, email=address).first()
    if row is not None and row.opens(now()):
        record(
            actor, InvitationLost(invitation_id=row.pk, group_id=row.group_id, role=row.role, why=why.value)
        )


@service(Reason.SYSTEM)
def record_lost_personal_email(
    *, actor: Actor, personal_invitation_id: UUID, address: str, why: Loss
) -> None:
    """Record the same for a personal invitation."""
    row = PersonalInvitation.objects.filter(pk=personal_invitation_id, email=address).first()
    if row is not None and row.opens(now()):
        record(
            actor,
            PersonalInvitationLost(personal_invitation_id=row.pk, offered=row.offered, why=why.value),
        )
