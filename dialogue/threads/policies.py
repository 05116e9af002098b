"""Who may see which thread, and who may do what in it.

A thread that is open to its group is seen through the group's live grants, a restricted one through its own
alone: no role in the group opens it, though of one that is announced the group knows that it is there. A
draft has grants of its own for those who may open it: so it stays theirs to read in a group that rests.
Guests hold grants on single threads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.access import (
    READ,
    Standing,
    find_seen,
    known_to,
    listed_for,
    seen_by,
    seen_by_ids,
    standing_of,
)
from dialogue.threads.errors import locked
from dialogue.threads.models import TALKING, Thread, ThreadState, ThreadUserPermission
from groups.grants import WHOLE, former_spans_of, of_all_time, spans_of
from groups.models import Grant, InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import (
    FACILITATE as FACILITATE_GROUP,
    NOW,
    READ as READ_GROUP,
    SPEAK as SPEAK_GROUP,
    Asking,
    Readers,
    during,
    held,
    holders,
    holds,
    live,
    together,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound, SignedOut
from viche.kernel.lists import given_ids
from viche.kernel.policy import Level, Policy, check_scopes, short_name
from viche.kernel.prepared import Given, Prepared


class Action(StrEnum):
    """What can be done with a thread and in it."""

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


EVERY_STATE = frozenset(ThreadState)
OPENED = EVERY_STATE - {ThreadState.DRAFT}
# What waits while the talk is paused.
TALK = frozenset({Action.POST, Action.PROPOSE_QUESTION})
# What nobody does any more with a thread that went on in another one.
BEGUN_ANEW = frozenset({Action.REOPEN, Action.MOVE, Action.SHARE, Action.PIN})
NOT_CLOSED = EVERY_STATE - {ThreadState.CLOSED}
Capability = Callable[[Standing, Thread], bool]


def _leads_group_for_all(standing: Standing, thread: Thread) -> bool:
    """Who leads the group, not the thread alone: the group would lose it, or others read it in its name."""
    return standing.leads_group(thread) and not thread.is_restricted


def _leads_for_all(standing: Standing, thread: Thread) -> bool:
    return standing.leads(thread) and not thread.is_restricted


RULES: dict[StrEnum, tuple[frozenset[ThreadState], Capability]] = {
    Action.READ: (EVERY_STATE, Standing.sees),
    Action.SEE_ACCESS: (EVERY_STATE, Standing.sits),
    Action.MARK_READ: (EVERY_STATE, Standing.sees),
    Action.FOLLOW: (EVERY_STATE, Standing.sees),
    Action.KEEP_DRAFT: (EVERY_STATE, Standing.sees),
    Action.POST: (TALKING, Standing.speaks),
    Action.SUPPORT: (TALKING, Standing.speaks),
    Action.ACKNOWLEDGE: (OPENED, Standing.sees),
    Action.MAKE_MUST_READ: (OPENED, Standing.leads),
    Action.MAKE_ACTION: (OPENED, Standing.assigns),
    Action.EDIT: (NOT_CLOSED, Standing.leads),
    Action.OPEN: (frozenset({ThreadState.DRAFT}), Standing.leads),
    Action.SUMMARISE: (frozenset({ThreadState.OPEN}), Standing.leads),
    Action.CLOSE: (TALKING, Standing.leads),
    Action.REOPEN: (frozenset({ThreadState.SUMMARISING, ThreadState.CLOSED}), Standing.leads),
    Action.SET_AUDIENCE: (EVERY_STATE, Standing.leads),
    Action.MOVE: (OPENED, _leads_group_for_all),
    Action.SPLIT: (TALKING, _leads_for_all),
    Action.MERGE: (TALKING, _leads_for_all),
    Action.PUBLISH: (TALKING, _leads_group_for_all),
    Action.TAKE_BACK: (OPENED, Standing.takes_back),
    Action.SHARE: (OPENED, Standing.leads),
    Action.PIN: (OPENED, Standing.leads),
    Action.REPORT: (OPENED, Standing.sees),
    Action.MODERATE: (OPENED, Standing.assigns),
    Action.KEEP_FLOOR: (TALKING, Standing.leads),
    Action.HAND_OVER: (TALKING, Standing.leads),
    Action.SUM_UP: (TALKING, Standing.leads),
    Action.PROPOSE_QUESTION: (TALKING, Standing.speaks),
}


READ_SCOPE, WRITE_SCOPE = "dialogue:read", "dialogue:write"


def _permits(standing: Standing, action: StrEnum, thread: Thread) -> bool:
    states, capable = RULES[action]
    fits = thread.state in states or (action == Action.EDIT and thread.is_merged)
    open_now = fits and standing.sees(thread) and capable(standing, thread)
    if action in TALK and thread.is_locked:
        return open_now and standing.leads(thread)
    if action in BEGUN_ANEW and thread.is_merged:
        return False
    return open_now and (action != Action.MAKE_ACTION or thread.group.gives_work)


@lru_cache(maxsize=4096)
def _open(
    standing: Standing,
    scopes: frozenset[str] | None,
    state: str,
    visibility: str,
    group_state: str,
    *,
    is_locked: bool,
    is_merged: bool,
) -> tuple[str, ...]:
    """Short names of the actions that are open: the same for all threads that are alike in this."""
    thread = Thread(state=state, visibility=visibility, group=InitiativeGroup(state=group_state))
    thread.merged_into_id = thread.pk if is_merged else None
    thread.locked_at = thread.created_at if is_locked else None
    actor, policy = Actor(scopes=scopes), ThreadPolicy()
    return tuple(
        short_name(action)
        for action in Action
        if _permits(standing, action, thread) and actor.has_scope(policy.scope_of(action))
    )


class ThreadPolicy(Policy[Thread]):
    """Threads. One is loaded by `load_thread`, a page of them listed by `listed_for`."""

    model = Thread
    domain = "dialogue"
    every = Action
    url_parameter = "thread_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ, Action.SEE_ACCESS})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Thread]:
        if not actor.has_scope(self.scope_of(Action.READ)):
            return Thread.objects.none()
        return Thread.objects.filter(known_to(actor) if level <= Level.EXISTS else seen_by(actor))

    def listed_for(self, actor: Actor) -> QuerySet[Thread]:
        """The same threads for lists; `figures_of` brings the standings of a whole page."""
        if not actor.has_scope(self.scope_of(Action.READ)):
            return Thread.objects.none()
        return Thread.objects.filter(listed_for(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Thread) -> bool:
        return _permits(standing_of(actor, obj), action, obj)

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[Thread]) -> Sequence[Thread]:
        """In two queries."""
        if actor.person_id is None:
            return super().permitted(actor, action, rows)
        own = _ends(ThreadUserPermission, {actor.person_id}, {one.pk for one in rows})
        of_group = _ends(InitiativeGroupUserPermission, {actor.person_id}, {one.group_id for one in rows})
        held_on = (
            (one, own[actor.person_id, one.pk], of_group[actor.person_id, one.group_id]) for one in rows
        )
        stands = ((one, Standing(frozenset(mine), frozenset(ours))) for one, mine, ours in held_on)
        return [one for one, standing in stands if _permits(standing, action, one)]

    def allowed(self, actor: Actor, obj: Thread) -> list[str]:
        """Needs its group."""
        standing = standing_of(actor, obj)
        alike = (standing, actor.scopes, obj.state, obj.visibility, obj.group.state)
        return [*_open(*alike, is_locked=obj.is_locked, is_merged=obj.is_merged)]

    def refuse(self, actor: Actor, action: StrEnum, obj: Thread) -> Forbidden:
        _states, capable = RULES[action]
        if not obj.group.is_working:
            return Forbidden(
                "group_not_working", _("The group is suspended or dissolved: it can only be read.")
            )
        able = capable(standing_of(actor, obj), obj)
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
        if action in TALK and obj.is_locked:
            return locked(obj)
        return Forbidden("thread_state", _("This step does not fit the present state of the thread."))

    def readers(self, obj: Thread) -> Readers:
        """Through memberships, deputyships and shares."""
        own = holders(obj, READ)
        if of_all_time():
            return together(own, *_ever_through(obj))
        return together(own, holders(obj.group, READ_GROUP)) if obj.is_shared_with_group else own


def _ever_through(thread: Thread) -> Iterator[Readers]:
    """Whoever saw a thread as one of a group, while it was in it and for all of it."""
    for group, spans in [(thread.group, spans_of(thread)), *former_spans_of(thread)]:
        yield during(holders(group, READ_GROUP), spans.get(WHOLE, ()))


def threads_seen_by(actor: Actor, asking: Asking = NOW) -> QuerySet[Thread]:
    """The threads that `actor` sees, whatever their token reaches: bare, for conditions of higher rooms."""
    return Thread.objects.filter(seen_by(actor, asking))


def of_thread_seen_by(actor: Actor) -> Q:
    """The condition on rows whose `thread` is one that `actor` sees, whatever their token reaches."""
    by_ids = seen_by_ids(actor)
    if by_ids is None:
        return Q(Exists(threads_seen_by(actor).filter(pk=OuterRef("thread_id"))))
    return Q(thread__in=Thread.objects.filter(by_ids).values("pk"))


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody sees a thread until a moment (None: no end is known).

    `restricted`: it is not for the whole group, so that whoever reads it is written down. `sits`: they see it
    as one of the group, and so who else does. `speaks`: they may post in it.
    """

    until: datetime | None
    restricted: bool
    sits: bool
    speaks: bool = False


Ends = dict[str, datetime | None]


def seen_until(questions: Sequence[tuple[Actor, UUID]]) -> list[Sight | None]:
    """Who sees which thread, and until when, in three queries. None: it does not exist for them."""
    people = {actor.person_id for actor, _thread in questions}
    threads = {
        thread.pk: thread for thread in ASKED.all(ids=list({thread_id for _actor, thread_id in questions}))
    }
    own = _ends(ThreadUserPermission, people, threads.keys())
    of_group = _ends(InitiativeGroupUserPermission, people, {thread.group_id for thread in threads.values()})
    answers: list[Sight | None] = []
    for actor, thread_id in questions:
        thread = threads.get(thread_id)
        if thread is None or not actor.has_scope(READ_SCOPE):
            answers.append(None)
            continue
        mine, ours = own[actor.person_id, thread.pk], of_group[actor.person_id, thread.group_id]
        answers.append(_sight(thread, mine, ours))
    return answers


def _sight(thread: Thread, own: Ends, of_group: Ends) -> Sight | None:
    standing = Standing(frozenset(own), frozenset(of_group))
    if not standing.sees(thread):
        return None
    ends = [own[READ]] if READ in own else []
    if thread.is_shared_with_group and READ_GROUP in of_group:
        ends.append(of_group[READ_GROUP])
    known = [end for end in ends if end is not None]
    until = max(known) if len(known) == len(ends) else None
    return Sight(until, thread.is_restricted, standing.sits(thread), standing.speaks(thread))


def _ends(
    table: type[Grant], people: Collection[UUID | None], containers: Collection[UUID]
) -> dict[tuple[UUID | None, UUID], Ends]:
    found: dict[tuple[UUID | None, UUID], Ends] = defaultdict(dict)
    for grant in HELD[table].all(people=list(people), containers=list(containers), at=now()):
        found[grant.user_id, grant.content_object_id][grant.permission.codename] = grant.valid_until
    return found


# Asked for all who come at once, and at every change of access.
ASKED = Prepared(lambda: Thread.objects.filter(given_ids("pk", "ids")))


def _held(table: type[Grant]) -> Prepared[Any]:
    return Prepared(
        lambda: (
            live(table, Given("at", DateTimeField()))
            .filter(given_ids("user", "people"), given_ids("content_object", "containers"))
            .select_related("permission")
            .only("user", "content_object", "valid_until", "permission__codename")
        )
    )


HELD: dict[type[Grant], Prepared[Any]] = {
    table: _held(table) for table in (ThreadUserPermission, InitiativeGroupUserPermission)
}


def load_thread(actor: Actor, thread_id: UUID, action: Action) -> Thread:
    """What `viche.kernel.policy.load` does, in one query. Raises SignedOut, NotFound and Forbidden."""
    if actor.is_anonymous:
        raise SignedOut
    check_scopes(actor, *ThreadPolicy().scopes_of(action))
    thread = find_seen(actor, thread_id)
    if thread is None:
        raise NotFound
    demand(actor, action, thread)
    return thread


def demand(actor: Actor, action: Action, thread: Thread) -> None:
    """Raises Forbidden with its reason where `actor`, who sees the thread, may not do this to it."""
    policy = ThreadPolicy()
    if not policy.can(actor, action, thread):
        raise policy.refusal(actor, action, thread)


class DialogueAction(StrEnum):
    """What can be done with the dialogue of a group as a whole."""

    READ = "dialogue.read"
    START = "dialogue.start"
    START_RESTRICTED = "dialogue.start_restricted"


class DialoguePolicy(Policy[InitiativeGroup]):
    """The dialogue of a group: members start threads, those who lead the group also restricted ones."""

    model = InitiativeGroup
    domain = "dialogue"
    every = DialogueAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({DialogueAction.READ})
    codenames: ClassVar[dict[StrEnum, str]] = {
        DialogueAction.READ: READ_GROUP,
        DialogueAction.START: SPEAK_GROUP,
        DialogueAction.START_RESTRICTED: FACILITATE_GROUP,
    }

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[InitiativeGroup]:
        if not actor.has_scope(self.scope_of(DialogueAction.READ)):
            return InitiativeGroup.objects.none()
        return InitiativeGroup.objects.filter(held(InitiativeGroupUserPermission, actor, READ_GROUP))

    def permits(self, actor: Actor, action: StrEnum, obj: InitiativeGroup) -> bool:
        return holds(InitiativeGroupUserPermission, actor, self.codenames[action], obj.pk)

    def readers(self, obj: InitiativeGroup) -> Readers:
        return holders(obj, READ_GROUP)
