"""How much anybody may keep here, with what is still on its way."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from viche.accounts.models import User
from viche.files.models import StoredFile, Upload
from viche.kernel.actor import Actor
from viche.kernel.errors import TooLarge

QUOTA = 1024**3  # bytes that one person may keep
QUOTA_OF_LINK = 100 * 1024**2


def check_quota(actor: Actor, size: int, besides: UUID | None = None) -> None:
    """Holds the person's row until the end, so that two uploads at once do not each take what is left.

    An upload that was begun counts whole, but for the one that is told as `besides`. Raises TooLarge.
    """
    if actor.person_id is None:
        if _kept(link_id=actor.link_id) + size > QUOTA_OF_LINK:
            raise TooLarge("quota", _("This link has used up its 100 MB of files."))
        return
    User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    if _kept(uploaded_by=actor.person_id) + _on_the_way(actor.person_id, besides) + size > QUOTA:
        raise TooLarge("quota", _("You have used up your 1 GB of files."))


def used_by(person_id: UUID) -> int:
    """Bytes that a person keeps here, with what is still on its way."""
    return _kept(uploaded_by=person_id) + _on_the_way(person_id)


def _kept(**whose: UUID | None) -> int:
    return StoredFile.objects.filter(**whose).aggregate(kept=Sum("size"))["kept"] or 0


def _on_the_way(person_id: UUID, besides: UUID | None = None) -> int:
    begun = Upload.objects.filter(person=person_id, file=None).exclude(pk__in=filter(None, [besides]))
    return begun.aggregate(length=Sum("length"))["length"] or 0
