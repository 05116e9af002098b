"""Texts of the notifications about threads and messages, and what their notices have in common.

Dates are written out, never as “tomorrow”: the text must still be right when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from dialogue import recipients
from dialogue.email_replies.services import ReplyRejection
from dialogue.lifecycle.events import Stage
from dialogue.messages.selectors import find_first_messages_unscoped
from dialogue.models import (
    AccessRequest,
    AccessState,
    Attention,
    Message,
    Round,
    Thread,
    ThreadAttention,
    ThreadMerge,
    ThreadSplit,
)
from dialogue.reading.mute_links import build_mute_path
from dialogue.threads.access_log import read_of
from dialogue.threads.loaders import require_person
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.selectors import list_visible_threads_among
from dialogue.timeline.presenters import get_excerpt
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Loader,
    Mutable,
    Notice,
    NoticeContext,
    Offer,
    Template,
    Topic,
    Words,
    load_rows,
)

T = TypeVar("T")

OPEN_THREAD, OPEN_MESSAGE = _("Open the thread"), _("Open the message")
REASONS: dict[str, Template] = {
    recipients.NAMED: _("You get this because the message names you."),
    recipients.ONE_OF_NAMED: _("You get this because the message names your organisation, sector or role."),
    recipients.ANSWERED: _("You get this because it answers a message of yours."),
    recipients.ASKED: _(
        "You get this because the leaders of the thread ask its readers to acknowledge this message."
    ),
    recipients.FOLLOWS: _("You get this because you follow the thread."),
    recipients.LEADS: _("You get this because you lead the thread or its group."),
    recipients.LEADS_THREAD: _("You get this because you lead the thread from now on."),
    recipients.LEADS_GROUP: _("You get this because you lead the group that the thread left."),
    recipients.LED_THREAD: _("You get this because you led the thread."),
    recipients.WROTE: _("You get this because you wrote the message."),
    recipients.MODERATES: _("You get this because you moderate this thread."),
    recipients.WROTE_MOVED: _("You get this because messages of yours were moved there."),
    recipients.FOLLOWED_MOVED: _("You get this because you follow the thread."),
    recipients.READS: _("You read this restricted thread."),
    recipients.IN_GROUP: _("You get this because you are in the group."),
    recipients.SPEAKS: _("You get this because you sit at the table for a sector that has not spoken."),
    recipients.ANSWERED_BY_MAIL: _("You get this because you answered a message by e-mail."),
    recipients.MUTED_MOVED: _(
        "You get this because you muted the thread: the other one is muted for you, too."
    ),
}
STAGE_TITLES: dict[str, Template] = {
    Stage.NEAR: _("Open until %(day)s: %(thread)s"),
    Stage.LAST_DAY: _("%(day)s is the last day of a thread: %(thread)s"),
    Stage.PASSED: _("The time of a thread ran out on %(day)s: %(thread)s"),
    Stage.NOT_OPENED: _("A draft was not opened on %(day)s: %(thread)s"),
}
STAGE_BODIES: dict[str, Template] = {
    Stage.NEAR: _("Say in it what you want to be heard while it stands open."),
    Stage.LAST_DAY: _(
        "A thread does not close by itself: sum it up when the conversation is over, or set a later day."
    ),
    Stage.PASSED: _("People can still write in it. Sum it up, or set a later day."),
    Stage.NOT_OPENED: _(
        "The person who set this day can no longer open the thread. Open it yourself, or set another day."
    ),
}
EMAIL_REFUSALS: dict[str, Template] = {
    ReplyRejection.EMPTY: _("Nothing stood above the line that says where to write."),
    ReplyRejection.RESTRICTED: _("In a restricted thread you can answer only on the page."),
    ReplyRejection.PUBLIC: _("In a public thread you can answer only on the page."),
    ReplyRejection.SECOND_FACTOR: _(
        "Your role demands a second factor, which an e-mail has not: answer on the page."
    ),
    ReplyRejection.FILES: _("Files are not taken from an e-mail: add them on the page."),
    "personal_data": _(
        "It seems to tell personal data or a sensitive place. If it is meant so, post it on the page."
    ),
    "too_many_requests": _("Too many answers came within an hour. Wait a little, or answer on the page."),
    "forbidden": _("You cannot write in this thread now."),
    "thread_moved": _(
        "The thread was taken to another group since: others read it now. Answer there if they may."
    ),
    "thread_locked": _("The discussion is paused: for now only its leaders can add messages."),
    "round_spoken": _(
        "A round is running in the thread, and your sector has spoken. Write when it has ended."
    ),
    "round_no_sector": _(
        "A round is held in the thread: each sector speaks once, and you sit there for none."
    ),
    "round_by_mail": _("A round is held in the thread: each sector speaks once, so say it on the page."),
    "slow_mode": _("Slow mode is on in the thread, and you wrote there not long ago: wait a little."),
    "invalid": _("It cannot be posted as it is: it may be too long, or the message that it answers is gone."),
}


def get_name(row: object | None) -> str:
    """Return a bilingual name in the active language; empty without a row."""
    return translate_field(row, "name")


def get_day(context: NoticeContext[Any]) -> date:
    return date.fromisoformat(context.event.data["day"])


def describe_opening(context: NoticeContext[OpenedThread]) -> dict[str, str]:
    thread = context.row.thread
    return {"thread": translate_field(thread, "title"), "name": get_name(thread.created_by)}


def quote_first_message(context: NoticeContext[OpenedThread]) -> Template:
    """Return an excerpt of the first message; the text of a restricted thread is not sent by e-mail."""
    thread, first = context.row.thread, context.row.first
    if first is None:
        return _("Nothing was said there yet: you may be the first.")
    return _("What was said stands in the thread.") if thread.is_restricted else get_excerpt(first)


def describe_message(context: NoticeContext[Message]) -> dict[str, str]:
    message = context.row
    return {"name": get_name(message.author), "thread": translate_field(message.thread, "title")}


def describe_must_read(context: NoticeContext[Message]) -> dict[str, str]:
    due_on = context.row.must_read.due_on
    return {**describe_message(context), "due": date_format(due_on) if due_on else ""}


def describe_round(context: NoticeContext[Round]) -> dict[str, str]:
    row = context.row
    ends_at = row.ends_at.astimezone(ZoneInfo(row.thread.group.time_zone))
    time = f"{date_format(ends_at, 'MONTH_DAY_FORMAT')}, {time_format(ends_at)}"
    return {"time": time, "thread": translate_field(row.thread, "title")}


def describe_transfer(context: NoticeContext[ThreadMerge | ThreadSplit]) -> dict[str, str]:
    row = context.row
    return {
        "name": get_name(row.person),
        "thread": translate_field(row.thread, "title"),
        "into": translate_field(row.into, "title"),
    }


def describe_request(context: NoticeContext[AccessRequest]) -> dict[str, str]:
    request, mandate = context.row, context.row.seat.mandate
    return {
        "name": get_name(request.person),
        "thread": translate_field(request.thread, "title"),
        "organisation": get_name(mandate.organisation),
        "position": translate_field(mandate, "position"),
    }


def get_answer_title(request: AccessRequest, *, is_known: bool) -> Template:
    """Return the title, without the thread unless the requester still knows of it."""
    if request.state == AccessState.GRANTED:
        return _("You may read now: %(thread)s")
    if not is_known:
        return _("Your request for access was declined")
    return _("Your request for access was declined: %(thread)s")


def quote_message(context: NoticeContext[Message]) -> Template:
    """Return an excerpt; the text of a restricted thread is not sent by e-mail."""
    if context.row.thread.is_restricted:
        return _("What was said stands in the thread.")
    return get_excerpt(context.row)


def describe_fault(context: NoticeContext[Message]) -> Template:
    """Describe to an author why a message is hidden; the note only if the thread is not restricted."""
    message = context.row
    if not message.is_hidden:
        return _("All its readers read it as before.")
    fault = str(message.hiding.get_fault_display())
    said = "" if message.thread.is_restricted else message.hiding.note
    return f"{fault}. {said}" if said else f"{fault}."


def is_transfer_restricted(context: NoticeContext[ThreadMerge | ThreadSplit]) -> bool:
    """Return whether only some of a group may read one of the two threads, which the text names."""
    return context.row.thread.is_restricted or context.row.into.is_restricted


def build_transfer_url(context: NoticeContext[ThreadMerge | ThreadSplit]) -> str:
    row = context.row
    first = row.first if isinstance(row, ThreadMerge) else 1
    return f"/threads/{row.into_id}?message={first}" if row.count else f"/threads/{row.into_id}"


@dataclass(frozen=True, slots=True)
class OpenedThread:
    """A thread with its first message, if that is to be shown."""

    thread: Thread
    first: Message | None


# ---- what notices about threads and messages have in common ----


@dataclass(frozen=True, kw_only=True)
class ThreadNotice(Notice[T]):
    """A notice about a thread; other rows have it as their `thread`."""

    topic: Topic = Topic.DIALOGUE
    about: str | None = "thread"
    reason: Words[T] = field(default_factory=lambda: REASONS)
    url: Words[T] = lambda n: f"/threads/{thread_of(n.row).pk}"
    action: Words[T] | None = OPEN_THREAD
    shows: Callable[[NoticeContext[T]], Iterable[Read]] = lambda n: read_of(thread_of(n.row))


@dataclass(frozen=True, kw_only=True)
class MessageNotice(ThreadNotice[Message]):
    """A notice about a message."""

    fields: Callable[[NoticeContext[Message]], Mapping[str, object]] = describe_message
    body: Words[Message] = quote_message
    url: Words[Message] = lambda n: f"/threads/{n.row.thread_id}?message={n.row.number}"
    action: Words[Message] | None = OPEN_MESSAGE


def thread_of(row: Any) -> Thread:
    return row if isinstance(row, Thread) else row.thread


def load_opened_threads(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, OpenedThread]:
    """Load opened threads with their first messages; for who was made to lead one while they lead it."""
    led = {one.pk for one in notifications if one.reason == recipients.LEADS_THREAD}
    seen = load_rows(_list_opened_threads)(reader, notifications)
    firsts = find_first_messages_unscoped({thread.pk for pk, thread in seen.items() if pk not in led})
    return {
        pk: OpenedThread(thread, firsts.get(thread.pk))
        for pk, thread in seen.items()
        if pk not in led or (thread.facilitator and thread.facilitator.person_id == reader.person_id)
    }


def _list_opened_threads(reader: Actor, ids: Collection[UUID]) -> Iterable[Thread]:
    return list_visible_threads_among(reader, ids).select_related("facilitator", "created_by")


def load_permitted(
    find: Callable[[Actor, Collection[UUID]], Iterable[T]], reason: str, *actions: Action
) -> Loader[T]:
    """Return a loader of rows: for this reason only while the reader may take one of the actions there."""

    def load(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, T]:
        rows = load_rows(find)(reader, notifications)
        threads = {thread.pk: thread for thread in map(thread_of, rows.values())}
        may = {
            one.pk
            for action in actions
            for one in ThreadPolicy().permitted(reader, action, [*threads.values()])
        }
        free = {one.pk for one in notifications if one.reason != reason}
        return {pk: row for pk, row in rows.items() if pk in free or thread_of(row).pk in may}

    return load


def build_mutable(thread_id: UUID) -> Mutable:
    """Return a thread as what a reader may mute, for notifications that muting would end."""
    return Mutable(thread_id, _build_mute_offer, _find_muted)


def _build_mute_offer(reader: Actor, thread_id: UUID) -> Offer:
    label = render_bilingual(lambda: str(_("Mute this thread")))
    return Offer("mute", label, thread_id, build_mute_path(require_person(reader), thread_id))


def _find_muted(reader: Actor, threads: Collection[UUID]) -> set[UUID]:
    rows = ThreadAttention.objects.filter(person=reader.person_id, level=Attention.MUTED)
    return set(rows.filter(thread__in=threads).values_list("thread", flat=True))
