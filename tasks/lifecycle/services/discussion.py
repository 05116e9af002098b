"""Discussion thread of an action item, opened at most once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.lifecycle.services import create_thread
from dialogue.models import Purpose, Visibility
from dialogue.threads.audience import list_seated_audience
from dialogue.threads.limits import TITLE_LENGTH
from groups.grants import lock_for_share
from tasks.items.events import DiscussionOpened
from tasks.items.loaders import event_fields_of, lock_item
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.object_links import link
from viche.kernel.services import service
from viche.kernel.text import bilingual_of, render_bilingual
from viche.kernel.versions import save_new_version


@service(Action.DISCUSS)
def open_discussion(*, actor: Actor, action_id: UUID) -> UUID:
    """Open the discussion thread of an item, or find the existing one; return its id.

    Its audience is the group; for a restricted item, the audience of its source thread as far as it sits in
    the group, without other owners and verifiers of the item. Afterwards the two are independent: widening
    one shows nothing of the other. Raises NotFound, Forbidden, and Invalid when no member of that audience
    sits in the group any more.
    """
    known = ActionItem.objects.select_related("group").filter(pk=action_id).first()
    if known is not None:
        lock_for_share(known.group)  # before the item is locked: see `hold`
    item, _stance = lock_item(actor, action_id, Action.DISCUSS, None)
    if item.discussion_id is not None:
        return item.discussion_id
    title = _title_fields(item)
    thread = create_thread(
        actor=actor,
        group_id=item.group_id,
        purpose=Purpose.DELIBERATE,
        **title,
        **_audience_fields(item),
        # Readers of the thread know the item's title: its personal data needs no confirmation.
        known="\n".join(title.values()),
    )
    item.discussion = thread
    save_new_version(item, "discussion")
    link(actor, "discussed_in", source=("action", item.pk), target=("thread", thread.pk))
    record(actor, DiscussionOpened(**event_fields_of(item)))
    return thread.pk


def _title_fields(item: ActionItem) -> dict[str, Any]:
    numbered = render_bilingual(lambda: _("Action item no. %(number)d") % {"number": item.number})
    if not item.is_shared_with_group:
        return {"title_uk": numbered["uk"], "title_en": numbered["en"]}
    title = bilingual_of(item, "title")
    return {
        "title_uk": f"{numbered['uk']}: {title['uk']}"[:TITLE_LENGTH],
        "title_en": f"{numbered['en']}: {title['en']}"[:TITLE_LENGTH],
    }


def _audience_fields(item: ActionItem) -> dict[str, Any]:
    if item.is_shared_with_group or item.thread is None or not item.thread.is_restricted:
        return {"visibility": Visibility.GROUP}
    organisation_ids, person_ids = list_seated_audience(item.thread)
    return {
        "visibility": Visibility.RESTRICTED,
        "organisation_ids": organisation_ids,
        "person_ids": person_ids,
    }
