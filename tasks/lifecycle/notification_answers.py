"""Whether a notification about an action item still waits for its reader to act."""

from __future__ import annotations

from tasks.items.states import UNFINISHED_STATES, State
from tasks.lifecycle import notification_text as text
from tasks.lifecycle.notification_text import ItemNews
from viche.notifications.registry import NoticeContext

OWNING = frozenset({text.NAMED, text.OWNER, text.STANDS_IN, text.GUEST})
"""Reasons of those who act for the owner."""

WORKING = OWNING | {text.COOWNER, text.OWN}
"""Reasons of those who work on an item, or asked to be reminded of it."""


def is_awaiting_acceptance(context: NoticeContext[ItemNews]) -> bool:
    """Return whether the proposal to this owner is neither accepted nor declined."""
    item, proposed = context.row.item, context.event.data
    owner = item.owner_organisation_id or item.outside_body_id
    is_same = str(owner) == (proposed["owner_organisation_id"] or proposed["outside_body_id"])
    return is_same and item.state == State.PROPOSED and context.reason in OWNING


def is_awaiting_verification(context: NoticeContext[ItemNews]) -> bool:
    return context.row.item.state == State.DONE and context.reason == text.VERIFIER


def is_awaiting_new_owner(context: NoticeContext[ItemNews]) -> bool:
    return context.row.item.state == State.DECLINED and context.reason == text.FACILITATOR


def is_awaiting_unblocking(context: NoticeContext[ItemNews]) -> bool:
    return context.row.item.state == State.BLOCKED and context.reason == text.FACILITATOR


def is_awaiting_help(context: NoticeContext[ItemNews]) -> bool:
    return context.row.item.help_remark_id is not None and context.reason == text.FACILITATOR


def is_awaiting_next_step(context: NoticeContext[ItemNews]) -> bool:
    """Return whether a reminder is still to be acted on: by those who work, or by those who verify."""
    unfinished = context.row.item.state in UNFINISHED_STATES and context.reason in WORKING
    return unfinished or is_awaiting_verification(context)
