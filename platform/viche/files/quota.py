"""Storage quotas, including uploads in progress."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.files.models import StoredFile, Upload
from viche.kernel.actor import Actor
from viche.kernel.errors import TooLarge

QUOTA = 1024**3  # bytes per person
QUOTA_OF_LINK = 100 * 1024**2


def check_quota(actor: Actor, size: int, besides: UUID | None = None) -> None:
    """Raise TooLarge when a file would exceed the quota.

    Locks the person's row until the end of the transaction, so that two concurrent uploads cannot both take
    the rest. An upload in progress counts with its full length, except the one given as `besides`.
    """
    if actor.person_id is None:
        if _stored_bytes(link_id=actor.link_id) + size > QUOTA_OF_LINK:
            raise TooLarge("quota", _("This link has used up its 100 MB of files."))
        return
    User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    if _stored_bytes(uploaded_by=actor.person_id) + _pending_bytes(actor.person_id, besides) + size > QUOTA:
        raise TooLarge("quota", _("You have used up your 1 GB of files."))


def get_used_bytes(person_id: UUID) -> int:
    """Return the bytes that a person's files take, including uploads in progress."""
    return _stored_bytes(uploaded_by=person_id) + _pending_bytes(person_id)


def _stored_bytes(**whose: UUID | None) -> int:
    return StoredFile.objects.filter(**whose).aggregate(kept=Sum("size"))["kept"] or 0


def _pending_bytes(person_id: UUID, besides: UUID | None = None) -> int:
    begun = Upload.objects.filter(person=person_id, file=None).exclude(pk__in=filter(None, [besides]))
    return begun.aggregate(length=Sum("length"))["length"] or 0
