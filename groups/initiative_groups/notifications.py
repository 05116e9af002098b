"""Whoever sits at a table is told when their group begins to work, rests or is over, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import because
from groups.common.texts import local
from groups.initiative_groups.models import GroupState, GroupStateChange, InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import state_changes_of
from groups.seats.selectors import people_of
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice


def _seated(event: Event) -> Iterable[Recipient]:
    return [Recipient(person_id, "seated") for person_id in people_of(UUID(event.data["group_id"]))]


def _title(group: InitiativeGroup) -> str:
    titles = {
        GroupState.ACTIVE: _("The group “%(group)s” is at work"),
        GroupState.SUSPENDED: _("The group “%(group)s” is suspended"),
        GroupState.DISSOLVED: _("The group “%(group)s” is dissolved"),
    }
    return titles[GroupState(group.state)] % {"group": local(group, "name")}


def _body(step: GroupStateChange) -> str:
    if step.reason:
        return because(step.reason)
    return _("Its members can write there and give action items.")


def _step_of(event: Event) -> GroupStateChange | None:
    """The step that the event tells of: the last one that was taken by then."""
    return state_changes_of(event.subject_id).filter(at__lte=event.at).order_by("-at", "-id").first()


def _changed(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Of groups that the reader sees, as long as they are in that state."""
    groups = GroupPolicy().visible_to(reader).in_bulk({one.event.subject_id for one in notifications})
    reason, found = in_both(lambda: _("You take part in this group.")), {}
    for one in notifications:
        group = groups.get(one.event.subject_id)
        if group is None or group.state != one.event.data["after"]:
            continue
        if (step := _step_of(one.event)) is not None:
            found[one.id] = Words(
                title=in_both(partial(_title, group)),
                body=in_both(partial(_body, step)),
                reason=reason,
                url=f"/groups/{group.pk}",
            )
    return found


notice("groups.state_changed", topic=Topic.MEMBERSHIP, recipients=_seated, render=_changed)
