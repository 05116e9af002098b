"""What is read about threads and messages: narrowed to the reader, as many queries for many as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateTimeField,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    UUIDField,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from dialogue.events import topic_of
from dialogue.models import (
    Message,
    Support,
    Thread,
    ThreadAudience,
    ThreadReading,
    ThreadState,
    ThreadStateChange,
    ThreadUserPermission,
    Visibility,
)
from dialogue.policies import (
    READ_SCOPE,
    Action,
    DialogueAction,
    DialoguePolicy,
    ThreadPolicy,
    load_thread,
    threads_seen_by,
)
from dialogue.ranges import Spans, first_gap
from dialogue.standing import READ, list_for
from groups.models import InitiativeGroup, InitiativeGroupUserPermission, Mandate
from groups.policies import READ as READ_GROUP, Asking, live
from groups.registry import Heard
from groups.selectors import voices_in
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.events import heads
from viche.kernel.lists import Hot, HotListing, Listing, Probe, given_ids
from viche.kernel.policy import load
from viche.kernel.prepared import Given, Prepared

# ---- threads -----------------------------------------------------------------------------------------------


def threads_for(actor: Actor, state: ThreadState | None = None) -> QuerySet[Thread]:
    """Every thread that `actor` sees (in one state), with its group and facilitator."""
    seen = _shown(ThreadPolicy().listed_for(actor))
    return seen if state is None else seen.filter(state=state)


def thread_list_for(actor: Actor, state: ThreadState | None = None) -> QuerySet[Thread] | Hot[Thread]:
    """The same page by page."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return threads_for(actor, state)
    return LIST.of(state, actor.person_id, now())


def _list(state: ThreadState | None, person_id: UUID, at: datetime) -> Listing[Thread]:
    fitting = Thread.objects.all() if state is None else Thread.objects.filter(state=state)
    return Listing(fitting, list_for(Actor.for_person(person_id), at), _shown)


LIST = HotListing(Thread, _list)


def titles_for(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Thread]:
    """Those of some threads that `actor` sees, for their titles."""
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return ThreadPolicy().listed_for(actor).in_bulk(ids)
    seen = AMONG.all(person_id=actor.person_id, at=now(), ids=list(ids))
    return {thread.pk: thread for thread in seen}


def _among() -> QuerySet[Thread]:
    somebody: Any = Given("person_id", UUIDField())
    asking = Asking(Probe, Given("at", DateTimeField()))
    return threads_seen_by(Actor.for_person(somebody), asking).filter(given_ids("pk", "ids"))


AMONG = Prepared(_among)


def _shown(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return threads.select_related("group", "facilitator__person")


def get_group_for(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """The group whose dialogue `actor` reads. Raises SignedOut or NotFound."""
    return load(DialoguePolicy(), actor, group_id, DialogueAction.READ)


def get_thread_for(actor: Actor, thread_id: UUID) -> Thread:
    """One thread that `actor` sees. Raises SignedOut or NotFound."""
    return load_thread(actor, thread_id, Action.READ)


def get_shown_thread_for(actor: Actor, thread_id: UUID) -> Thread:
    """The same with its group and facilitator."""
    thread = get_thread_for(actor, thread_id)
    prefetch_related_objects([thread], "group", "facilitator__person")
    return thread


@dataclass(frozen=True, slots=True)
class ThreadFigures:
    """What a thread shows of others: its last message, whom it names, how many people read it."""

    last: Message | None = None
    audience: Sequence[ThreadAudience] = ()
    audience_size: int = 0
    seq: int = 0


def figures_of(threads: Sequence[Thread]) -> dict[UUID, ThreadFigures]:
    """The figures of several threads, the same for every reader, in five queries."""
    ids = [thread.pk for thread in threads]
    last = {message.thread_id: message for message in last_messages(ids)}
    audience = _audience(threads)
    readers = _readers(threads)
    seqs = heads(topic_of(pk) for pk in ids)
    return {
        pk: ThreadFigures(last.get(pk), audience.get(pk, ()), len(readers[pk]), seqs[topic_of(pk)])
        for pk in ids
    }


def last_messages(thread_ids: Collection[UUID]) -> list[Message]:
    """The last message of each thread."""
    return LAST.all(ids=list(thread_ids))


LAST = Prepared(
    lambda: Message.objects.filter(
        given_ids("thread", "ids"), number=F("thread__message_count")
    ).select_related("author", "mandate__organisation", "thread")
)


def _audience(threads: Sequence[Thread]) -> dict[UUID, list[ThreadAudience]]:
    restricted = [thread.pk for thread in threads if thread.is_restricted]
    found: dict[UUID, list[ThreadAudience]] = defaultdict(list)
    if restricted:
        rows = ThreadAudience.objects.filter(thread__in=restricted).select_related("organisation", "person")
        for row in rows.order_by("id"):
            found[row.thread_id].append(row)
    return found


def _readers(threads: Sequence[Thread]) -> dict[UUID, set[UUID]]:
    """Who may read each thread now, through its group where it is open to it, or by grants of its own."""
    own = live(ThreadUserPermission).filter(permission__codename=READ)
    readers: dict[UUID, set[UUID]] = {thread.pk: set() for thread in threads}
    for thread_id, person_id in own.filter(content_object__in=readers).values_list("content_object", "user"):
        readers[thread_id].add(person_id)
    groups: dict[UUID, set[UUID]] = {thread.group_id: set() for thread in threads if not thread.is_restricted}
    of_group = live(InitiativeGroupUserPermission).filter(permission__codename=READ_GROUP)
    for group_id, person_id in of_group.filter(content_object__in=groups).values_list(
        "content_object", "user"
    ):
        groups[group_id].add(person_id)
    for thread in threads:
        if not thread.is_restricted:
            readers[thread.pk] |= groups[thread.group_id]
    return readers


def threads_as_they_are(ids: Collection[UUID]) -> list[Thread]:
    """Some threads for frames, whose topics are guarded. Not narrowed to anybody."""
    return list(_shown(Thread.objects.filter(pk__in=ids)))


def group_of(thread_id: UUID) -> UUID | None:
    """The group of a thread; None when there is no such thread."""
    return Thread.objects.filter(pk=thread_id).values_list("group", flat=True).first()


def state_changes_of(thread: Thread) -> QuerySet[ThreadStateChange]:
    """The steps of a thread, oldest first."""
    rows = ThreadStateChange.objects.filter(thread=thread)
    return rows.select_related("person", "mandate__organisation").order_by("at", "id")


# ---- reading -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person has seen of a thread of `total` messages."""

    total: int
    ranges: Spans = ()
    seen: int = 0

    @property
    def unread(self) -> int:
        return self.total - self.seen

    @property
    def first_unread(self) -> int | None:
        return first_gap(self.ranges, self.total)


def readings_of(actor: Actor, threads: Sequence[Thread]) -> dict[UUID, Reading]:
    """What `actor` has seen of each of some threads, in one query."""
    rows = READINGS.all(person_id=actor.person_id, ids=[thread.pk for thread in threads])
    known = {row.thread_id: row for row in rows}
    return {thread.pk: _reading(thread, known.get(thread.pk)) for thread in threads}


READINGS = Prepared(
    lambda: ThreadReading.objects.filter(given_ids("thread", "ids"), person=Given("person_id", UUIDField()))
)


def reading_of(actor: Actor, thread: Thread) -> Reading:
    return readings_of(actor, [thread])[thread.pk]


def _reading(thread: Thread, row: ThreadReading | None) -> Reading:
    if row is None:
        return Reading(thread.message_count)
    # A message may have come between the two looks.
    return Reading(max(thread.message_count, row.seen), row.ranges, row.seen)


def _with_unread(actor: Actor) -> QuerySet[Thread]:
    """The threads that `actor` sees and has not read to the end, with `unread` (a number of messages)."""
    mine = FilteredRelation("readings", condition=Q(readings__person=actor.person_id))
    unread = F("message_count") - Coalesce(F("mine__seen"), 0)
    return ThreadPolicy().listed_for(actor).annotate(mine=mine).annotate(unread=unread).filter(unread__gt=0)


def unread_threads(actor: Actor) -> QuerySet[Thread]:
    """The threads in which something waits for `actor`, the most recently active first."""
    return _shown(_with_unread(actor)).order_by("-active_at", "-id")


def unread_total(actor: Actor) -> int:
    """How many messages `actor` has not read, in all groups."""
    if actor.person_id is None:
        return 0
    return _with_unread(actor).aggregate(total=Coalesce(Sum("unread"), 0))["total"] or 0


def unread_by_group(actor: Actor, group_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The same for each of some groups, in one query; groups without anything unread are absent."""
    if actor.person_id is None:
        return {}
    rows = _with_unread(actor).filter(group__in=group_ids).order_by()
    return dict(rows.values_list("group").annotate(Sum("unread")))


def heard_by_organisation(group_id: UUID, since: datetime) -> list[Heard]:
    """How often each organisation has spoken since a moment in threads that the whole group reads.

    Restricted threads do not count: who speaks there is for their readers alone.
    """
    rows = Message.objects.filter(
        thread__group=group_id,
        thread__visibility=Visibility.GROUP,
        thread__active_at__gte=since,
        posted_at__gte=since,
        deleted_at=None,
        mandate__isnull=False,
    )
    by_organisation = rows.order_by().values_list("mandate__organisation")
    return [Heard(*row) for row in by_organisation.annotate(Count("pk"), Max("posted_at"))]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read a thread now: for whom they sit in the group, and what they have seen."""

    person: User
    mandate: Mandate | None
    ranges: Spans


def readers_of(thread: Thread) -> list[Reader]:
    """Everybody who may read a thread now, whether they have or not."""
    people = _readers([thread])[thread.pk]
    rows = ThreadReading.objects.filter(thread=thread, person__in=people)
    ranges = {row.person_id: row.ranges for row in rows}
    voices = sorted(voices_in(thread.group_id, people), key=lambda voice: voice[0].pk)
    return [Reader(person, mandate, ranges.get(person.pk, ())) for person, mandate in voices]


# ---- messages ----------------------------------------------------------------------------------------------


def messages() -> QuerySet[Message]:
    """Messages with everything that their presentation needs, in one query. Not narrowed to anybody."""
    supporters = Support.objects.filter(message=OuterRef("pk")).order_by("at", "id").values("person")
    rows = Message.objects.select_related("author", "mandate__organisation")
    return rows.annotate(supporters=ArraySubquery(supporters))


def messages_as_they_are(ids: Collection[UUID]) -> list[Message]:
    """Some messages for frames, whose topics are guarded. Not narrowed to anybody."""
    return list(messages().filter(pk__in=ids))


def messages_of_author(thread_id: UUID, person_id: UUID) -> list[Message]:
    """What somebody said in one thread, for frames, whose topics are guarded. Not narrowed to anybody."""
    return list(messages().filter(thread=thread_id, author=person_id).order_by("number"))


def numbers_of(ids: Collection[UUID]) -> dict[UUID, int]:
    """The numbers of some messages in their threads."""
    return dict(Message.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def messages_of(thread: Thread, first: int, last: int) -> list[Message]:
    """The messages of a thread from number `first` to number `last`, both included."""
    return PAGE.all(thread_id=thread.pk, first=first, last=last)


PAGE = Prepared(
    lambda: (
        messages()
        .filter(
            thread=Given("thread_id", UUIDField()),
            number__gte=Given("first", IntegerField()),
            number__lte=Given("last", IntegerField()),
        )
        .order_by("number")
    )
)


def get_message_for(actor: Actor, message_id: UUID) -> Message:
    """One message of a thread that `actor` sees. Raises SignedOut or NotFound."""
    if actor.is_anonymous:
        raise SignedOut
    message = messages().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    get_thread_for(actor, message.thread_id)
    return message


def messages_for(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Some messages, of threads that `actor` sees, each with its thread."""
    return Message.objects.filter(pk__in=ids, thread__in=ThreadPolicy().listed_for(actor)).select_related(
        "thread"
    )


def supporters_of(message: Message) -> list[UUID]:
    """Who supports a message, in the order in which they joined; nobody yet for a new one."""
    if message.is_new:
        return []
    return list(Support.objects.filter(message=message).order_by("at", "id").values_list("person", flat=True))
