"""What is read of the summaries of threads. Nothing here is narrowed to a reader: the thread is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from dialogue.citing import RECIPE, render_cited
from dialogue.models import Message, SummaryRevision, Thread, ThreadSummary
from groups.selectors import bring_holders


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a thread, the messages that it cites in their order, and how often it was put so."""

    row: ThreadSummary
    cited: list[Message]
    earlier: int

    @property
    def html(self) -> str:
        return html_of(self.row)


def html_of(row: ThreadSummary) -> str:
    """The stored rendering while its recipe is the present one, else a new one."""
    return row.html if row.recipe == RECIPE else render_cited(row.body)


def summary_of(thread: Thread) -> Summary | None:
    """In two queries; None where nobody has written one yet. One that was taken back says nothing."""
    row = (
        ThreadSummary.objects.filter(thread=thread)
        .select_related("written_by", "mandate__organisation")
        .annotate(earlier=Count("revisions"))
        .first()
    )
    if row is None:
        return None
    bring_holders([(row.written_by_id, row.mandate)])
    cited = Message.objects.filter(citations__summary=row).only("number", "deleted_at", "hidden_at")
    return Summary(row, list(cited.order_by("number")), row.earlier)


def revisions_of(thread: Thread) -> QuerySet[SummaryRevision]:
    """What the summary said before, the latest wording first."""
    rows = SummaryRevision.objects.filter(summary=thread.pk).order_by("-version")
    return rows.select_related("written_by", "mandate__organisation", "mandate__person")


def summaries_in(threads: Collection[UUID]) -> dict[UUID, ThreadSummary]:
    """What the summaries of some threads say, by the threads."""
    return {row.pk: row for row in ThreadSummary.objects.filter(pk__in=threads).exclude(body="")}
