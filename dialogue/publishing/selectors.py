"""Threads that anybody reads, signed in or not: what of them, and on whose page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dialogue.messages.models import Message
from dialogue.messages.selectors import with_voices
from dialogue.summary.models import ThreadSummary
from dialogue.threads.models import Thread
from dialogue.threads.publication import PUBLIC
from groups.common.columns import GROUP, PERSON
from groups.models import InitiativeGroup
from groups.policies import GroupPolicy
from groups.selectors import get_public_group
from viche.kernel.actor import ANONYMOUS
from viche.kernel.errors import NotFound
from viche.kernel.lists import referring
from viche.kernel.policy import Level
from viche.kernel.sealing import digests

READ = Q(deleted_at=None, hidden_at=None)


def public_threads_of(group_id: UUID) -> QuerySet[Thread]:
    """Those of a group that shows itself. Raises NotFound for any other."""
    return Thread.objects.filter(PUBLIC, group=get_public_group(group_id).pk)


def get_public_thread(thread_id: UUID) -> Thread:
    """One that anybody reads, with its group. Raises NotFound for any other, as if it was not there, also
    where its group has no page any more.
    """
    pages = GroupPolicy().visible_to(ANONYMOUS, Level.EXISTS)
    rows = Thread.objects.filter(PUBLIC, Exists(pages.filter(pk=OuterRef("group_id"))), pk=thread_id)
    thread = referring(rows, group=GROUP).first()
    if thread is None:
        raise NotFound
    return thread


def public_messages_of(thread: Thread) -> QuerySet[Message]:
    """What anybody reads of what was said in a public thread, with what it answers and quotes of that. What
    came from elsewhere, was taken back or is hidden is left out.
    """
    asked: dict[str, Any] = {"parent": ("number", "deleted_at", "hidden_at"), "quote": ("text", "version")}
    asked |= {"quote__source": ("number", "deleted_at", "hidden_at", "version", "body")}
    asked |= {"quote__source__author": PERSON}
    asked |= {"mandate__person": PERSON}
    said = Message.objects.filter(READ, thread=thread.pk, number__gte=thread.public_from)
    return with_voices(said, **asked)


def key_of(message: Message) -> str:
    """What stands for a message where anybody reads it: its number would tell how many there are besides."""
    return digests(str(message.pk), "public message")[0][:20]


def shows_outcome(thread: Thread) -> bool:
    """Whether anybody reads what came of a public thread: it was written down, or confirmed, as public."""
    if not thread.is_public or not thread.outcome_uk:
        return False
    return thread.public_gist or (thread.public_outcome and thread.closed_at is not None)


def public_summary_of(thread: Thread) -> ThreadSummary | None:
    """The summary of a public thread, where it was written, or confirmed, as public."""
    written = Q() if thread.public_gist else Q(written_at__gte=F("thread__public_at"))
    return ThreadSummary.objects.exclude(body="").filter(written, thread=thread.pk).first()


def pages_open(groups: Collection[InitiativeGroup]) -> set[UUID]:
    """Those of some groups that have a page for everybody."""
    pages = GroupPolicy().visible_to(ANONYMOUS, Level.EXISTS)
    return set(pages.filter(pk__in=[one.pk for one in groups]).values_list("pk", flat=True))
