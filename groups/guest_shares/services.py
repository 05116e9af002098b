"""Services of guest shares: one object, one person, until a moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.common.people import get_person_by_id_or_email, require_reason
from groups.common.periods import COUNTRY_ZONE
from groups.grants import find_container_by_kind, sync_grants
from groups.guest_shares.checks import lock_object_to_share, lock_object_to_unshare
from groups.guest_shares.events import GuestShared, GuestShareEnded
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.guest_shares.policies import ShareAction
from groups.guest_shares.revocation import build_share_event, revoke_shares
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
    """Share one thread or action with a person until a moment, with the rights that `access` names.

    The person is given by id or by the address with which they sign in. A share that is given to a mandate of
    theirs ends with it. Raises NotFound or Forbidden by the policy of the object, Invalid when it cannot be
    shared like that.
    """
    mandate = _lock_mandate(mandate_id)
    obj = lock_object_to_share(actor, container_type, container_id, access, until)
    reason = require_reason(reason)
    guest = get_person_by_id_or_email(person_id, email)
    if mandate_id is not None and (mandate is None or mandate.person_id != guest.pk):
        raise Invalid.field("/mandate", "not_theirs", _("They have no such mandate, or it has ended."))
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
    record(actor, build_share_event(GuestShared, share))
    sync_grants(obj, reason="guest_shared")
    return share


def _check_within(mandate: Mandate | None, until: datetime) -> None:
    """Raise Invalid when a share would outlast its mandate."""
    end = mandate.term(COUNTRY_ZONE).end if mandate is not None else None
    if end is not None and until > end:
        raise Invalid.field("/until", "after_mandate", _("Their mandate ends before that."))


def _lock_mandate(mandate_id: UUID | None) -> Mandate | None:
    """Return a mandate that has not ended, locked.

    Mandates are locked before objects, as when a mandate ends.
    """
    if mandate_id is None:
        return None
    not_over = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    rows = Mandate.objects.filter(not_over, pk=mandate_id, ended_at=None)
    return rows.select_for_update(no_key=True).first()


@service(ShareAction.END)
def end_guest_share(*, actor: Actor, share_id: UUID) -> GuestShare:
    """Revoke a share now. Raises Conflict when it is over.

    Allowed to actors who may share the object, also when sharing it is no longer possible.
    """
    known = GuestShare.objects.filter(pk=share_id).first()
    kind = find_container_by_kind(known.container_type) if known is not None else None
    if known is None or kind is None:
        raise NotFound
    obj = lock_object_to_unshare(kind, actor, known.container_id)
    share = GuestShare.objects.get(pk=share_id)
    at = now()
    if share.ended_at is not None or share.until <= at:
        raise Conflict("already_ended", _("This has already ended."))
    share.ended_at = at
    share.save(update_fields=["ended_at"])
    record(actor, build_share_event(GuestShareEnded, share))
    sync_grants(obj, reason="guest_share_ended")
    return share


@service(Reason.SYSTEM)
def end_shares_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """Revoke every share of a person. `reason` is a code."""
    sync_grants(*revoke_shares(actor, person_id), reason=reason)
