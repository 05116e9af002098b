"""Notify facilitators and coordinators when a required sector is missing from a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.texts import describe_sectors
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.memberships.recipients import list_seat_deciders
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual


def _list_recipients(event: Event) -> Iterable[Recipient]:
    return [Recipient(one.person_id, "leads") for one in list_seat_deciders(event)]


def _render_title(group: InitiativeGroup, lost: Sequence[str]) -> str:
    words = {"group": translate_field(group, "name"), "sectors": describe_sectors(lost)}
    return _("Nobody of a needed sector sits at the table of “%(group)s” any more: %(sectors)s") % words


def _render_body() -> str:
    return _("Invite somebody of this sector: without it the group is not the table at which equals meet.")


def _render_missing_sectors(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Return notifications about groups that the reader sees, while the sectors are missing."""
    ids = {one.id: UUID(one.event.data["group_id"]) for one in notifications}
    groups = GroupPolicy().visible_to(reader).in_bulk(set(ids.values()))
    reason, found = render_bilingual(lambda: _("You lead this group, or coordinate its territory.")), {}
    for one in notifications:
        group = groups.get(ids[one.id])
        lost = [name for name in one.event.data["sectors"] if group is not None and name in group.lacking]
        if group is not None and lost:
            found[one.id] = NotificationText(
                title=render_bilingual(partial(_render_title, group, lost)),
                body=render_bilingual(_render_body),
                reason=reason,
                url=f"/groups/{group.pk}",
            )
    return found


register_notice(
    "groups.sectors_lost", topic=Topic.MEMBERSHIP, recipients=_list_recipients, render=_render_missing_sectors
)
