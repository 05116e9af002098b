"""Notify authors, followers and former leaders that a thread was merged, split or moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.messages.models import Message
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.reading.selectors import attention_to
from dialogue.threads.models import Thread
from dialogue.threads.policies import DialoguePolicy, ThreadPolicy
from dialogue.transfer.events import MessagesTaken, ThreadLeft, ThreadMerged
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.common.texts import local
from groups.policies import FACILITATE, holders
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

LEADS_GROUP, LED_THREAD = "leads_group", "led_thread"


def who_led(event: Event) -> Iterable[Recipient]:
    """Who leads the group that is left, and who led the thread there; not who took it."""
    move = ThreadMove.objects.select_related("before").get(pk=event.data["move_id"])
    leaders = [Recipient(pk, LEADS_GROUP) for pk in sorted(holders(move.before, FACILITATE))]
    led_by = event.data["led_by"]
    return leaders if led_by is None else [*leaders, Recipient(UUID(led_by), LED_THREAD)]


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words by the title of that time, as long as the reader reads the group that was left."""
    ids = {UUID(one.event.data["move_id"]) for one in notifications}
    rows = ThreadMove.objects.filter(pk__in=ids, before__in=DialoguePolicy().visible_to(reader))
    moves = {row.pk: row for row in rows.select_related("person")}
    return {
        one.pk: _move_words(moves[pk], one.reason)
        for one in notifications
        if (pk := UUID(one.event.data["move_id"])) in moves
    }


def _move_words(move: ThreadMove, reason: str) -> Words:
    def title() -> str:
        names = {"thread": local(move, "title"), "name": local(move.person, "name") if move.person else ""}
        return _("%(name)s takes a thread to another group: %(thread)s") % names

    def why() -> str:
        if reason == LEADS_GROUP:
            return _("You get this because you lead the group that the thread left.")
        return _("You get this because you led the thread.")

    return Words(
        title=in_both(title),
        body={"uk": move.reason, "en": move.reason},
        reason=in_both(why),
        url=f"/groups/{move.before_id}/moderation",
        action=in_both(lambda: _("Open the record of the group")),
    )


notice(ThreadLeft.kind, topic=Topic.DIALOGUE, recipients=who_led, render=render)
