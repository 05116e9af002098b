"""What could stand on the agenda of a meeting: open questions, decisions, and what is due until then.

Rooms above register what they know of (`register_agenda_source`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from dialogue.decisions.models import DecisionState
from dialogue.decisions.policies import DecisionPolicy
from dialogue.meetings.models import AgendaItem, AgendaKind, ItemDecision, Meeting
from dialogue.meetings.selectors import get_meeting
from dialogue.meetings.states import MeetingAction
from dialogue.summary.models import Question, QuestionState
from dialogue.threads.models import TALKING
from dialogue.threads.policies import ThreadPolicy
from groups.models import InitiativeGroup
from viche.kernel.actor import Actor
from viche.kernel.text import Text, bilingual_of, copy_text

MAX_OF_EACH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something that could become an item; `due_on` is why it comes now."""

    kind: AgendaKind
    title: Text
    thread_id: UUID | None = None
    question_id: UUID | None = None
    decision_id: UUID | None = None
    action_id: UUID | None = None
    number: int | None = None
    due_on: date | None = None
    is_restricted: bool = False


AgendaSource = Callable[[Actor, InitiativeGroup, date, int], Iterable[Suggestion]]
SOURCES: list[AgendaSource] = []


def register_agenda_source(find: AgendaSource) -> None:
    """Register what to suggest: `find(actor, group, day, most)` returns what is due until a day.

    It returns only what the whole group may read.
    """
    SOURCES.append(find)


def list_suggestions(actor: Actor, meeting_id: UUID) -> list[Suggestion]:
    """Return what could stand on the agenda and does not yet. Raises SignedOut, NotFound, Forbidden."""
    meeting = get_meeting(actor, meeting_id, MeetingAction.PROPOSE_ITEM)
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.group.time_zone)).date()
    found = [*_find_questions(actor, meeting), *_find_decisions(actor, meeting, day)]
    for find in SOURCES:
        found += find(actor, meeting.group, day, MAX_OF_EACH)
    known = _list_known_ids(meeting)
    return [
        one for one in found if known.isdisjoint({one.question_id, one.decision_id, one.action_id} - {None})
    ]


def _find_questions(actor: Actor, meeting: Meeting) -> Iterator[Suggestion]:
    threads = ThreadPolicy().visible_to(actor).filter(group=meeting.group_id, state__in=TALKING)
    rows = Question.objects.filter(thread__in=threads.values("pk"), state=QuestionState.OPEN)
    for row in rows.exclude(text="").select_related("thread").order_by("asked_at", "id")[:MAX_OF_EACH]:
        yield Suggestion(
            kind=AgendaKind.QUESTION,
            title=copy_text(row.text),
            thread_id=row.thread_id,
            question_id=row.pk,
            is_restricted=row.thread.is_restricted,
        )


def _find_decisions(actor: Actor, meeting: Meeting, day: date) -> Iterator[Suggestion]:
    """Yield drafts that wait to be opened, and adopted decisions whose review day comes until the meeting."""
    fitting = Q(state=DecisionState.DRAFT) | Q(state=DecisionState.ADOPTED, review_on__lte=day)
    rows = DecisionPolicy().visible_to(actor).filter(fitting, group=meeting.group_id)
    for row in rows.order_by("review_on", "proposed_at", "id")[:MAX_OF_EACH]:
        yield Suggestion(
            kind=AgendaKind.DECISION,
            title=bilingual_of(row, "title"),
            thread_id=row.thread_id,
            decision_id=row.pk,
            number=row.number,
            due_on=row.review_on,
            is_restricted=not row.is_shared_with_group,
        )


def _list_known_ids(meeting: Meeting) -> set[UUID]:
    """Return ids of the questions, action items and decisions that stand on the agenda."""
    items = AgendaItem.objects.filter(meeting=meeting).values_list("question", "action_id")
    known = {pk for pair in items for pk in pair if pk is not None}
    return known | set(ItemDecision.objects.filter(item__meeting=meeting).values_list("decision", flat=True))
