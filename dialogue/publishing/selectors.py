"""Selectors of public threads: which of their parts anybody may read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dialogue.messages.models import Message
from dialogue.messages.selectors import select_authors
from dialogue.summary.models import ThreadSummary
from dialogue.threads.models import Thread
from dialogue.threads.publication import PUBLIC_Q
from groups.common.columns import GROUP, PERSON
from groups.models import InitiativeGroup
from groups.policies import GroupPolicy
from groups.selectors import get_public_group
from viche.kernel.actor import ANONYMOUS
from viche.kernel.encryption import compute_digests
from viche.kernel.errors import NotFound
from viche.kernel.keyset_lists import select_related_columns
from viche.kernel.policy import Level

READABLE_Q = Q(deleted_at=None, hidden_at=None)
LATEST_FIRST = ("-public_at", "-id")
BY_NUMBER = ("number",)


def public_threads_of(group_id: UUID) -> QuerySet[Thread]:
    """Return the public threads of a group with a public page. Raises NotFound for other groups."""
    rows = Thread.objects.filter(PUBLIC_Q, group=get_public_group(group_id).pk)
    return rows.select_related("group")


def get_public_thread(thread_id: UUID) -> Thread:
    """Return a public thread with its group.

    Raises NotFound for any other thread, also where its group has no public page any more.
    """
    pages = GroupPolicy().visible_to(ANONYMOUS, Level.EXISTS)
    rows = Thread.objects.filter(PUBLIC_Q, Exists(pages.filter(pk=OuterRef("group_id"))), pk=thread_id)
    thread = select_related_columns(rows, group=GROUP).first()
    if thread is None:
        raise NotFound
    return thread


def public_messages_of(thread: Thread) -> QuerySet[Message]:
    """Return the public messages of a thread, with their parent and quote.

    Moved, withdrawn and hidden messages are left out.
    """
    asked: dict[str, Any] = {"parent": ("number", "deleted_at", "hidden_at"), "quote": ("text", "version")}
    asked |= {"quote__source": ("number", "deleted_at", "hidden_at", "version", "body")}
    asked |= {"quote__source__author": PERSON}
    asked |= {"mandate__person": PERSON}
    said = Message.objects.filter(READABLE_Q, thread=thread.pk, number__gte=thread.public_from)
    return select_authors(said, **asked)


def cursor_purpose_of(thread: Thread) -> str:
    """Return the purpose for which cursors of its public messages are encrypted."""
    return f"place in public thread {thread.pk}"


def get_public_key(message: Message) -> str:
    """Return the public identifier of a message: its number would reveal how many there are."""
    return compute_digests(str(message.pk), "public message")[0][:20]


def is_outcome_public(thread: Thread) -> bool:
    """Return whether the outcome of a public thread was written or confirmed as public."""
    if not thread.is_public or not thread.outcome_uk:
        return False
    return thread.public_gist or (thread.public_outcome and thread.closed_at is not None)


def find_public_summary(thread: Thread) -> ThreadSummary | None:
    """Return the summary of a public thread if it was written or confirmed as public."""
    written = Q() if thread.public_gist else Q(written_at__gte=F("thread__public_at"))
    return ThreadSummary.objects.exclude(body="").filter(written, thread=thread.pk).first()


def filter_groups_with_page(groups: Collection[InitiativeGroup]) -> set[UUID]:
    """Return the ids of the groups that have a public page."""
    pages = GroupPolicy().visible_to(ANONYMOUS, Level.EXISTS)
    return set(pages.filter(pk__in=[one.pk for one in groups]).values_list("pk", flat=True))
