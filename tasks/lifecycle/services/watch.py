"""Watching of action items."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import WatchChanged
from tasks.items.loaders import lock_item, require_person_id
from tasks.items.watcher_model import Watcher
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.WATCH)
def watch_item(*, actor: Actor, action_id: UUID, watching: bool) -> None:
    """Start or stop notifying the actor of the item's steps. Idempotent.

    Notifications stop when the actor may no longer read the item. Raises NotFound, Forbidden.
    """
    item, _stance = lock_item(actor, action_id, Action.WATCH, None)
    person_id = require_person_id(actor)
    if watching:
        _row, changed = Watcher.objects.get_or_create(action=item, person_id=person_id)
    else:
        gone, _of_what = Watcher.objects.filter(action=item, person=person_id).delete()
        changed = gone > 0
    if changed:
        record(actor, WatchChanged(person_id=person_id, action_id=item.pk, watching=watching))
