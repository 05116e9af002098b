"""Guest shares: one thing, one person, until a moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.common.people import given, person_named
from groups.common.periods import COUNTRY_ZONE
from groups.grants import container_named, sync_grants
from groups.guest_shares.checks import load_to_unshare, thing_to_share
from groups.guest_shares.events import GuestShared, GuestShareEnded
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.guest_shares.policies import ShareAction
from groups.guest_shares.revocation import share_event, take_back_shares
from groups.mandates.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(ShareAction.GIVE)
def share_with_guest(
    *,
    actor: Actor,
    container_type: str,
    container_id: UUID,
    access: ShareAccess,
    until: datetime,
    reason: str,
    person_id: UUID | None = None,
    email: str = "",
    mandate_id: UUID | None = None,
) -> GuestShare:
    """Let a person see one thread or action until a moment, and speak or work there if `access` says so.

    The person is named by id or by the address with which they sign in. A share that is given to a mandate
    of theirs ends with it.
    Raises NotFound or Forbidden by the policy of the thing, Invalid for what cannot be shared like that.
    """
    mandate = _hold_mandate(mandate_id)
    obj = thing_to_share(actor, container_type, container_id, access, until)
    reason = given(reason)
    guest = person_named(person_id, email)
    if mandate_id is not None and (mandate is None or mandate.person_id != guest.pk):
        raise Invalid.field("/mandate", "not_theirs", _("They have no such mandate, or it is over."))
    _check_within(mandate, until)
    share = GuestShare.objects.create(
        container_type=container_type,
        container_id=container_id,
        person=guest,
        mandate=mandate,
        access=access,
        until=until,
        granted_by_id=actor.person_id,
        reason=reason,
    )
    record(actor, share_event(GuestShared, share))
    sync_grants(obj, reason="guest_shared")
    return share


def _check_within(mandate: Mandate | None, until: datetime) -> None:
    """Raise Invalid where a share would go on after the last day of its mandate."""
    end = mandate.term(COUNTRY_ZONE).end if mandate is not None else None
    if end is not None and until > end:
        raise Invalid.field("/until", "after_mandate", _("Their mandate ends before that."))


def _hold_mandate(mandate_id: UUID | None) -> Mandate | None:
    """Return a mandate that is not over, locked: before things, as by whoever ends it."""
    if mandate_id is None:
        return None
    not_over = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    rows = Mandate.objects.filter(not_over, pk=mandate_id, ended_at=None)
    return rows.select_for_update(no_key=True).first()


@service(ShareAction.END)
def end_guest_share(*, actor: Actor, share_id: UUID) -> GuestShare:
    """Take a share back now. Whoever may share the thing may do it, also where nobody shares it any more.

    Raises Conflict for one that is over.
    """
    known = GuestShare.objects.filter(pk=share_id).first()
    kind = container_named(known.container_type) if known is not None else None
    if known is None or kind is None:
        raise NotFound
    obj = load_to_unshare(kind, actor, known.container_id)
    share = GuestShare.objects.get(pk=share_id)
    at = now()
    if share.ended_at is not None or share.until <= at:
        raise Conflict("already_ended", _("This has already ended."))
    share.ended_at = at
    share.save(update_fields=["ended_at"])
    record(actor, share_event(GuestShareEnded, share))
    sync_grants(obj, reason="guest_share_ended")
    return share


@service(Reason.SYSTEM)
def end_shares_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """Take back everything that is shared with a person. `reason` is a code."""
    sync_grants(*take_back_shares(actor, person_id), reason=reason)
