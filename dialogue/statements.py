"""What is read of the statements of a thread. Nothing here is narrowed to a reader: the thread is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from dialogue.mentions import words_for
from dialogue.models import Statement, Thread
from groups.selectors import bring_holders

SAID = Q(source=None) | Q(source__deleted_at=None, source__hidden_at=None)
"""The condition on statements of which nobody has taken the message from its readers."""


def statements_of(thread: Thread) -> list[Statement]:
    """In the order in which they were collected, in one query, but for those who stood in for somebody."""
    rows = Statement.objects.filter(thread=thread).order_by("collected_at", "id")
    found = list(rows.select_related("source", "collected_by", "mandate__organisation"))
    bring_holders((one.collected_by_id, one.mandate) for one in found)
    return found


def statements_in(threads: Collection[UUID]) -> dict[UUID, list[str]]:
    """What is stated in some threads, by the threads."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Statement.objects.filter(SAID, thread__in=threads).order_by("collected_at", "id"):
        found[one.thread_id].append(one.text)
    return found


def rename_in_statements(
    messages: Collection[UUID], person_id: UUID, name: str, bodies: Iterable[str]
) -> None:
    """Another name for a person in what was collected from some messages, which name them in these words."""
    names = words_for(person_id, *bodies)
    if not names:
        return
    either = "|".join(sorted((re.escape(one) for one in names), key=len, reverse=True))
    kept = list(Statement.objects.filter(source__in=messages).exclude(text=""))
    for one in kept:
        one.text = re.sub(rf"@?(?:{either})(?!\w)", name, one.text)
    Statement.objects.bulk_update(kept, ["text"], batch_size=500)
