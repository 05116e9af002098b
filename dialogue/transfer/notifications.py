"""Notify authors, followers and former facilitators that a thread was merged, split or moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.messages.models import Message
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.reading.selectors import get_notification_levels_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import DialoguePolicy, ThreadPolicy
from dialogue.transfer.events import MessagesTaken, ThreadLeft, ThreadMerged
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.policies import FACILITATE, list_grantees_of
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

WROTE, FOLLOWED, MUTED = "wrote_what_went", "followed_what_went", "muted_what_went"

Transfer = ThreadMerge | ThreadSplit


def list_recipients(event: Event) -> Iterable[Recipient]:
    """Return the authors of transferred messages, and the followers of the former thread.

    People who mute that thread are left out, unless a merge mutes the other thread for them, too.
    """
    thread = Thread.objects.get(pk=event.data["thread_id"])
    attention = get_notification_levels_of(thread)
    went = Message.objects.filter(thread=thread, moved_to__thread=event.data["into_id"])
    authors = went.order_by("author").values_list("author", flat=True).distinct()
    found = [Recipient(pk, WROTE) for pk in authors]
    found += [Recipient(pk, FOLLOWED) for pk, level in attention.items() if level == Attention.ALL]
    heard = [one for one in found if attention.get(one.person_id) != Attention.MUTED]
    return heard + [Recipient(pk, MUTED) for pk in _list_muted_by_merge(event, attention)]


def _list_muted_by_merge(event: Event, attention: Mapping[UUID, str]) -> list[UUID]:
    if event.kind != ThreadMerged.kind:
        return []
    there = ThreadAttention.objects.filter(thread=event.data["into_id"], level=Attention.MUTED)
    muted = [pk for pk, level in attention.items() if level == Attention.MUTED]
    return list(there.filter(person__in=muted).order_by("person").values_list("person", flat=True))


def render_merges(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    ids = {UUID(one.event.data["thread_id"]) for one in notifications}
    rows = ThreadMerge.objects.filter(thread__in=ids)
    known = {row.thread_id: row for row in rows.select_related("thread", "into", "person")}
    return _render_transfers(reader, notifications, known, "thread_id", _describe_merge)


def render_splits(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    ids = {UUID(one.event.data["into_id"]) for one in notifications}
    rows = ThreadSplit.objects.filter(into__in=ids)
    known = {row.into_id: row for row in rows.select_related("thread", "into", "person")}
    return _render_transfers(reader, notifications, known, "into_id", _describe_split)


def _render_transfers(
    reader: Actor,
    notifications: Sequence[Notification],
    known: Mapping[UUID, Transfer],
    by: str,
    line: Callable[[Transfer], str],
) -> Mapping[UUID, NotificationText]:
    """Render transfers for a reader of both threads."""
    both = {pk for row in known.values() for pk in (row.thread_id, row.into_id)}
    seen = set(ThreadPolicy().visible_to(reader).filter(pk__in=both).values_list("pk", flat=True))
    found = {}
    for one in notifications:
        row = known.get(UUID(one.event.data[by]))
        if row is not None and {row.thread_id, row.into_id} <= seen:
            found[one.pk] = _render_transfer(row, one.reason, line)
    return found


def _render_transfer(row: Transfer, reason: str, line: Callable[[Transfer], str]) -> NotificationText:
    first = row.first if isinstance(row, ThreadMerge) else 1
    return NotificationText(
        title=render_bilingual(lambda: line(row)),
        # Where a thread was restricted since, the reason is not sent by e-mail.
        body={"uk": row.reason, "en": row.reason}
        if not (row.thread.is_restricted or row.into.is_restricted)
        else render_bilingual(lambda: _("Why stands in the thread.")),
        reason=render_bilingual(lambda: _describe_reason(reason)),
        url=f"/threads/{row.into_id}?message={first}" if row.count else f"/threads/{row.into_id}",
        action=render_bilingual(lambda: _("Open the thread")),
    )


def _list_names(row: Transfer) -> dict[str, str]:
    return {
        "name": translate_field(row.person, "name") if row.person else "",
        "thread": translate_field(row.thread, "title"),
        "into": translate_field(row.into, "title"),
    }


def _describe_merge(row: Transfer) -> str:
    return _("%(name)s has “%(thread)s” go on in “%(into)s”") % _list_names(row)


def _describe_split(row: Transfer) -> str:
    return _("%(name)s took messages of “%(thread)s” out into “%(into)s”") % _list_names(row)


def _describe_reason(reason: str) -> str:
    if reason == WROTE:
        return _("You get this because messages of yours are among those that went there.")
    if reason == MUTED:
        return _("You get this because you muted the thread: the other one is muted for you, too.")
    return _("You get this because you follow the thread.")


register_notice(ThreadMerged.kind, topic=Topic.DIALOGUE, recipients=list_recipients, render=render_merges)

register_notice(MessagesTaken.kind, topic=Topic.DIALOGUE, recipients=list_recipients, render=render_splits)

LEADS_GROUP, LED_THREAD = "leads_group", "led_thread"


def list_former_facilitators(event: Event) -> Iterable[Recipient]:
    """Return the facilitators of the former group, and the thread's former facilitator."""
    move = ThreadMove.objects.select_related("before").get(pk=event.data["move_id"])
    leaders = [Recipient(pk, LEADS_GROUP) for pk in sorted(list_grantees_of(move.before, FACILITATE))]
    led_by = event.data["led_by"]
    return leaders if led_by is None else [*leaders, Recipient(UUID(led_by), LED_THREAD)]


def render_moves(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Render moves, with the title at that time, while the reader may read the former group."""
    ids = {UUID(one.event.data["move_id"]) for one in notifications}
    rows = ThreadMove.objects.filter(pk__in=ids, before__in=DialoguePolicy().visible_to(reader))
    moves = {row.pk: row for row in rows.select_related("person")}
    return {
        one.pk: _render_move(moves[pk], one.reason)
        for one in notifications
        if (pk := UUID(one.event.data["move_id"])) in moves
    }


def _render_move(move: ThreadMove, reason: str) -> NotificationText:
    def title() -> str:
        names = {
            "thread": translate_field(move, "title"),
            "name": translate_field(move.person, "name") if move.person else "",
        }
        return _("%(name)s takes a thread to another group: %(thread)s") % names

    def why() -> str:
        if reason == LEADS_GROUP:
            return _("You get this because you lead the group that the thread left.")
        return _("You get this because you led the thread.")

    return NotificationText(
        title=render_bilingual(title),
        body={"uk": move.reason, "en": move.reason},
        reason=render_bilingual(why),
        url=f"/groups/{move.before_id}/moderation",
        action=render_bilingual(lambda: _("Open the record of the group")),
    )


register_notice(
    ThreadLeft.kind, topic=Topic.DIALOGUE, recipients=list_former_facilitators, render=render_moves
)
