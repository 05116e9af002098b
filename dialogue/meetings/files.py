"""Papers of meetings: readable for everyone who reads the meeting, and the thread of a restricted item."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.meetings.models import AgendaPaper
from dialogue.meetings.policies import MeetingPolicy
from dialogue.threads.access import SHARED_Q
from dialogue.threads.access_log import KIND
from dialogue.threads.models import Thread, Visibility
from dialogue.threads.policies import list_visible_threads
from viche.files.registry import register_holder
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor


def readable_papers_q(actor: Actor) -> Q:
    """Return the condition on files that are papers of items that `actor` may read."""
    shared = Q(item__thread=None) | Q(item__thread__in=Thread.objects.filter(SHARED_Q).values("pk"))
    seen = shared | Q(item__thread__in=list_visible_threads(actor).values("pk"))
    return _file_q(AgendaPaper.objects.filter(seen, item__meeting__in=MeetingPolicy().visible_to(actor)))


def papers_q() -> Q:
    """Return the condition on files that are papers of any item."""
    return _file_q(AgendaPaper.objects.all())


def _file_q(papers: QuerySet[AgendaPaper]) -> Q:
    return Q(Exists(papers.filter(file_id=OuterRef("pk"))))


def list_reads(file_id: UUID) -> list[Read]:
    """Return the log entries for reading a file: the restricted thread of its item."""
    found = AgendaPaper.objects.filter(file_id=file_id, item__thread__visibility=Visibility.RESTRICTED)
    return [Read(KIND, pk) for pk in found.values_list("item__thread", flat=True)]


register_holder("dialogue.papers", seen=readable_papers_q, held=papers_q, reads=list_reads)
