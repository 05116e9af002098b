"""Merge a thread into another one of its group."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.drafts.models import MessageDraft
from dialogue.facilitation.selectors import clear_posting_restrictions
from dialogue.messages.models import Message
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread, ThreadState, ThreadStateChange
from dialogue.threads.obstacles import check_can_merge
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.publication import PUBLICATION_FIELDS, end_publication
from dialogue.threads.selectors import list_reader_ids, merged_sources_of
from dialogue.transfer.checks import (
    check_new_readers_confirmed,
    check_no_reader_lost,
    check_nothing_pending,
    find_message_blockers,
    list_messages_to_transfer,
)
from dialogue.transfer.events import ThreadMerged
from dialogue.transfer.models import ThreadMerge
from dialogue.transfer.relocation import copy_subscriptions, relocate_messages, relocate_related_records
from dialogue.transfer.selectors import merged_ranges_in
from groups.grants import lock_for_share
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, FieldError, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version

MERGE_FIELDS = (
    *("state", "closed_at", "merged_into", "pinned_at", "parted_at", "version"),
    *("locked_at", "lock_reason", "slow_seconds", "round_count", "wording", *PUBLICATION_FIELDS),
)


@service(Action.MERGE)
def merge_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    into_id: UUID,
    reason: str,
    expected_version: int,
    widens: bool = False,
) -> Thread:
    """Merge a thread into another one of its group, and return that one.

    `actor` facilitates both, and the whole group reads both. Its visible messages are moved to the end of the
    other thread, in their order, with reactions and read states; a tombstone in the place of each refers to
    its new place. Withdrawn and hidden messages stay. The thread is closed for good.

    Notification levels are copied unless people have their own in the other thread or have read it. `widens`
    confirms that guests of the other thread will read the messages.

    Idempotent for the same actor. Raises NotFound, Forbidden, Stale, PersonalData, Invalid (also for blocked
    messages, and for guests who would lose access), and Conflict for an active round, for pending reports or
    appeals, and for registered obstacles.
    """
    if (done := _find_done(actor, thread_id, into_id)) is not None:
        return done
    seen = load(ThreadPolicy(), actor, thread_id, Action.MERGE)
    _check_target(actor, seen, into_id)
    lock_for_share(seen.group)  # before any row below it is locked
    _lock_both(thread_id, into_id)
    thread = load(ThreadPolicy(), actor, thread_id, Action.MERGE)
    check_version(thread, expected_version)
    into = _check_target(actor, thread, into_id)
    check_nothing_pending(thread)
    check_can_merge(thread)
    if into.round_id is not None:
        raise Conflict("round_runs", _("A round is held in the other thread. End it first."))
    reason = validate_text("/reason", reason, NOTE_LENGTH)
    actor = check_disclosure(actor, {"/reason": reason})
    here, there = list_reader_ids(thread), list_reader_ids(into)
    check_no_reader_lost(len(here - there))
    check_new_readers_confirmed(len(there - here), widens=widens)
    messages = _lock_messages(thread)
    _apply(actor, thread, into, messages, reason)
    record(actor, ThreadMerged(**get_event_scope(thread), into_id=into.pk))
    return into


def _find_done(actor: Actor, thread_id: UUID, into_id: UUID) -> Thread | None:
    """Return the other thread if this is a retry after the response was lost."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ)
    if thread.merged_into_id != into_id or thread.merge.person_id != actor.person_id:
        return None
    return load(ThreadPolicy(), actor, into_id, Action.READ)


def _lock_both(*ids: UUID) -> None:
    """Lock both threads in a fixed order, whichever is merged into which."""
    list(Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))


def _check_target(actor: Actor, thread: Thread, into_id: UUID) -> Thread:
    """Return the target, or raise an error.

    Raises Invalid for a target that is unknown, the same thread, in another group or public, and Forbidden
    where `actor` may not merge into it.
    """
    if into_id == thread.pk:
        raise Invalid.field("/into", "same", _("This is the same thread. Choose another one."))
    try:
        into = load(ThreadPolicy(), actor, into_id, Action.READ)
    except NotFound as error:
        raise Invalid.field("/into", "unknown", _("This thread is not there, or not for you.")) from error
    if into.group_id != thread.group_id:
        raise Invalid.field("/into", "elsewhere", _("This thread is in another group. Choose one of here."))
    if into.is_public:
        words = _(
            "That thread is public: you cannot move messages there that were written only for the group."
        )
        raise Invalid.field("/into", "public", words)
    return load(ThreadPolicy(), actor, into_id, Action.MERGE)


def _lock_messages(thread: Thread) -> list[Message]:
    """Lock the visible messages in their order and return them. Raises Invalid for blocked ones."""
    messages = list_messages_to_transfer(thread, Message.objects.select_for_update(of=("self",), no_key=True))
    faults = [FieldError("/into", code, words) for code, words in find_message_blockers(thread, messages)]
    if faults:
        raise Invalid(faults)
    return messages


def _apply(actor: Actor, thread: Thread, into: Thread, messages: list[Message], reason: str) -> None:
    at, before, mandate = now(), ThreadState(thread.state), get_mandate_in_group(actor, thread.group_id)
    first = into.message_count + 1
    copy_subscriptions(thread, into)
    relocate_messages(thread, into, messages)
    _move_drafts(thread, into)
    relocate_related_records(thread, into, messages)
    into.active_at = max(into.active_at, thread.active_at)
    into.taken_in = [*into.taken_in, *_list_merge_offsets(thread, into, first)] if messages else into.taken_in
    into.save(update_fields=["active_at", "taken_in", "round_count", "wording"])
    clear_posting_restrictions(actor, thread)
    end_publication(thread)
    thread.state, thread.closed_at, thread.merged_into = ThreadState.CLOSED, at, into
    thread.pinned_at, thread.parted_at, thread.version = None, at, thread.version + 1
    thread.save(update_fields=MERGE_FIELDS)
    who = {"thread": thread, "person_id": actor.person_id, "mandate": mandate, "reason": reason, "at": at}
    ThreadStateChange.objects.create(before=before, after=ThreadState.CLOSED, **who)
    ThreadMerge.objects.create(into=into, first=first, count=len(messages), **who)


def _list_merge_offsets(thread: Thread, into: Thread, first: int) -> list[int]:
    """Return the first numbers of the moved messages and of those that had been merged before."""
    places = merged_ranges_in(into, merged_sources_of(thread)[1:])
    return sorted({first, *(begins for begins, _count in places.values())})


def _move_drafts(thread: Thread, into: Thread) -> None:
    """Move drafts of people who may read the other thread and have no draft there.

    A draft keeps its parent only if that is in its thread.
    """
    begun = MessageDraft.objects.filter(thread=thread, person__in=list_reader_ids(into))
    writing = MessageDraft.objects.filter(thread=into).values("person")
    begun.exclude(person__in=writing).update(thread=into)
    answering = MessageDraft.objects.filter(thread__in=[thread, into], reply_to__isnull=False)
    answering.exclude(reply_to__thread=F("thread")).update(
        reply_to=None, quote_text="", quote_version=None, version=F("version") + 1
    )
