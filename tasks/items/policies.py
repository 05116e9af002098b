"""Policies of action items: permission to read an item, and to take each step of its workflow.

An item shared with its group is readable by live grants on the group; an item of a restricted thread, by
access to that thread. Guests, and organisations that do not read the thread, have grants on the item itself.
The steps that a person may take follow from their seats in the group, that is, from the organisations they
speak for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.visibility import ThreadVisibility, resolve_visibility
from groups.grants import WHOLE, get_spans_of, should_include_past
from groups.models import Grant, InitiativeGroup, InitiativeGroupUserPermission, Whom
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    READ as READ_GROUP,
    RECORD as RECORD_GROUP,
    Readers,
    has_grant,
    has_grant_q,
    list_grantees_of,
    list_live_grants,
    merge_readers,
    restrict_readers,
)
from tasks.items.access import READ, ActorItemAccess, drop_token_limits
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.workflow import RULES, Action, ItemRole
from tasks.saved_views.models import SavedView
from viche.accounts.policies import OwnPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy

GROUP_PROPOSED = _("The group is only proposed: it gives action items once it is active.")
GROUP_RESTS = _("The group is suspended or dissolved: it can only be read.")
NOT_ANOTHER = _(
    "Another organisation verifies, through a person who neither worked on it nor belongs, or has belonged "
    "since it was accepted, to an organisation that did: by a mandate, as a deputy or as its administrator."
)

UNDO_EXPIRED = _("This step can be undone within ten minutes. That time is over.")


class ActionItemPolicy(Policy[ActionItem]):
    """Policy of action items."""

    model = ActionItem
    domain = "tasks"
    every = Action
    url_parameter = "action_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ, Action.SEE_ACCESS, Action.SEE_LINK})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[ActionItem]:
        return ActionItem.objects.filter(ActorItemAccess.of(actor).reads())

    def permits(self, actor: Actor, action: StrEnum, obj: ActionItem) -> bool:
        return is_allowed_in_state(Action(action), obj) and self.may(actor, Action(action), obj)

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[ActionItem]) -> Sequence[ActionItem]:
        """Return the rows on which the actor may do the action. Loads the actor's access once."""
        rule, stance = Action(action), ActorItemAccess.of(actor)
        fitting = (one for one in rows if is_allowed_in_state(rule, one))
        return [one for one in fitting if not stance.parts(one).isdisjoint(RULES[rule].roles)]

    def may(self, actor: Actor, action: Action, item: ActionItem) -> bool:
        """Return whether a role of the actor permits the action, whatever the state of the item."""
        return not self.roles_for(actor, item).isdisjoint(RULES[action].roles)

    def roles_for(self, actor: Actor, item: ActionItem) -> frozenset[ItemRole]:
        """Return the actor's roles in an item; empty when they may not read it."""
        return ActorItemAccess.of(actor).roles_for(item)

    def refuse(self, actor: Actor, action: StrEnum, obj: ActionItem) -> Forbidden:
        if not obj.group.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        if self.may(actor, Action(action), obj):
            return Forbidden(
                "action_state", _("This step does not fit the present state of the action item.")
            )
        if action in (Action.VERIFY, Action.RETURN):
            return Forbidden("not_another", NOT_ANOTHER)
        takers = {
            Action.WITHDRAW_VERIFICATION: obj.verified_by_id,
            Action.WITHDRAW_COMPLETION: obj.done_logged_by,
        }
        if takers.get(Action(action)) == actor.person_id is not None:
            return Forbidden("undo_expired", UNDO_EXPIRED)
        return Forbidden()

    def readers(self, obj: ActionItem) -> Readers:
        """Return the readers of an item with their sources of access.

        They read the item itself by a grant, or its group or restricted thread.
        """
        own = list_grantees_of(obj, READ)
        if should_include_past():
            return merge_readers(own, *_past_readers(obj))
        if obj.is_shared_with_group:
            return merge_readers(own, list_grantees_of(obj.group, READ_GROUP))
        return merge_readers(own, ThreadPolicy().readers(obj.thread)) if obj.thread else own


def _past_readers(item: ActionItem) -> Iterator[Readers]:
    """Yield past readers through the group and the thread, for the time in which it was open to them."""
    spans = get_spans_of(item)
    yield restrict_readers(list_grantees_of(item.group, READ_GROUP), spans.get(WHOLE, ()))
    if item.thread is not None:
        yield restrict_readers(ThreadPolicy().readers(item.thread), spans.get((Whom.THROUGH, None), ()))


def is_allowed_in_state(action: Action, item: ActionItem) -> bool:
    """Return whether the state and audience of an item allow the action for any actor."""
    return _is_allowed_in_state(action, item.state, item.is_shared_with_group)


def _is_allowed_in_state(action: Action, state: str, is_shared: bool) -> bool:
    if action in (Action.WIDEN, Action.PUBLISH) and is_shared == (action == Action.WIDEN):
        return False
    return state in RULES[action].states


def list_allowed_actions(actor: Actor, item: ActionItem, parts: frozenset[ItemRole]) -> list[str]:
    """Return the short names of the actions open to these roles, for `allowed` in the API."""
    return list(_list_allowed_actions(actor.scopes, parts, item.state, item.is_shared_with_group))


@lru_cache(maxsize=4096)
def _list_allowed_actions(
    scopes: frozenset[str] | None, parts: frozenset[ItemRole], state: str, is_shared: bool
) -> tuple[str, ...]:
    """Return the actions of `list_allowed_actions`, cached for items that agree in these arguments."""
    open_now = (
        action
        for action in Action
        if _is_allowed_in_state(action, state, is_shared) and not parts.isdisjoint(RULES[action].roles)
    )
    return tuple(ActionItemPolicy().short_names_of(Actor(scopes=scopes), open_now))


def resolve_item_visibility(questions: Sequence[tuple[Actor, UUID]]) -> list[ThreadVisibility | None]:
    """Return the visibility of each item for its actor, in four queries; None if it is not readable."""
    items = ActionItem.objects.in_bulk({action_id for _actor, action_id in questions})
    known = [(actor, items[pk]) for actor, pk in questions if pk in items]
    groups = [(actor, item.group_id) for actor, item in known]
    of_group = _load_grant_ends(InitiativeGroupUserPermission, READ_GROUP, groups)
    own = _load_grant_ends(ActionItemUserPermission, READ, [(actor, item.pk) for actor, item in known])
    of_thread = _load_thread_ends([(actor, item) for actor, item in known if not item.is_shared_with_group])
    return [_build_visibility(actor, items.get(pk), own, of_group, of_thread) for actor, pk in questions]


Ends = dict[tuple[UUID | None, UUID], datetime | None]


def _build_visibility(
    actor: Actor, item: ActionItem | None, own: Ends, of_group: Ends, of_thread: Ends
) -> ThreadVisibility | None:
    """Return the visibility of an item, until the last of the grants by which the person reads it ends.

    `until` is None when one of the grants has no end.
    """
    if item is None or not _has_read_scope(actor):
        return None
    shared = item.is_shared_with_group
    ways = [(own, item.pk), (of_group, item.group_id) if shared else (of_thread, item.pk)]
    ends = [ends[actor.person_id, place] for ends, place in ways if (actor.person_id, place) in ends]
    timely = [end for end in ends if end is not None]
    if not ends:
        return None
    until, sits = max(timely, default=None), (actor.person_id, item.group_id) in of_group
    return ThreadVisibility(until if len(timely) == len(ends) else None, not shared, sits)


def _load_grant_ends(table: type[Grant], codename: str, wanted: Sequence[tuple[Actor, UUID]]) -> Ends:
    """Return when the grants of people on containers end, by person and container."""
    people, places = {actor.person_id for actor, _place in wanted}, {place for _actor, place in wanted}
    rows = list_live_grants(table).filter(
        user__in=people, content_object__in=places, permission__codename=codename
    )
    return {
        (person_id, place): end
        for person_id, place, end in rows.values_list("user", "content_object", "valid_until")
    }


def _load_thread_ends(wanted: Sequence[tuple[Actor, ActionItem]]) -> Ends:
    """Return when the access of actors to the threads of items ends, by person and item."""
    asked = [(actor, item.pk, item.thread_id) for actor, item in wanted if item.thread_id is not None]
    sights = resolve_visibility([(drop_token_limits(actor), thread_id) for actor, _item, thread_id in asked])
    pairs = zip(asked, sights, strict=True)
    return {(actor.person_id, pk): sight.until for (actor, pk, _thread), sight in pairs if sight is not None}


def _has_read_scope(actor: Actor) -> bool:
    return actor.person_id is not None and actor.has_scope(ActionItemPolicy().scope_of(Action.READ))


class RegisterAction(StrEnum):
    """Actions on the action items of a group as a whole."""

    READ = "register.read"
    MAKE = "register.make"
    SET_LADDER = "register.set_ladder"
    SEE_OUTSIDE = "register.see_outside"
    KEEP_OUTSIDE = "register.keep_outside"


class RegisterPolicy(Policy[InitiativeGroup]):
    """Policy of a group's register of action items.

    Readers of the group may read it; facilitators and the secretary add to it and see the contacts of owners
    without an account.
    """

    model = InitiativeGroup
    domain = "tasks"
    every = RegisterAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({RegisterAction.READ, RegisterAction.SEE_OUTSIDE})
    codenames: ClassVar[dict[StrEnum, tuple[str, ...]]] = {
        RegisterAction.READ: (READ_GROUP,),
        RegisterAction.MAKE: (FACILITATE_GROUP, RECORD_GROUP),
        RegisterAction.SET_LADDER: (FACILITATE_GROUP,),
        RegisterAction.SEE_OUTSIDE: (FACILITATE_GROUP, RECORD_GROUP),
        RegisterAction.KEEP_OUTSIDE: (FACILITATE_GROUP, RECORD_GROUP),
    }

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope(self.scope_of(RegisterAction.READ)):
            return InitiativeGroup.objects.none()
        return InitiativeGroup.objects.filter(has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        if action == RegisterAction.MAKE and not obj.gives_work:
            return False
        return any(
            has_grant(InitiativeGroupUserPermission, actor, codename, obj.pk)
            for codename in self.codenames[action]
        )

    def refuse(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> Forbidden:
        if not obj.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        may = any(
            has_grant(InitiativeGroupUserPermission, actor, one, obj.pk) for one in self.codenames[action]
        )
        return Forbidden("group_proposed", GROUP_PROPOSED) if may else Forbidden()

    def readers(self, obj: InitiativeGroup) -> Readers:
        return list_grantees_of(obj, READ_GROUP)


class SavedViewAction(StrEnum):
    READ = "saved_view.read"
    KEEP = "saved_view.keep"
    REMOVE = "saved_view.remove"


class SavedViewPolicy(OwnPolicy[SavedView]):
    """Saved views are visible only to the person who saved them."""

    model = SavedView
    domain = "accounts"
    every = SavedViewAction
    reads = frozenset({SavedViewAction.READ})


saved_views = SavedViewPolicy()
