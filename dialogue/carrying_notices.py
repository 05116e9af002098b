"""Whom this room tells that what they follow or said goes on in another thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.events import MessagesTaken, ThreadMerged
from dialogue.models import Attention, Message, Thread, ThreadAttention, ThreadMerge, ThreadSplit
from dialogue.policies import ThreadPolicy
from dialogue.selectors import attention_to
from groups.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

WROTE, FOLLOWED, MUTED = "wrote_what_went", "followed_what_went", "muted_what_went"
Carried = ThreadMerge | ThreadSplit


def concerned(event: Event) -> Iterable[Recipient]:
    """Who wrote what went, and who wants every message of the thread that it left. Of those who mute that
    nobody but who mutes by it what they never read, where it all went on.
    """
    thread = Thread.objects.get(pk=event.data["thread_id"])
    attention = attention_to(thread)
    went = Message.objects.filter(thread=thread, moved_to__thread=event.data["into_id"])
    authors = went.order_by("author").values_list("author", flat=True).distinct()
    found = [Recipient(pk, WROTE) for pk in authors]
    found += [Recipient(pk, FOLLOWED) for pk, level in attention.items() if level == Attention.ALL]
    heard = [one for one in found if attention.get(one.person_id) != Attention.MUTED]
    return heard + [Recipient(pk, MUTED) for pk in _muted_along(event, attention)]


def _muted_along(event: Event, attention: Mapping[UUID, str]) -> list[UUID]:
    if event.kind != ThreadMerged.kind:
        return []
    there = ThreadAttention.objects.filter(thread=event.data["into_id"], level=Attention.MUTED)
    muted = [pk for pk, level in attention.items() if level == Attention.MUTED]
    return list(there.filter(person__in=muted).order_by("person").values_list("person", flat=True))


def of_merges(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    ids = {UUID(one.event.data["thread_id"]) for one in notifications}
    rows = ThreadMerge.objects.filter(thread__in=ids)
    known = {row.thread_id: row for row in rows.select_related("thread", "into", "person")}
    return _told(reader, notifications, known, "thread_id", _merged)


def of_splits(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    ids = {UUID(one.event.data["into_id"]) for one in notifications}
    rows = ThreadSplit.objects.filter(into__in=ids)
    known = {row.into_id: row for row in rows.select_related("thread", "into", "person")}
    return _told(reader, notifications, known, "into_id", _split)


def _told(
    reader: Actor,
    notifications: Sequence[Notification],
    known: Mapping[UUID, Carried],
    by: str,
    line: Callable[[Carried], str],
) -> Mapping[UUID, Words]:
    """Words for who reads both threads now."""
    both = {pk for row in known.values() for pk in (row.thread_id, row.into_id)}
    seen = set(ThreadPolicy().visible_to(reader).filter(pk__in=both).values_list("pk", flat=True))
    found = {}
    for one in notifications:
        row = known.get(UUID(one.event.data[by]))
        if row is not None and {row.thread_id, row.into_id} <= seen:
            found[one.pk] = _words(row, one.reason, line)
    return found


def _words(row: Carried, reason: str, line: Callable[[Carried], str]) -> Words:
    first = row.first if isinstance(row, ThreadMerge) else 1
    return Words(
        title=in_both(lambda: line(row)),
        # Where a thread was restricted since, why it was done does not leave the house.
        body={"uk": row.reason, "en": row.reason}
        if not (row.thread.is_restricted or row.into.is_restricted)
        else in_both(lambda: _("Why stands in the thread.")),
        reason=in_both(lambda: _why(reason)),
        url=f"/threads/{row.into_id}?message={first}" if row.count else f"/threads/{row.into_id}",
        action=in_both(lambda: _("Open the thread")),
    )


def _names(row: Carried) -> dict[str, str]:
    return {
        "name": local(row.person, "name") if row.person else "",
        "thread": local(row.thread, "title"),
        "into": local(row.into, "title"),
    }


def _merged(row: Carried) -> str:
    return _("%(name)s has “%(thread)s” go on in “%(into)s”") % _names(row)


def _split(row: Carried) -> str:
    return _("%(name)s took messages of “%(thread)s” out into “%(into)s”") % _names(row)


def _why(reason: str) -> str:
    if reason == WROTE:
        return _("You get this because messages of yours are among those that went there.")
    if reason == MUTED:
        return _("You get this because you muted the thread: the other one is muted for you, too.")
    return _("You get this because you follow the thread.")


notice(ThreadMerged.kind, topic=Topic.DIALOGUE, recipients=concerned, render=of_merges)
notice(MessagesTaken.kind, topic=Topic.DIALOGUE, recipients=concerned, render=of_splits)
