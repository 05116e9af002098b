"""Threads that go on in another one of their group."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.drafts.models import MessageDraft
from dialogue.facilitation.selectors import lift
from dialogue.messages.models import Message
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.loaders import check_version, place_of
from dialogue.threads.models import Thread, ThreadState, ThreadStateChange
from dialogue.threads.obstacles import check_may_merge
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.publication import PUBLICATION, end_publication
from dialogue.threads.selectors import people_reading, went_on_in
from dialogue.transfer.checks import check_narrows, check_rests, check_widens, holding, that_go
from dialogue.transfer.events import ThreadMerged
from dialogue.transfer.models import ThreadMerge
from dialogue.transfer.relocation import bring_along, carry, follow_along
from dialogue.transfer.selectors import places_in
from groups.grants import hold
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, FieldError, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

ENDED = (
    *("state", "closed_at", "merged_into", "pinned_at", "parted_at", "version"),
    *("locked_at", "lock_reason", "slow_seconds", "round_count", "wording", *PUBLICATION),
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
    confirmed: Collection[str] = (),
) -> Thread:
    """Have a thread go on in another one of its group; that one is returned. `actor` leads both, and the
    whole group reads both. What was said goes to its end, in its order, with all that people did with it; in
    the place of each message stands a stone that leads there. What was taken back or is hidden stays. The
    thread is closed for good.

    Whoever follows or mutes it does so with the other one, unless they chose or read there. `widens`: it is
    known that guests of the other one come to read it. `confirmed`: the kinds of personal data that the
    reason is meant to tell.

    Where `actor` did it already, it changes nothing. Raises NotFound, Forbidden, Stale, PersonalData, Invalid
    (also for what holds a message in its thread, and for guests who would lose it), and Conflict for a round
    that runs, for what waits for a decision, and for what another room has against it.
    """
    if (done := _done_already(actor, thread_id, into_id)) is not None:
        return done
    seen = load(ThreadPolicy(), actor, thread_id, Action.MERGE)
    _check_target(actor, seen, into_id)
    hold(seen.group)  # before anything below it is locked
    _hold_both(thread_id, into_id)
    thread = load(ThreadPolicy(), actor, thread_id, Action.MERGE)
    check_version(thread, expected_version)
    into = _check_target(actor, thread, into_id)
    check_rests(thread)
    check_may_merge(thread)
    if into.round_id is not None:
        raise Conflict("round_runs", _("A round is held in the other thread. End it first."))
    reason = checked_text("/reason", reason, NOTE_LENGTH)
    told = told_knowingly({"/reason": reason}, confirmed)
    here, there = people_reading(thread), people_reading(into)
    check_narrows(len(here - there))
    check_widens(len(there - here), widens=widens)
    messages = _all_that_go(thread)
    _write(actor, thread, into, messages, reason)
    record(actor, ThreadMerged(**place_of(thread), into_id=into.pk, confirmed=told))
    return into


def _done_already(actor: Actor, thread_id: UUID, into_id: UUID) -> Thread | None:
    """The other thread, where this was sent again, since the answer was lost on the line."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ)
    if thread.merged_into_id != into_id or thread.merge.person_id != actor.person_id:
        return None
    return load(ThreadPolicy(), actor, into_id, Action.READ)


def _hold_both(*ids: UUID) -> None:
    """In one order, whichever goes on in which."""
    list(Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))


def _check_target(actor: Actor, thread: Thread, into_id: UUID) -> Thread:
    """Raises Invalid for one that is not there, not another or not of the group; Forbidden, where `actor`
    may not do it with that one.
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
        words = _("Anybody reads that thread: what was said for the group alone does not go there.")
        raise Invalid.field("/into", "public", words)
    return load(ThreadPolicy(), actor, into_id, Action.MERGE)


def _all_that_go(thread: Thread) -> list[Message]:
    """What was said and is read, in its order, held until the end."""
    messages = that_go(thread, Message.objects.select_for_update(of=("self",), no_key=True))
    faults = [FieldError("/into", code, words) for code, words in holding(thread, messages)]
    if faults:
        raise Invalid(faults)
    return messages


def _write(actor: Actor, thread: Thread, into: Thread, messages: list[Message], reason: str) -> None:
    at, before, mandate = now(), ThreadState(thread.state), mandate_for(actor, thread.group_id)
    first = into.message_count + 1
    follow_along(thread, into)
    carry(thread, into, messages)
    _take_drafts(thread, into)
    bring_along(thread, into, messages)
    into.active_at = max(into.active_at, thread.active_at)
    into.taken_in = [*into.taken_in, *_seams(thread, into, first)] if messages else into.taken_in
    into.save(update_fields=["active_at", "taken_in", "round_count", "wording"])
    lift(actor, thread)
    end_publication(thread)
    thread.state, thread.closed_at, thread.merged_into = ThreadState.CLOSED, at, into
    thread.pinned_at, thread.parted_at, thread.version = None, at, thread.version + 1
    thread.save(update_fields=ENDED)
    who = {"thread": thread, "person_id": actor.person_id, "mandate": mandate, "reason": reason, "at": at}
    ThreadStateChange.objects.create(before=before, after=ThreadState.CLOSED, **who)
    ThreadMerge.objects.create(into=into, first=first, count=len(messages), **who)


def _seams(thread: Thread, into: Thread, first: int) -> list[int]:
    """Where what went along begins, and in it what had come to the thread itself from others."""
    places = places_in(into, went_on_in(thread)[1:])
    return sorted({first, *(begins for begins, _count in places.values())})


def _take_drafts(thread: Thread, into: Thread) -> None:
    """What somebody has begun to write goes along, where they read the other thread and write nothing in it.
    It answers what is there.
    """
    begun = MessageDraft.objects.filter(thread=thread, person__in=people_reading(into))
    writing = MessageDraft.objects.filter(thread=into).values("person")
    begun.exclude(person__in=writing).update(thread=into)
    answering = MessageDraft.objects.filter(thread__in=[thread, into], reply_to__isnull=False)
    answering.exclude(reply_to__thread=F("thread")).update(
        reply_to=None, quote_text="", quote_version=None, version=F("version") + 1
    )
