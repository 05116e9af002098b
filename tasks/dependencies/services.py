"""Add and remove dependencies and parts of action items.

An item waits for its blockers and for its own parts. Cycles are refused; of two concurrent requests that
would close one, the later is refused, since both lock the register.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasks.dependencies.events import ActionFreed, ActionRelated, ActionWaitsAgain
from tasks.dependencies.models import Dependency
from tasks.items.access import ActorItemAccess
from tasks.items.loaders import event_fields_of, lock_item, lock_register
from tasks.items.models import ActionItem
from tasks.items.states import FINAL_STATES, UNFINISHED_STATES
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version

MAX_BLOCKERS, MAX_DEPENDENTS, MAX_PARTS = 20, 50, 50
UNKNOWN = _("There is no such action item in this register, or not for you.")
CYCLE = _("These action items would wait for each other in a circle.")


@service(Action.RELATE)
def add_blocker(*, actor: Actor, action_id: UUID, blocker_id: UUID) -> ActionItem:
    """Make an item wait for another of its register that the actor may read. Idempotent.

    Raises NotFound, Forbidden, Invalid for an unknown blocker, Conflict for a cycle or too many dependencies.
    """
    lock_register(action_id)
    item, stance = lock_item(actor, action_id, Action.RELATE, None)
    blocker = _get_other_item(stance, item, blocker_id)
    if item.dependencies.filter(blocked_by=blocker).exists():
        return item
    _refuse_cycle(waiting=item, awaited=blocker)
    if item.dependencies.count() >= MAX_BLOCKERS or blocker.dependents.count() >= MAX_DEPENDENTS:
        raise Conflict("too_many", _("An action item waits for up to 20 others, and up to 50 wait for it."))
    Dependency.objects.create(action=item, blocked_by=blocker)
    _record_relation(actor, item, "blocked_by", holds=True)
    _record_relation(actor, blocker, "blocks", holds=True)
    return item


@service(Action.RELATE)
def remove_blocker(*, actor: Actor, action_id: UUID, blocker_id: UUID) -> ActionItem:
    """Remove a dependency. Raises NotFound (also when there is none), Forbidden."""
    item, stance = lock_item(actor, action_id, Action.RELATE, None)
    blocker = ActionItem.objects.filter(stance.reads(), pk=blocker_id).select_related("group").first()
    gone, _tables = item.dependencies.filter(blocked_by=blocker).delete() if blocker else (0, {})
    if blocker is None or not gone:
        raise NotFound
    _record_relation(actor, item, "blocked_by", holds=False)
    _record_relation(actor, blocker, "blocks", holds=False)
    return item


@service(Action.RELATE)
def set_parent(*, actor: Actor, action_id: UUID, expected_version: int, parent_id: UUID | None) -> ActionItem:
    """Make an item a part of another one of its group, or of none. Parts have no parts of their own.

    Raises NotFound, Forbidden, Stale, Invalid, Conflict.
    """
    lock_register(action_id)
    item, stance = lock_item(actor, action_id, Action.RELATE, expected_version)
    if item.parent_id == parent_id:
        return item
    before = ActionItem.objects.filter(parts=item.pk).select_related("group", "thread").first()
    if before is not None and not stance.can_read(before):
        raise Conflict("part_of_hidden", _("It is a part of an action item that you do not see."))
    parent = _get_other_item(stance, item, parent_id) if parent_id is not None else None
    if parent is not None:
        _check_parent(item, parent)
    item.parent = parent
    save_new_version(item, "parent")
    _record_relation(actor, item, "part_of", holds=parent is not None)
    for other, holds in ((before, False), (parent, True)):
        if other is not None:
            _record_relation(actor, other, "has_part", holds=holds)
    return item


@service(Reason.STEP)
def record_unblocked_items(*, actor: Actor, item: ActionItem) -> None:
    """Record that the items that waited only for this one can go on.

    A part of the step that ended `item`, which has authorised it and holds the lock on the register: when the
    last two blockers end concurrently, the later one records it.
    """
    for one in _list_waiting_items(item):
        if not _list_awaited_items(one).exclude(state__in=FINAL_STATES).exists():
            # The readers of this item may not be allowed to know who took the step.
            record(Actor.for_system("relations"), ActionFreed(**event_fields_of(one)))


@service(Reason.STEP)
def record_blocked_items(*, actor: Actor, item: ActionItem) -> None:
    """Record that the items that could go on wait again for this one.

    A part of the step that reopened `item`; the counterpart of `record_unblocked_items`.
    """
    for one in _list_waiting_items(item):
        if not _list_awaited_items(one).exclude(state__in=FINAL_STATES).exclude(pk=item.pk).exists():
            record(Actor.for_system("relations"), ActionWaitsAgain(**event_fields_of(one)))


def _list_waiting_items(item: ActionItem) -> QuerySet[ActionItem]:
    """Return the unfinished items that wait for this one."""
    waiting = ActionItem.objects.filter(Q(dependencies__blocked_by=item) | Q(parts=item))
    return waiting.filter(state__in=UNFINISHED_STATES).distinct().order_by("pk")


def _list_awaited_items(item: ActionItem) -> QuerySet[ActionItem]:
    return ActionItem.objects.filter(Q(dependents__action=item) | Q(parent=item))


def _check_parent(item: ActionItem, parent: ActionItem) -> None:
    if parent.group_id != item.group_id:
        raise _build_action_error("elsewhere", _("A part belongs to the same group."))
    if parent.parent_id is not None or item.parts.exists():
        raise _build_action_error("one_level", _("A part of an action item has no parts of its own."))
    if parent.parts.count() >= MAX_PARTS:
        raise Conflict("too_many", _("An action item has up to 50 parts."))
    _refuse_cycle(waiting=parent, awaited=item)


def _build_action_error(code: str, words: str | Promise) -> Invalid:
    return Invalid.field("/action", code, words)


def _get_other_item(stance: ActorItemAccess, item: ActionItem, other_id: UUID) -> ActionItem:
    if other_id == item.pk:
        raise _build_action_error("itself", _("Choose another action item, not this one."))
    known = ActionItem.objects.filter(stance.reads(), pk=other_id, register=item.register_id)
    other = known.select_related("group").first()
    if other is None:
        raise _build_action_error("unknown", UNKNOWN)
    return other


def _refuse_cycle(*, waiting: ActionItem, awaited: ActionItem) -> None:
    """Raise Conflict when `awaited` already waits for `waiting`, directly or through other items."""
    seen, ahead = {awaited.pk}, {awaited.pk}
    while ahead:
        if waiting.pk in ahead:
            raise Conflict("circle", CYCLE)
        ahead = _awaited_by(ahead) - seen
        seen |= ahead


def _awaited_by(ids: Collection[UUID]) -> set[UUID]:
    """Return the ids of the blockers and the parts of these items, in a query each by its own index."""
    blockers = Dependency.objects.filter(action__in=ids).values_list("blocked_by", flat=True)
    return {*blockers, *ActionItem.objects.filter(parent__in=ids).values_list("pk", flat=True)}


def _record_relation(actor: Actor, item: ActionItem, relation: str, *, holds: bool) -> None:
    record(actor, ActionRelated(**event_fields_of(item), relation=relation, holds=holds))
