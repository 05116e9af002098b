"""Notify members when their group is activated, suspended or dissolved, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import describe_given_reason
from groups.initiative_groups.models import GroupState, GroupStateChange, InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.selectors import list_state_changes_of
from groups.seats.selectors import list_participant_ids
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual


def _list_recipients(event: Event) -> Iterable[Recipient]:
    return [
        Recipient(person_id, "seated") for person_id in list_participant_ids(UUID(event.data["group_id"]))
    ]


def _render_title(group: InitiativeGroup) -> str:
    titles = {
        GroupState.ACTIVE: _("The group “%(group)s” is at work"),
        GroupState.SUSPENDED: _("The group “%(group)s” is suspended"),
        GroupState.DISSOLVED: _("The group “%(group)s” is dissolved"),
    }
    return titles[GroupState(group.state)] % {"group": translate_field(group, "name")}


def _render_body(step: GroupStateChange) -> str:
    if step.reason:
        return describe_given_reason(step.reason)
    return _("Its members can write there and give action items.")


def _find_step(event: Event) -> GroupStateChange | None:
    """Return the state change of the event: the last one at its time."""
    return list_state_changes_of(event.subject_id).filter(at__lte=event.at).order_by("-at", "-id").first()


def _render_state_change(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Return notifications about groups that the reader sees and that are still in that state."""
    groups = GroupPolicy().visible_to(reader).in_bulk({one.event.subject_id for one in notifications})
    reason, found = render_bilingual(lambda: _("You take part in this group.")), {}
    for one in notifications:
        group = groups.get(one.event.subject_id)
        if group is None or group.state != one.event.data["after"]:
            continue
        if (step := _find_step(one.event)) is not None:
            found[one.id] = NotificationText(
                title=render_bilingual(partial(_render_title, group)),
                body=render_bilingual(partial(_render_body, step)),
                reason=reason,
                url=f"/groups/{group.pk}",
            )
    return found


register_notice(
    "groups.state_changed", topic=Topic.MEMBERSHIP, recipients=_list_recipients, render=_render_state_change
)
