"""Who leads a group, and who coordinates its territory, are told when a sector that it needs is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.texts import local, sector_names
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.memberships.recipients import who_may_seat
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice


def _leading(event: Event) -> Iterable[Recipient]:
    return [Recipient(one.person_id, "leads") for one in who_may_seat(event)]


def _title(group: InitiativeGroup, lost: Sequence[str]) -> str:
    words = {"group": local(group, "name"), "sectors": sector_names(lost)}
    return _("Nobody of a needed sector sits at the table of “%(group)s” any more: %(sectors)s") % words


def _body() -> str:
    return _("Invite somebody of this sector: without it the group is not the table at which equals meet.")


def _lost(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Of groups that the reader sees, as long as it is so."""
    ids = {one.id: UUID(one.event.data["group_id"]) for one in notifications}
    groups = GroupPolicy().visible_to(reader).in_bulk(set(ids.values()))
    reason, found = in_both(lambda: _("You lead this group, or coordinate its territory.")), {}
    for one in notifications:
        group = groups.get(ids[one.id])
        lost = [name for name in one.event.data["sectors"] if group is not None and name in group.lacking]
        if group is not None and lost:
            found[one.id] = Words(
                title=in_both(partial(_title, group, lost)),
                body=in_both(_body),
                reason=reason,
                url=f"/groups/{group.pk}",
            )
    return found


notice("groups.sectors_lost", topic=Topic.MEMBERSHIP, recipients=_leading, render=_lost)
