"""Join action items: which waits for which, and which is a part of which.

An item waits for those that block it and for its own parts. No item waits for itself, along however many
steps; of two who would close a circle at once the later one is refused, since both hold the register.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasks.dependencies.events import ActionFreed, ActionRelated
from tasks.dependencies.models import Dependency
from tasks.items.access import Stance
from tasks.items.loaders import hold_register, lock_item, place_of
from tasks.items.models import ActionItem
from tasks.items.states import OVER, UNFINISHED
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service

MOST_BLOCKERS, MOST_WAITING, MOST_PARTS = 20, 50, 50
UNKNOWN = _("There is no such action item in this register, or not for you.")
CIRCLE = _("These action items would wait for each other in a circle.")


@service(Action.RELATE)
def add_blocker(*, actor: Actor, action_id: UUID, blocker_id: UUID) -> ActionItem:
    """Let an item wait for another of its register that the actor sees; again, it changes nothing.

    Raises NotFound, Forbidden, Invalid for an item that is not there, Conflict for a circle and for one too
    many.
    """
    hold_register(action_id)
    item, stance = lock_item(actor, action_id, Action.RELATE, None)
    blocker = _other(stance, item, blocker_id)
    if item.dependencies.filter(blocked_by=blocker).exists():
        return item
    _refuse_circle(waiting=item, awaited=blocker)
    if item.dependencies.count() >= MOST_BLOCKERS or blocker.dependents.count() >= MOST_WAITING:
        raise Conflict("too_many", _("An action item waits for up to 20 others, and up to 50 wait for it."))
    Dependency.objects.create(action=item, blocked_by=blocker)
    _tell(actor, item, "blocked_by", holds=True)
    _tell(actor, blocker, "blocks", holds=True)
    return item


@service(Action.RELATE)
def remove_blocker(*, actor: Actor, action_id: UUID, blocker_id: UUID) -> ActionItem:
    """Let an item wait for another no longer. Raises NotFound, also where it does not wait; Forbidden."""
    item, stance = lock_item(actor, action_id, Action.RELATE, None)
    blocker = ActionItem.objects.filter(stance.reads(), pk=blocker_id).select_related("group").first()
    gone, _tables = item.dependencies.filter(blocked_by=blocker).delete() if blocker else (0, {})
    if blocker is None or not gone:
        raise NotFound
    _tell(actor, item, "blocked_by", holds=False)
    _tell(actor, blocker, "blocks", holds=False)
    return item


@service(Action.RELATE)
def set_parent(*, actor: Actor, action_id: UUID, expected_version: int, parent_id: UUID | None) -> ActionItem:
    """Make an item a part of another one of its group, or of none. Parts have no parts of their own.

    Raises NotFound, Forbidden, Stale, Invalid, Conflict.
    """
    hold_register(action_id)
    item, stance = lock_item(actor, action_id, Action.RELATE, expected_version)
    if item.parent_id == parent_id:
        return item
    before = ActionItem.objects.filter(parts=item.pk).select_related("group", "thread").first()
    if before is not None and not stance.sees(before):
        raise Conflict("part_of_hidden", _("It is a part of an action item that you do not see."))
    parent = _other(stance, item, parent_id) if parent_id is not None else None
    if parent is not None:
        _check_parent(item, parent)
    item.parent = parent
    item.version += 1
    item.save(update_fields=["parent", "version"])
    _tell(actor, item, "part_of", holds=parent is not None)
    for other, holds in ((before, False), (parent, True)):
        if other is not None:
            _tell(actor, other, "has_part", holds=holds)
    return item


@service(Reason.STEP)
def tell_who_waited(*, actor: Actor, item: ActionItem) -> None:
    """Say of every item that waited for this one and for nothing else that its owner can go on.

    A part of the step that ended `item`, which has authorised it and holds the register: of the last two that
    are awaited the later one says so.
    """
    waiting = ActionItem.objects.filter(Q(dependencies__blocked_by=item) | Q(parts=item))
    for one in waiting.filter(state__in=UNFINISHED).distinct().order_by("pk"):
        awaited = ActionItem.objects.filter(Q(dependents__action=one) | Q(parent=one))
        if not awaited.exclude(state__in=OVER).exists():
            # Who took the step may be somebody of whom the readers of this item must not hear.
            record(Actor.for_system("relations"), ActionFreed(**place_of(one)))


def _check_parent(item: ActionItem, parent: ActionItem) -> None:
    if parent.group_id != item.group_id:
        raise _refused("elsewhere", _("A part belongs to the same group."))
    if parent.parent_id is not None or item.parts.exists():
        raise _refused("one_level", _("A part of an action item has no parts of its own."))
    if parent.parts.count() >= MOST_PARTS:
        raise Conflict("too_many", _("An action item has up to 50 parts."))
    _refuse_circle(waiting=parent, awaited=item)


def _refused(code: str, words: str | Promise) -> Invalid:
    return Invalid.field("/action", code, words)


def _other(stance: Stance, item: ActionItem, other_id: UUID) -> ActionItem:
    if other_id == item.pk:
        raise _refused("itself", _("An action item has nothing to do with itself here."))
    known = ActionItem.objects.filter(stance.reads(), pk=other_id, register=item.register_id)
    other = known.select_related("group").first()
    if other is None:
        raise _refused("unknown", UNKNOWN)
    return other


def _refuse_circle(*, waiting: ActionItem, awaited: ActionItem) -> None:
    """Raises Conflict where `awaited` waits for `waiting` already, along whatever others."""
    seen, ahead = {awaited.pk}, {awaited.pk}
    while ahead:
        if waiting.pk in ahead:
            raise Conflict("circle", CIRCLE)
        ahead = _awaited_by(ahead) - seen
        seen |= ahead


def _awaited_by(ids: Collection[UUID]) -> set[UUID]:
    """For which items some wait: for their blockers, and for their parts. Each by an index of its own."""
    blockers = Dependency.objects.filter(action__in=ids).values_list("blocked_by", flat=True)
    return {*blockers, *ActionItem.objects.filter(parent__in=ids).values_list("pk", flat=True)}


def _tell(actor: Actor, item: ActionItem, relation: str, *, holds: bool) -> None:
    record(actor, ActionRelated(**place_of(item), relation=relation, holds=holds))
