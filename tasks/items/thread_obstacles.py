"""Obstacles from action items to transferring or publishing a thread, or to moving its messages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.models import Thread
from dialogue.threads.obstacles import (
    register_merge_obstacle,
    register_move_obstacle,
    register_publish_obstacle,
)
from dialogue.transfer.checks import register_transfer_blocker
from tasks.items.choices import Audience
from tasks.items.models import ActionItem
from viche.kernel.errors import Conflict


def _find_restricted_items_conflict(thread: Thread) -> Conflict | None:
    """Return a conflict when the thread has restricted items.

    In another group, other people would read the thread, and with it the items of this group.
    """
    if not ActionItem.objects.filter(thread=thread, audience=Audience.THREAD).exists():
        return None
    return Conflict(
        "items_of_readers",
        _("Some action items from this thread are only for its readers. Show them to the whole group first."),
    )


def _find_discussion_conflict(thread: Thread) -> Conflict | None:
    """Return a conflict when the thread is the discussion of an item.

    Readers of the item would lose its discussion, and the new readers would not see the item.
    """
    if not ActionItem.objects.filter(discussion=thread).exists():
        return None
    return Conflict(
        "item_discussed", _("An action item of this group is talked about here: the thread stays with it.")
    )


def _find_title_conflict(thread: Thread) -> Conflict | None:
    """Return a conflict when the thread is the discussion of an item and so carries its title.

    An item is published separately, in words written for the public.
    """
    if not ActionItem.objects.filter(discussion=thread).exists():
        return None
    return Conflict(
        "item_discussed",
        _("An action item is talked about here, and the thread bears its title. Publish the item itself."),
    )


register_move_obstacle(_find_restricted_items_conflict)
register_move_obstacle(_find_discussion_conflict)
register_merge_obstacle(_find_discussion_conflict)
register_publish_obstacle(_find_title_conflict)
register_transfer_blocker(
    "items",
    _("Action items came of it"),
    lambda ids: ActionItem.objects.filter(message__in=ids).values_list("message", flat=True),
)
