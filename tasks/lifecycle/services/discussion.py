"""Talk about an action item: a thread of its own, opened once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.lifecycle.services import open_thread
from dialogue.models import Purpose, Visibility
from dialogue.threads.audience import seated_audience
from dialogue.threads.limits import TITLE_LENGTH
from groups.grants import hold
from tasks.items.events import DiscussionOpened
from tasks.items.loaders import lock_item, place_of
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.links import link
from viche.kernel.services import service
from viche.kernel.text import both, in_both


@service(Action.DISCUSS)
def open_discussion(*, actor: Actor, action_id: UUID) -> UUID:
    """Open the thread of an item, or find it opened; returns its id.

    It is for the group, or for those whom the thread names from which a restricted item came, as long as they
    sit at the table: not for others who work on the item or verify it. Later the two go their own ways:
    widening the one shows nothing of the other. Raises NotFound, Forbidden, and Invalid where nobody whom
    that thread names sits there any more.
    """
    known = ActionItem.objects.select_related("group").filter(pk=action_id).first()
    if known is not None:
        hold(known.group)  # before the item is: see `hold`
    item, _stance = lock_item(actor, action_id, Action.DISCUSS, None)
    if item.discussion_id is not None:
        return item.discussion_id
    title = _title(item)
    thread = open_thread(
        actor=actor,
        group_id=item.group_id,
        purpose=Purpose.DELIBERATE,
        **title,
        **_audience(item),
        # What the item says already is not said anew.
        known="\n".join(title.values()),
    )
    item.discussion = thread
    item.version += 1
    item.save(update_fields=["discussion", "version"])
    link(actor, "discussed_in", source=("action", item.pk), target=("thread", thread.pk))
    record(actor, DiscussionOpened(**place_of(item)))
    return thread.pk


def _title(item: ActionItem) -> dict[str, Any]:
    numbered = in_both(lambda: _("Action item no. %(number)d") % {"number": item.number})
    if not item.is_shared_with_group:
        return {"title_uk": numbered["uk"], "title_en": numbered["en"]}
    title = both(item, "title")
    return {
        "title_uk": f"{numbered['uk']}: {title['uk']}"[:TITLE_LENGTH],
        "title_en": f"{numbered['en']}: {title['en']}"[:TITLE_LENGTH],
    }


def _audience(item: ActionItem) -> dict[str, Any]:
    if item.is_shared_with_group or item.thread is None or not item.thread.is_restricted:
        return {"visibility": Visibility.GROUP}
    organisation_ids, person_ids = seated_audience(item.thread)
    return {
        "visibility": Visibility.RESTRICTED,
        "organisation_ids": organisation_ids,
        "person_ids": person_ids,
    }
