"""Split messages off into a new thread."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from dialogue.common.text_validation import validate_text
from dialogue.drafts.models import MessageDraft
from dialogue.messages.models import Message
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.audience import record_thread_audience
from dialogue.threads.events import ThreadOpened
from dialogue.threads.limits import TITLE_LENGTH
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.transfer.checks import get_messages_to_split
from dialogue.transfer.events import MessagesTaken
from dialogue.transfer.models import ThreadSplit
from dialogue.transfer.relocation import copy_subscriptions, relocate_messages
from groups.grants import lock_for_share, sync_grants
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version


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
) -> Thread:
    """Split messages (by their numbers) off a thread into a new one of the same group.

    The whole group reads the thread, so it gets no new readers. A tombstone in the place of each message
    refers to its new place. Replies among them, reactions, attachments, acknowledgements and read states are
    moved with them; a message that other records refer to is refused as Invalid.

    The new thread is open, with the same purpose, tags and facilitator; notification levels are copied.
    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict for an active round.
    """
    seen = load(ThreadPolicy(), actor, thread_id, Action.SPLIT)
    lock_for_share(seen.group)  # before any row below it is locked
    thread = load(ThreadPolicy(), actor, thread_id, Action.SPLIT, lock=True)
    check_version(thread, expected_version)
    title = validate_text("/title", title_uk, TITLE_LENGTH)
    english = validate_text("/title_en", title_en, TITLE_LENGTH, required=False)
    reason = validate_text("/reason", reason, NOTE_LENGTH)
    actor = check_disclosure(actor, {"/title": title, "/title_en": english, "/reason": reason})
    held = Message.objects.select_for_update(of=("self",), no_key=True)
    messages = get_messages_to_split(thread, numbers, held)
    into = _create_thread(actor, thread, title, english)
    _relocate(thread, into, messages)
    ThreadSplit.objects.create(
        thread=thread,
        into=into,
        count=len(messages),
        reason=reason,
        person_id=actor.person_id,
        mandate=get_mandate_in_group(actor, thread.group_id),
    )
    record(actor, ThreadOpened(**get_event_scope(into)))
    record(actor, MessagesTaken(**get_event_scope(thread), into_id=into.pk))
    return into


def _create_thread(actor: Actor, thread: Thread, title: str, english: str) -> Thread:
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
    record_thread_audience(actor, into, made=True)
    sync_grants(into, reason="thread_opened")
    return into


def _relocate(thread: Thread, into: Thread, messages: Sequence[Message]) -> None:
    copy_subscriptions(thread, into)
    relocate_messages(thread, into, messages)
    MessageDraft.objects.filter(thread=thread, reply_to__in=[one.pk for one in messages]).update(
        reply_to=None, quote_text="", quote_version=None, version=F("version") + 1
    )
    thread.parted_at, thread.version = now(), thread.version + 1
    thread.save(update_fields=["parted_at", "version"])
