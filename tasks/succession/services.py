"""Succession: transfer of a post's open action items."""

from __future__ import annotations

from groups.common.hooks import Succession
from groups.policies import MandateAction
from tasks.items.events import ActionTakenOver
from tasks.items.loaders import event_fields_of
from tasks.items.models import ActionItem
from tasks.items.states import OPEN_STATES
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version


@service(MandateAction.PASS_ON)
def take_over_items(*, actor: Actor, succession: Succession) -> None:
    """Transfer the open items of a post to its successor. Ended items keep the former owner.

    A part of passing a mandate on, which has authorised it and holds the locks on the groups.
    """
    before, after = succession.before, succession.after
    theirs = ActionItem.objects.filter(owner=before, group__in=succession.group_ids, state__in=OPEN_STATES)
    for item in theirs.select_for_update(of=("self",), no_key=True).order_by("pk"):
        item.owner = after
        save_new_version(item, "owner")
        fact = ActionTakenOver(**event_fields_of(item), owner_id=after.pk, owner_before=before.pk)
        record(actor, fact)
