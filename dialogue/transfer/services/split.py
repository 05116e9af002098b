"""Messages that go on in a thread of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import F

from dialogue.common.text_validation import checked_text
from dialogue.drafts.models import MessageDraft
from dialogue.messages.models import Message
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.audience import keep_readers
from dialogue.threads.events import ThreadOpened
from dialogue.threads.limits import TITLE_LENGTH
from dialogue.threads.loaders import check_version, place_of
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.transfer.checks import chosen_of
from dialogue.transfer.events import MessagesTaken
from dialogue.transfer.models import ThreadSplit
from dialogue.transfer.relocation import carry, follow_along
from groups.grants import hold, sync_grants
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


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
    held = Message.objects.select_for_update(of=("self",), no_key=True)
    messages = chosen_of(thread, numbers, held)
    into = _begun(actor, thread, title, english)
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


def _begun(actor: Actor, thread: Thread, title: str, english: str) -> Thread:
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
    )
    into.save(force_insert=True)
    keep_readers(actor, into, made=True)
    sync_grants(into, reason="thread_opened")
    return into


def _take(thread: Thread, into: Thread, messages: Sequence[Message]) -> None:
    follow_along(thread, into)
    carry(thread, into, messages)
    MessageDraft.objects.filter(thread=thread, reply_to__in=[one.pk for one in messages]).update(
        reply_to=None, quote_text="", quote_version=None, version=F("version") + 1
    )
    thread.parted_at, thread.version = now(), thread.version + 1
    thread.save(update_fields=["parted_at", "version"])
