"""Follow an action item, or do so no longer."""

from __future__ import annotations

from uuid import UUID

from tasks.items.events import WatchChanged
from tasks.items.loaders import lock_item, person_of
from tasks.items.watcher_model import Watcher
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.WATCH)
def watch_item(*, actor: Actor, action_id: UUID, watching: bool) -> None:
    """Be told of its steps while one sees it, or not any more. As it is already, nothing is recorded.

    Raises NotFound, Forbidden.
    """
    item, _stance = lock_item(actor, action_id, Action.WATCH, None)
    person_id = person_of(actor)
    if watching:
        _row, changed = Watcher.objects.get_or_create(action=item, person_id=person_id)
    else:
        gone, _of_what = Watcher.objects.filter(action=item, person=person_id).delete()
        changed = gone > 0
    if changed:
        record(actor, WatchChanged(person_id=person_id, action_id=item.pk, watching=watching))
