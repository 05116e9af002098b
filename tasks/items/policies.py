"""Who may see which action item, and who may take which step of its workflow.

An item that is open to its group is seen through the group's live grants; one that came from a restricted
thread through that thread; guests, and organisations that do not read the thread, through grants on the
item itself. What somebody may do follows from the seats they take in the group: for which organisation they
speak there.
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

from dialogue.threads.policies import Sight, ThreadPolicy, seen_until as threads_seen_until
from groups.grants import WHOLE, of_all_time, spans_of
from groups.models import Grant, InitiativeGroup, InitiativeGroupUserPermission, Whom
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    READ as READ_GROUP,
    RECORD as RECORD_GROUP,
    Readers,
    during,
    held,
    holders,
    holds,
    live,
    together,
)
from tasks.items.access import READ, Stance, unlimited
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.workflow import RULES, Action, Part
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


class ActionItemPolicy(Policy[ActionItem]):
    """Action items."""

    model = ActionItem
    domain = "tasks"
    every = Action
    url_parameter = "action_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ, Action.SEE_ACCESS, Action.SEE_LINK})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[ActionItem]:
        return ActionItem.objects.filter(Stance.of(actor).reads())

    def permits(self, actor: Actor, action: StrEnum, obj: ActionItem) -> bool:
        return fits(Action(action), obj) and self.may(actor, Action(action), obj)

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[ActionItem]) -> Sequence[ActionItem]:
        """With what `actor` is looked up once."""
        rule, stance = Action(action), Stance.of(actor)
        fitting = (one for one in rows if fits(rule, one))
        return [one for one in fitting if not stance.parts(one).isdisjoint(RULES[rule].parts)]

    def may(self, actor: Actor, action: Action, item: ActionItem) -> bool:
        """Whether `actor` is one of those who do this, whatever the state of the item."""
        return not self.parts_of(actor, item).isdisjoint(RULES[action].parts)

    def parts_of(self, actor: Actor, item: ActionItem) -> frozenset[Part]:
        """What somebody is to one item; nothing for one that they do not see."""
        return Stance.of(actor).parts_of(item)

    def refuse(self, actor: Actor, action: StrEnum, obj: ActionItem) -> Forbidden:
        if not obj.group.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        if self.may(actor, Action(action), obj):
            return Forbidden(
                "action_state", _("This step does not fit the present state of the action item.")
            )
        if action in (Action.VERIFY, Action.RETURN):
            return Forbidden("not_another", NOT_ANOTHER)
        return Forbidden()

    def readers(self, obj: ActionItem) -> Readers:
        """Through memberships, deputyships and shares: of the item, and of its group or restricted thread."""
        own = holders(obj, READ)
        if of_all_time():
            return together(own, *_ever_through(obj))
        if obj.is_shared_with_group:
            return together(own, holders(obj.group, READ_GROUP))
        return together(own, ThreadPolicy().readers(obj.thread)) if obj.thread else own


def _ever_through(item: ActionItem) -> Iterator[Readers]:
    """Whoever saw an item as one of its group or by its thread, while it was for them."""
    spans = spans_of(item)
    yield during(holders(item.group, READ_GROUP), spans.get(WHOLE, ()))
    if item.thread is not None:
        yield during(ThreadPolicy().readers(item.thread), spans.get((Whom.THROUGH, None), ()))


def fits(action: Action, item: ActionItem) -> bool:
    """Whether something can be done with an item as it is now, by those who do it."""
    return _fits(action, item.state, item.is_shared_with_group)


def _fits(action: Action, state: str, is_shared: bool) -> bool:
    if action in (Action.WIDEN, Action.PUBLISH) and is_shared == (action == Action.WIDEN):
        return False
    return state in RULES[action].states


def allowed(actor: Actor, item: ActionItem, parts: frozenset[Part]) -> list[str]:
    """Short names of the actions that are open to somebody with these parts, for `allowed` in the API."""
    return list(_allowed(actor.scopes, parts, item.state, item.is_shared_with_group))


@lru_cache(maxsize=4096)
def _allowed(
    scopes: frozenset[str] | None, parts: frozenset[Part], state: str, is_shared: bool
) -> tuple[str, ...]:
    """The same for all items that are alike in this."""
    open_now = (
        action
        for action, rule in RULES.items()
        if _fits(action, state, is_shared) and not parts.isdisjoint(rule.parts)
    )
    return tuple(ActionItemPolicy().short(Actor(scopes=scopes), open_now))


def seen_until(questions: Sequence[tuple[Actor, UUID]]) -> list[Sight | None]:
    """Who sees which item, and until when, in four queries. None: it does not exist for them."""
    items = ActionItem.objects.in_bulk({action_id for _actor, action_id in questions})
    known = [(actor, items[pk]) for actor, pk in questions if pk in items]
    groups = [(actor, item.group_id) for actor, item in known]
    of_group = _ends(InitiativeGroupUserPermission, READ_GROUP, groups)
    own = _ends(ActionItemUserPermission, READ, [(actor, item.pk) for actor, item in known])
    of_thread = _ends_of_threads([(actor, item) for actor, item in known if not item.is_shared_with_group])
    return [_sight(actor, items.get(pk), own, of_group, of_thread) for actor, pk in questions]


Ends = dict[tuple[UUID | None, UUID], datetime | None]


def _sight(actor: Actor, item: ActionItem | None, own: Ends, of_group: Ends, of_thread: Ends) -> Sight | None:
    """The last end of all that shows an item to a person; no end where one of them has none."""
    if item is None or not _reads_tasks(actor):
        return None
    shared = item.is_shared_with_group
    ways = [(own, item.pk), (of_group, item.group_id) if shared else (of_thread, item.pk)]
    ends = [ends[actor.person_id, place] for ends, place in ways if (actor.person_id, place) in ends]
    timely = [end for end in ends if end is not None]
    if not ends:
        return None
    until, sits = max(timely, default=None), (actor.person_id, item.group_id) in of_group
    return Sight(until if len(timely) == len(ends) else None, not shared, sits)


def _ends(table: type[Grant], codename: str, wanted: Sequence[tuple[Actor, UUID]]) -> Ends:
    """When the live grants of some people on some containers end."""
    people, places = {actor.person_id for actor, _place in wanted}, {place for _actor, place in wanted}
    rows = live(table).filter(user__in=people, content_object__in=places, permission__codename=codename)
    return {
        (person_id, place): end
        for person_id, place, end in rows.values_list("user", "content_object", "valid_until")
    }


def _ends_of_threads(wanted: Sequence[tuple[Actor, ActionItem]]) -> Ends:
    """The same for the threads that items came from."""
    asked = [(actor, item.pk, item.thread_id) for actor, item in wanted if item.thread_id is not None]
    sights = threads_seen_until([(unlimited(actor), thread_id) for actor, _item, thread_id in asked])
    pairs = zip(asked, sights, strict=True)
    return {(actor.person_id, pk): sight.until for (actor, pk, _thread), sight in pairs if sight is not None}


def _reads_tasks(actor: Actor) -> bool:
    return actor.person_id is not None and actor.has_scope(ActionItemPolicy().scope_of(Action.READ))


class RegisterAction(StrEnum):
    """What can be done with the action items of a group as a whole."""

    READ = "register.read"
    MAKE = "register.make"
    SET_LADDER = "register.set_ladder"
    SEE_OUTSIDE = "register.see_outside"
    KEEP_OUTSIDE = "register.keep_outside"


class RegisterPolicy(Policy[InitiativeGroup]):
    """The register of a group: whoever reads the group reads it; facilitators and the secretary add to it,
    and know how its owners without an account are reached.
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
        return InitiativeGroup.objects.filter(held(InitiativeGroupUserPermission, actor, READ_GROUP))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        if action == RegisterAction.MAKE and not obj.gives_work:
            return False
        return any(
            holds(InitiativeGroupUserPermission, actor, codename, obj.pk)
            for codename in self.codenames[action]
        )

    def refuse(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> Forbidden:
        if not obj.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        may = any(holds(InitiativeGroupUserPermission, actor, one, obj.pk) for one in self.codenames[action])
        return Forbidden("group_proposed", GROUP_PROPOSED) if may else Forbidden()

    def readers(self, obj: InitiativeGroup) -> Readers:
        return holders(obj, READ_GROUP)


class SavedViewAction(StrEnum):
    READ = "saved_view.read"
    KEEP = "saved_view.keep"
    REMOVE = "saved_view.remove"


class SavedViewPolicy(OwnPolicy[SavedView]):
    """Ways to look at action items are known to whoever keeps them alone."""

    model = SavedView
    domain = "accounts"
    every = SavedViewAction
    reads = frozenset({SavedViewAction.READ})


saved_views = SavedViewPolicy()
