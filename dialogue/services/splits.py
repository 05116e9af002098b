"""Messages that go on in a thread of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dialogue.audience import keep_readers
from dialogue.events import MessagesTaken, ThreadOpened
from dialogue.facts import check_version, place_of
from dialogue.models import (
    NOTE_LENGTH,
    Message,
    MessageDraft,
    Thread,
    ThreadAttention,
    ThreadSplit,
    ThreadState,
)
from dialogue.parting import check_may_part
from dialogue.policies import Action, ThreadPolicy
from dialogue.services.threads import TITLE_LENGTH
from dialogue.texts import checked_text
from groups.grants import hold, sync_grants
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, FieldError, Invalid
from viche.kernel.events import record
from viche.kernel.ids import uuid7
from viche.kernel.policy import load
from viche.kernel.services import service

MOST_TAKEN = 100

# What each reader had seen of the messages that left, under their numbers in the new thread.
READINGS = """
    WITH moved AS (
        SELECT stone.number AS before, message.number AS after
        FROM dialogue_message AS stone JOIN dialogue_message AS message ON message.id = stone.moved_to_id
        WHERE stone.thread_id = %(thread_id)s AND message.thread_id = %(into_id)s
    ), told AS (
        SELECT reading.person_id,
               range_agg(int4range(after, after, '[]')) FILTER (WHERE before <@ reading.ranges) AS ranges,
               count(*) FILTER (WHERE before <@ reading.ranges) AS seen,
               range_agg(int4range(after, after, '[]'))
                   FILTER (WHERE before <@ reading.passed_on) AS passed_on,
               range_agg(int4range(after, after, '[]'))
                   FILTER (WHERE before <@ reading.put_back) AS put_back
        FROM dialogue_threadreading AS reading, moved
        WHERE reading.thread_id = %(thread_id)s
        GROUP BY reading.person_id
    )
    INSERT INTO dialogue_threadreading (id, thread_id, person_id, ranges, seen, passed_on, put_back)
    SELECT uuidv7(), %(into_id)s, person_id, coalesce(ranges, '{}'), seen,
           coalesce(passed_on, '{}'), coalesce(put_back, '{}')
    FROM told WHERE ranges IS NOT NULL OR put_back IS NOT NULL
"""


@service(Action.SPLIT)
def split_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    numbers: Sequence[int],
    title_uk: str,
    reason: str,
    expected_version: int,
    title_en: str = "",
    confirmed: Collection[str] = (),
) -> Thread:
    """Take messages (by their numbers) out of a thread that its whole group reads, into a new one of the same
    group: nobody comes to read anything. In the place of each stands a stone that leads to it. With them go
    their answers to each other, reactions, files, acknowledgements and what each reader has seen; of what
    holds a message in its thread Invalid says so.

    The new thread is open, for the same purpose, with the same tags and who leads it; whoever follows or
    mutes the old one does so with the new one. `confirmed`: see `open_thread`, of the title and the reason.
    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict for a round that runs.
    """
    seen = load(ThreadPolicy(), actor, thread_id, Action.SPLIT)
    hold(seen.group)  # before anything below it is locked
    thread = load(ThreadPolicy(), actor, thread_id, Action.SPLIT, lock=True)
    check_version(thread, expected_version)
    title = checked_text("/title", title_uk, TITLE_LENGTH)
    english = checked_text("/title_en", title_en, TITLE_LENGTH, required=False)
    reason = checked_text("/reason", reason, NOTE_LENGTH)
    told = told_knowingly({"/title": title, "/title_en": english, "/reason": reason}, confirmed)
    messages = _chosen(thread, numbers)
    into = _begun(actor, thread, title, english, messages)
    _take(thread, into, messages)
    ThreadSplit.objects.create(
        thread=thread,
        into=into,
        count=len(messages),
        reason=reason,
        person_id=actor.person_id,
        mandate=mandate_for(actor, thread.group_id),
    )
    record(actor, ThreadOpened(**place_of(into), confirmed=told))
    record(actor, MessagesTaken(**place_of(thread), into_id=into.pk))
    return into


def _chosen(thread: Thread, numbers: Sequence[int]) -> list[Message]:
    """The messages, in their order, held until the end. Raises Invalid for those that are not there or that
    something holds, and Conflict while a round runs.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    wanted = sorted(set(numbers))
    if not 1 <= len(wanted) <= MOST_TAKEN:
        raise Invalid.field("/numbers", "how_many", _("Choose from one to a hundred messages."))
    rows = Message.objects.select_for_update(of=("self",), no_key=True)
    messages = list(rows.filter(thread=thread, number__in=wanted).order_by("number"))
    if len(messages) < len(wanted):
        raise Invalid.field("/numbers", "not_in_thread", _("There is no such message in the thread."))
    if len(messages) == thread.message_count:
        raise Invalid.field("/numbers", "all", _("These are all messages: rename the thread instead."))
    faults = [FieldError("/numbers", code, words) for code, words in check_may_part(messages)]
    if faults:
        raise Invalid(faults)
    return messages


def _begun(actor: Actor, thread: Thread, title: str, english: str, messages: Sequence[Message]) -> Thread:
    into = Thread(
        group=thread.group,
        title_uk=title,
        title_en=english,
        purpose=thread.purpose,
        state=ThreadState.OPEN,
        opened_at=now(),
        facilitator=thread.facilitator,
        created_by_id=actor.person_id,
        tags=thread.tags,
        message_count=len(messages),
    )
    into.save(force_insert=True)
    keep_readers(actor, into, made=True)
    sync_grants(into, reason="thread_opened")
    return into


def _take(thread: Thread, into: Thread, messages: Sequence[Message]) -> None:
    at, left = now(), {one.pk for one in messages}
    stones = {one.pk: _stone(one) for one in messages}
    for number, message in enumerate(messages, start=1):
        message.thread, message.number = into, number
        message.parent_id = message.parent_id if message.parent_id in left else None
    Message.objects.bulk_update(messages, ["thread", "number", "parent"])
    for stone in stones.values():
        stone.deleted_at = at
        stone.parent_id = stones[stone.parent_id].pk if stone.parent_id in stones else stone.parent_id
    Message.objects.bulk_create(sorted(stones.values(), key=lambda one: one.number))
    for pk, stone in stones.items():
        Message.objects.filter(thread=thread, parent=pk).update(parent=stone)
    MessageDraft.objects.filter(thread=thread, reply_to__in=left).update(
        reply_to=None, quote_text="", quote_version=None, version=F("version") + 1
    )
    thread.parted_at, thread.version = at, thread.version + 1
    thread.save(update_fields=["parted_at", "version"])
    followed = ThreadAttention.objects.filter(thread=thread)
    ThreadAttention.objects.bulk_create(
        ThreadAttention(thread=into, person_id=one.person_id, level=one.level) for one in followed
    )
    with connection.cursor() as cursor:
        cursor.execute(READINGS, {"thread_id": thread.pk, "into_id": into.pk})


def _stone(message: Message) -> Message:
    """What stays in the place of a message that has left."""
    return Message(
        thread_id=message.thread_id,
        number=message.number,
        author_id=message.author_id,
        mandate_id=message.mandate_id,
        on_behalf=message.on_behalf,
        parent_id=message.parent_id,
        recipe=message.recipe,
        client_id=uuid7(),
        posted_at=message.posted_at,
        moved_to=message,
    )
