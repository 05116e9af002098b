"""Policies of threads: who may read a thread, and what they may do in it.

A thread that is open to its group is read through the live grants of the group, a restricted one only through
its own: no role in the group opens it, though the group knows that an announced one exists. A draft has its
own grants for the people who may open it, so they can still read it when the group is not working. Guests
hold grants on single threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.access import (
    READ,
    SPEAK,
    ThreadAccess,
    discoverable_threads_q,
    find_visible_thread,
    get_thread_access,
    group_rights_apply_q,
    listable_threads_q,
    visible_thread_ids_q,
    visible_threads_q,
)
from dialogue.threads.errors import refuse_locked
from dialogue.threads.models import TALKING, Thread, ThreadState, ThreadUserPermission
from dialogue.threads.visibility import load_grant_ends
from groups.grants import WHOLE, get_former_spans_of, get_spans_of, should_include_past
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    NOW,
    READ as READ_GROUP,
    SPEAK as SPEAK_GROUP,
    GrantQuery,
    Readers,
    has_grant,
    has_grant_q,
    list_grantees_of,
    list_live_grants,
    merge_readers,
    restrict_readers,
)
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, NotFound, SignedOut
from viche.kernel.policy import Level, Policy, check_scopes, short_name_of


class Action(StrEnum):
    """Actions on a thread and in it."""

    READ = "thread.read"
    SEE_ACCESS = "thread.see_access"
    MARK_READ = "thread.mark_read"
    FOLLOW = "thread.follow"
    KEEP_DRAFT = "thread.keep_draft"
    POST = "thread.post"
    SUPPORT = "thread.support"
    ACKNOWLEDGE = "thread.acknowledge"
    MAKE_MUST_READ = "thread.make_must_read"
    MAKE_ACTION = "thread.make_action"
    EDIT = "thread.edit"
    OPEN = "thread.open"
    SUMMARISE = "thread.summarise"
    CLOSE = "thread.close"
    REOPEN = "thread.reopen"
    SET_AUDIENCE = "thread.set_audience"
    MOVE = "thread.move"
    SPLIT = "thread.split"
    MERGE = "thread.merge"
    PUBLISH = "thread.publish"
    TAKE_BACK = "thread.take_back"
    SHARE = "thread.share"
    PIN = "thread.pin"
    REPORT = "thread.report"
    MODERATE = "thread.moderate"
    KEEP_FLOOR = "thread.keep_floor"
    HAND_OVER = "thread.hand_over"
    SUM_UP = "thread.sum_up"
    PROPOSE_QUESTION = "thread.propose_question"


ALL_STATES = frozenset(ThreadState)
OPENED_STATES = ALL_STATES - {ThreadState.DRAFT}
# Actions that only facilitators may take while the thread is locked.
POSTING_ACTIONS = frozenset({Action.POST, Action.PROPOSE_QUESTION})
# Actions that are closed once a thread was merged into another one.
ACTIONS_CLOSED_AFTER_MERGE = frozenset({Action.REOPEN, Action.MOVE, Action.SHARE, Action.PIN})
UNCLOSED_STATES = ALL_STATES - {ThreadState.CLOSED}
Capability = Callable[[ThreadAccess, Thread], bool]


def _facilitates_group_of_unrestricted(standing: ThreadAccess, thread: Thread) -> bool:
    """Return whether the actor facilitates the group of an unrestricted thread; the thread is not enough.

    The action takes the thread away from the group, or shows it to other readers in the group's name.
    """
    return standing.leads_group(thread) and not thread.is_restricted


def _facilitates_unrestricted(standing: ThreadAccess, thread: Thread) -> bool:
    return standing.can_facilitate(thread) and not thread.is_restricted


RULES: dict[StrEnum, tuple[frozenset[ThreadState], Capability]] = {
    Action.READ: (ALL_STATES, ThreadAccess.can_read),
    Action.SEE_ACCESS: (ALL_STATES, ThreadAccess.is_group_member),
    Action.MARK_READ: (ALL_STATES, ThreadAccess.can_read),
    Action.FOLLOW: (ALL_STATES, ThreadAccess.can_read),
    Action.KEEP_DRAFT: (ALL_STATES, ThreadAccess.can_read),
    Action.POST: (TALKING, ThreadAccess.can_post),
    Action.SUPPORT: (TALKING, ThreadAccess.can_post),
    Action.ACKNOWLEDGE: (OPENED_STATES, ThreadAccess.can_read),
    Action.MAKE_MUST_READ: (OPENED_STATES, ThreadAccess.can_facilitate),
    Action.MAKE_ACTION: (OPENED_STATES, ThreadAccess.is_facilitator_or_secretary),
    Action.EDIT: (UNCLOSED_STATES, ThreadAccess.can_facilitate),
    Action.OPEN: (frozenset({ThreadState.DRAFT}), ThreadAccess.can_facilitate),
    Action.SUMMARISE: (frozenset({ThreadState.OPEN}), ThreadAccess.can_facilitate),
    Action.CLOSE: (TALKING, ThreadAccess.can_facilitate),
    Action.REOPEN: (frozenset({ThreadState.SUMMARISING, ThreadState.CLOSED}), ThreadAccess.can_facilitate),
    Action.SET_AUDIENCE: (ALL_STATES, ThreadAccess.can_facilitate),
    Action.MOVE: (OPENED_STATES, _facilitates_group_of_unrestricted),
    Action.SPLIT: (TALKING, _facilitates_unrestricted),
    Action.MERGE: (TALKING, _facilitates_unrestricted),
    Action.PUBLISH: (TALKING, _facilitates_group_of_unrestricted),
    Action.TAKE_BACK: (OPENED_STATES, ThreadAccess.can_unpublish),
    Action.SHARE: (OPENED_STATES, ThreadAccess.can_facilitate),
    Action.PIN: (OPENED_STATES, ThreadAccess.can_facilitate),
    Action.REPORT: (OPENED_STATES, ThreadAccess.can_read),
    Action.MODERATE: (OPENED_STATES, ThreadAccess.is_facilitator_or_secretary),
    Action.KEEP_FLOOR: (TALKING, ThreadAccess.can_facilitate),
    Action.HAND_OVER: (TALKING, ThreadAccess.can_facilitate),
    Action.SUM_UP: (TALKING, ThreadAccess.can_facilitate),
    Action.PROPOSE_QUESTION: (TALKING, ThreadAccess.can_post),
}


def _permits(standing: ThreadAccess, action: StrEnum, thread: Thread) -> bool:
    states, capable = RULES[action]
    fits = thread.state in states or (action == Action.EDIT and thread.is_merged)
    open_now = fits and standing.can_read(thread) and capable(standing, thread)
    if action in POSTING_ACTIONS and thread.is_locked:
        return open_now and standing.can_facilitate(thread)
    if action in ACTIONS_CLOSED_AFTER_MERGE and thread.is_merged:
        return False
    return open_now and (action != Action.MAKE_ACTION or thread.group.gives_work)


@lru_cache(maxsize=4096)
def _list_allowed(
    standing: ThreadAccess,
    scopes: frozenset[str] | None,
    state: str,
    visibility: str,
    group_state: str,
    *,
    is_locked: bool,
    is_merged: bool,
) -> tuple[str, ...]:
    """Return the short names of the allowed actions, cached for threads that agree in these arguments."""
    thread = Thread(state=state, visibility=visibility, group=InitiativeGroup(state=group_state))
    thread.merged_into_id = thread.pk if is_merged else None
    thread.locked_at = thread.created_at if is_locked else None
    actor, policy = Actor(scopes=scopes), ThreadPolicy()
    return tuple(
        short_name_of(action)
        for action in Action
        if _permits(standing, action, thread) and actor.has_scope(policy.scope_of(action))
    )


class ThreadPolicy(Policy[Thread]):
    """Policy of threads. Load one with `load_thread`; list a page with `ThreadPolicy.listed_for`."""

    model = Thread
    domain = "dialogue"
    every = Action
    url_parameter = "thread_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ, Action.SEE_ACCESS})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Thread]:
        if not actor.has_scope(self.scope_of(Action.READ)):
            return Thread.objects.none()
        return Thread.objects.filter(
            discoverable_threads_q(actor) if level <= Level.EXISTS else visible_threads_q(actor)
        )

    def listed_for(self, actor: Actor) -> QuerySet[Thread]:
        """Return the threads of `visible_to` by a condition that is faster for lists.

        `get_thread_stats` loads the actor's access to a page of them.
        """
        if not actor.has_scope(self.scope_of(Action.READ)):
            return Thread.objects.none()
        return Thread.objects.filter(listable_threads_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Thread) -> bool:
        return _permits(get_thread_access(actor, obj), action, obj)

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[Thread]) -> Sequence[Thread]:
        """Return the threads that permit the action, in two queries."""
        if actor.person_id is None:
            return super().permitted(actor, action, rows)
        own = load_grant_ends(ThreadUserPermission, {actor.person_id}, {one.pk for one in rows})
        of_group = load_grant_ends(
            InitiativeGroupUserPermission, {actor.person_id}, {one.group_id for one in rows}
        )
        held_on = (
            (one, own[actor.person_id, one.pk], of_group[actor.person_id, one.group_id]) for one in rows
        )
        stands = ((one, ThreadAccess(frozenset(mine), frozenset(ours))) for one, mine, ours in held_on)
        return [one for one, standing in stands if _permits(standing, action, one)]

    def allowed(self, actor: Actor, obj: Thread) -> list[str]:
        """List the allowed actions. The group of the thread must be loaded."""
        standing = get_thread_access(actor, obj)
        alike = (standing, actor.scopes, obj.state, obj.visibility, obj.group.state)
        return [*_list_allowed(*alike, is_locked=obj.is_locked, is_merged=obj.is_merged)]

    def refuse(self, actor: Actor, action: StrEnum, obj: Thread) -> Forbidden:
        _states, capable = RULES[action]
        if not obj.group.is_working:
            return Forbidden(
                "group_not_working", _("The group is suspended or dissolved: it can only be read.")
            )
        able = capable(get_thread_access(actor, obj), obj)
        if action == Action.MAKE_ACTION and able and not obj.group.gives_work:
            return Forbidden(
                "group_proposed", _("The group is only proposed: it gives action items once it is active.")
            )
        if action in (Action.MOVE, Action.SPLIT, Action.MERGE, Action.PUBLISH) and obj.is_restricted:
            return Forbidden("thread_restricted", _("A restricted thread stays as it is and where it is."))
        if not able:
            return Forbidden()
        if obj.is_merged:
            return Forbidden("thread_merged", _("This thread went on in another one: write there."))
        if obj.state == ThreadState.CLOSED:
            return Forbidden("thread_closed", _("This thread is closed: it can only be read."))
        if action in POSTING_ACTIONS and obj.is_locked:
            return refuse_locked(obj)
        return Forbidden("thread_state", _("This step does not fit the present state of the thread."))

    def readers(self, obj: Thread) -> Readers:
        """Return the readers through memberships, deputyships and shares."""
        own = list_grantees_of(obj, READ)
        if should_include_past():
            return merge_readers(own, *_list_historic_readers(obj))
        return (
            merge_readers(own, list_grantees_of(obj.group, READ_GROUP)) if obj.is_shared_with_group else own
        )


def _list_historic_readers(thread: Thread) -> Iterator[Readers]:
    """Yield the readers of each group that the thread was in, for the time it was shared with it."""
    for group, spans in [(thread.group, get_spans_of(thread)), *get_former_spans_of(thread)]:
        yield restrict_readers(list_grantees_of(group, READ_GROUP), spans.get(WHOLE, ()))


def list_visible_threads(actor: Actor, asking: GrantQuery = NOW) -> QuerySet[Thread]:
    """Return the threads that `actor` may read, whatever the scopes of their token.

    Without related rows, for query conditions of other apps.
    """
    return Thread.objects.filter(visible_threads_q(actor, asking))


def list_threads_where_group_rights_apply(actor: Actor) -> QuerySet[Thread]:
    """Return the threads in which the rights of `actor` in the group apply, if they read them.

    Without related rows, for query conditions of other apps.
    """
    return Thread.objects.filter(group_rights_apply_q(actor))


def filter_people_with_group_rights(thread: Thread, people: Collection[UUID]) -> set[UUID]:
    """Return the people whose rights in the group apply in a thread, if they read it.

    Agrees with `list_threads_where_group_rights_apply`.
    """
    if not thread.is_restricted:
        return set(people)
    grants = list_live_grants(ThreadUserPermission).filter(
        content_object=thread.pk, user__in=people, permission__codename=SPEAK
    )
    return set(grants.values_list("user", flat=True))


def in_visible_thread_q(actor: Actor) -> Q:
    """Return the condition on rows whose `thread` the actor may read.

    The scopes of their token are not considered.
    """
    by_ids = visible_thread_ids_q(actor)
    if by_ids is None:
        return Q(Exists(list_visible_threads(actor).filter(pk=OuterRef("thread_id"))))
    return Q(thread__in=Thread.objects.filter(by_ids).values("pk"))


def load_thread(actor: Actor, thread_id: UUID, action: Action) -> Thread:
    """Load a thread and check the action, like `viche.kernel.policy.load`, in one query.

    Raises SignedOut, NotFound and Forbidden.
    """
    if actor.is_anonymous:
        raise SignedOut
    check_scopes(actor, *ThreadPolicy().scopes_of(action))
    thread = find_visible_thread(actor, thread_id)
    if thread is None:
        raise NotFound
    check_thread_action(actor, action, thread)
    return thread


def check_thread_action(actor: Actor, action: Action, thread: Thread) -> None:
    """Raise Forbidden with the reason unless `actor`, who may read the thread, may take the action."""
    policy = ThreadPolicy()
    if not policy.can(actor, action, thread):
        raise policy.refusal(actor, action, thread)


class DialogueAction(StrEnum):
    """Actions on the dialogue of a group as a whole."""

    READ = "dialogue.read"
    START = "dialogue.start"
    START_RESTRICTED = "dialogue.start_restricted"
    SET_CHARTER = "dialogue.set_charter"


class DialoguePolicy(Policy[InitiativeGroup]):
    """Policy of a group's dialogue: members start threads, facilitators also restricted ones."""

    model = InitiativeGroup
    domain = "dialogue"
    every = DialogueAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({DialogueAction.READ})
    codenames: ClassVar[dict[StrEnum, str]] = {
        DialogueAction.READ: READ_GROUP,
        DialogueAction.START: SPEAK_GROUP,
        DialogueAction.START_RESTRICTED: FACILITATE_GROUP,
        DialogueAction.SET_CHARTER: FACILITATE_GROUP,
    }

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope(self.scope_of(DialogueAction.READ)):
            return InitiativeGroup.objects.none()
        return InitiativeGroup.objects.filter(has_grant_q(InitiativeGroupUserPermission, actor, READ_GROUP))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return has_grant(InitiativeGroupUserPermission, actor, self.codenames[action], obj.pk)

    def readers(self, obj: InitiativeGroup) -> Readers:
        return list_grantees_of(obj, READ_GROUP)
