"""Recipients of reminders, and whether an owner without an account is reminded by email."""

from __future__ import annotations

from typing import Any

from tasks.external_assignees.models import ActionLink, OutsideBody
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


def find_latest_guest_link(body: OutsideBody, subject: dict[str, Any]) -> ActionLink | None:
    """Return the newest guest link of a body about `subject`, see `create_guest_link`, live or not."""
    return ActionLink.objects.filter(**subject, body=body).order_by("-id").first()


def is_reminded(body: OutsideBody, latest: ActionLink | None, *, is_shared: bool) -> bool:
    """Return whether a body is reminded by email of what waits for it; `latest` is its newest link for that.

    It must have an address that takes email, and its last link must not be revoked. What the whole group does
    not read is sent only through a live link that a person created for it.
    """
    if not body.takes_letters:
        return False
    if latest is not None and (latest.revoked_at is not None or latest.is_live(now())):
        return latest.revoked_at is None
    return is_shared


def is_worked_on(item: ActionItem) -> bool:
    """Return whether the owner of an item still has work on it."""
    return item.state in UNFINISHED_STATES and item.group.is_working


def is_reached_by_email(item: ActionItem) -> bool:
    """Return whether the outside body that owns an item is reminded by email; else the facilitators are."""
    body = item.outside_body
    if body is None or not is_worked_on(item):
        return False
    latest = find_latest_guest_link(body, {"action": item})
    return is_reminded(body, latest, is_shared=item.is_shared_with_group)
