"""Whom a reminder reaches, and whether an owner without an account hears it by itself."""

from __future__ import annotations

from tasks.external_assignees.models import ActionLink
from tasks.items.models import ActionItem
from tasks.items.states import UNFINISHED
from tasks.items.workflow import Part
from tasks.reminders.models import Reminder, ReminderAudience
from viche.kernel.clock import now

OF_THE_OWNER = frozenset({ReminderAudience.OWNER, ReminderAudience.OWNER_ORGANISATION})
"""What is meant for the owner, and goes to a body without an account by letter."""


PARTS: dict[str, Part] = {
    ReminderAudience.OWNER: Part.OWNER,
    ReminderAudience.OWNER_ORGANISATION: Part.OWNER,
    ReminderAudience.VERIFIER: Part.VERIFIER,
    ReminderAudience.FACILITATOR: Part.FACILITATOR,
    ReminderAudience.GROUP: Part.SEATED,
}
"""What somebody is to an item of which they are reminded."""


def reaches(reminder: Reminder, item: ActionItem, parts: frozenset[Part]) -> bool:
    """Whether a reminder is for somebody who is `parts` to its item, so that they may put it off for
    themselves. Who leads stands in for an owner without an account.
    """
    stands_in = item.outside_body_id is not None and reminder.audience in OF_THE_OWNER
    return (Part.FACILITATOR if stands_in else PARTS[reminder.audience]) in parts


def last_link(item: ActionItem) -> ActionLink | None:
    """The newest link that the present outside body was given, whether or not it still opens anything."""
    return ActionLink.objects.filter(action=item, body=item.outside_body_id).order_by("-id").first()


def reached_by_letter(item: ActionItem) -> bool:
    """Whether the outside body that owns an item is reminded by letters: it has an address that takes them
    and something to do, and nobody took its link back. What not all of the group see goes only where a link
    that shows it, and that somebody made knowingly, still lives. Those who lead stand in for everybody else.
    """
    body = item.outside_body
    if body is None or not body.takes_letters or item.state not in UNFINISHED or not item.group.is_working:
        return False
    link = last_link(item)
    if link is not None and (link.revoked_at is not None or link.is_live(now())):
        return link.revoked_at is None
    return item.is_shared_with_group
