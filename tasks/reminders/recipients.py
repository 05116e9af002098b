"""Recipients of reminders, and whether an owner without an account is reminded by email."""

from __future__ import annotations

from tasks.external_assignees.models import ActionLink
from tasks.items.models import ActionItem
from tasks.items.states import UNFINISHED_STATES
from tasks.items.workflow import ItemRole
from tasks.reminders.models import Reminder, ReminderAudience
from viche.kernel.clock import now

OWNER_AUDIENCES = frozenset({ReminderAudience.OWNER, ReminderAudience.OWNER_ORGANISATION})
"""Audiences of the owner; a body without an account gets their reminders by email."""


ROLE_BY_AUDIENCE: dict[str, ItemRole] = {
    ReminderAudience.OWNER: ItemRole.OWNER,
    ReminderAudience.OWNER_ORGANISATION: ItemRole.OWNER,
    ReminderAudience.VERIFIER: ItemRole.VERIFIER,
    ReminderAudience.FACILITATOR: ItemRole.FACILITATOR,
    ReminderAudience.GROUP: ItemRole.SEATED,
}
"""Role in the item that makes an actor a recipient."""


def is_reminder_recipient(reminder: Reminder, item: ActionItem, parts: frozenset[ItemRole]) -> bool:
    """Return whether a reminder addresses an actor with these roles, who may then snooze it.

    Facilitators stand in for an owner without an account.
    """
    stands_in = item.outside_body_id is not None and reminder.audience in OWNER_AUDIENCES
    return (ItemRole.FACILITATOR if stands_in else ROLE_BY_AUDIENCE[reminder.audience]) in parts


def find_latest_guest_link(item: ActionItem) -> ActionLink | None:
    """Return the newest guest link of the present outside body, live or not."""
    return ActionLink.objects.filter(action=item, body=item.outside_body_id).order_by("-id").first()


def is_reached_by_email(item: ActionItem) -> bool:
    """Return whether the outside body that owns an item is reminded by email.

    It must have an address that takes email and open work, and its last link must not be revoked. A
    restricted item is sent only through a live link that a person created for it. In all other cases, the
    facilitators are reminded instead.
    """
    body = item.outside_body
    if (
        body is None
        or not body.takes_letters
        or item.state not in UNFINISHED_STATES
        or not item.group.is_working
    ):
        return False
    link = find_latest_guest_link(item)
    if link is not None and (link.revoked_at is not None or link.is_live(now())):
        return link.revoked_at is None
    return item.is_shared_with_group
