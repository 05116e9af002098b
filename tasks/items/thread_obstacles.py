"""What of this room keeps a thread in its group or from being public, and messages in their thread."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.models import Thread
from dialogue.threads.obstacles import keeps_apart, keeps_inside, obstacle
from dialogue.transfer.checks import holds_messages
from tasks.items.choices import Audience
from tasks.items.models import ActionItem
from viche.kernel.errors import Conflict


def _items_for_its_readers(thread: Thread) -> Conflict | None:
    """Elsewhere others would read the thread, and so the items of this group with it."""
    if not ActionItem.objects.filter(thread=thread, audience=Audience.THREAD).exists():
        return None
    return Conflict(
        "items_of_readers",
        _("Action items from this thread are for its readers alone. Show them to the whole group first."),
    )


def _discusses_an_item(thread: Thread) -> Conflict | None:
    """Who reads the item would find its talk nowhere, and others a talk without the item."""
    if not ActionItem.objects.filter(discussion=thread).exists():
        return None
    return Conflict(
        "item_discussed", _("An action item of this group is talked about here: the thread stays with it.")
    )


def _bears_the_title_of_an_item(thread: Thread) -> Conflict | None:
    """An item has a publication of its own, in words written for everybody."""
    if not ActionItem.objects.filter(discussion=thread).exists():
        return None
    return Conflict(
        "item_discussed",
        _("An action item is talked about here, and the thread bears its title. Publish the item itself."),
    )


obstacle(_items_for_its_readers)
obstacle(_discusses_an_item)
keeps_apart(_discusses_an_item)
keeps_inside(_bears_the_title_of_an_item)
holds_messages(
    "items",
    _("Action items came of it"),
    lambda ids: ActionItem.objects.filter(message__in=ids).values_list("message", flat=True),
)
