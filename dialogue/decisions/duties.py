"""Duties of decisions: to open, to answer, to answer objections, to count, to write outcomes, to review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import pgettext_lazy

from dialogue.common.dates import beginning_of
from dialogue.decisions.access_log import list_decision_reads
from dialogue.decisions.models import Decision
from dialogue.decisions.policies import Action, DecisionPolicy
from dialogue.decisions.selectors import (
    list_decisions_to_count,
    list_decisions_to_review,
    list_decisions_without_outcome,
    list_drafted_decisions,
    list_objecting_decisions,
    list_overdue_paper_decisions,
    list_waiting_decisions,
)
from dialogue.threads.access import is_leader_anywhere
from viche.kernel.duties import MAX_PER_FINDER, Duty, DutyKind, DutyReader, Step, register_duties
from viche.kernel.text import bilingual_of

DRAFT = DutyKind(
    "dialogue.draft",
    Step.WORK,
    pgettext_lazy("duty", "A drafted decision waits to be opened"),
    pgettext_lazy("duty", "Look at it"),
)
VOTE = DutyKind(
    "dialogue.vote",
    Step.ANSWER,
    pgettext_lazy("duty", "Decision that waits for your answer"),
    pgettext_lazy("duty", "Answer"),
)
OBJECTION = DutyKind(
    "dialogue.objection",
    Step.ANSWER,
    pgettext_lazy("duty", "Objection without an answer"),
    pgettext_lazy("duty", "Answer it"),
)
PAPER = DutyKind(
    "dialogue.paper_count",
    Step.VERIFY,
    pgettext_lazy("duty", "Ballots on paper to count"),
    pgettext_lazy("duty", "Count them"),
)
OUTCOME = DutyKind(
    "dialogue.outcome",
    Step.WORK,
    pgettext_lazy("duty", "Outcome of a decision to write"),
    pgettext_lazy("duty", "Write it"),
)
REVIEW = DutyKind(
    "dialogue.review",
    Step.RENEW,
    pgettext_lazy("duty", "Review day: does it still hold?"),
    pgettext_lazy("duty", "Look at it"),
)


def find_votes(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each open decision that waits for an answer of the actor."""
    for row in list_waiting_decisions(reader.actor, most=MAX_PER_FINDER):
        yield _build_duty(VOTE, row, row.opened_at, due_at=row.closes_at)


def find_leaders_duties(reader: DutyReader) -> Iterator[Duty]:
    """Yield a duty for each step of a decision that waits for who leads it or keeps its records."""
    if not reader.load(is_leader_anywhere):
        return
    for kind, action, finder in (
        (DRAFT, Action.OPEN, list_drafted_decisions),
        (OBJECTION, Action.CLOSE, list_objecting_decisions),
        (PAPER, Action.COUNT_PAPER, list_decisions_to_count),
        (PAPER, Action.CLOSE, list_overdue_paper_decisions),
        (OUTCOME, Action.WRITE_OUTCOME, list_decisions_without_outcome),
        (REVIEW, Action.WRITE_OUTCOME, list_decisions_to_review),
    ):
        rows = list(finder(reader.actor)[:MAX_PER_FINDER])
        for row in DecisionPolicy().permitted(reader.actor, action, rows):
            yield _build_duty(kind, row, _get_since(kind, row))


def _get_since(kind: DutyKind, row: Decision) -> datetime | None:
    if kind is REVIEW and row.review_on is not None:
        return beginning_of(row.review_on, row.group.time_zone)
    return row.closed_at or row.opened_at


def _build_duty(
    kind: DutyKind, row: Decision, since: datetime | None, due_at: datetime | None = None
) -> Duty:
    return Duty(
        kind=kind,
        id=row.pk,
        title=bilingual_of(row, "title"),
        url=f"/decisions/{row.pk}",
        since=since or row.proposed_at,
        due_at=due_at,
        number=row.number,
        group_id=row.group_id,
        is_shared=row.is_shared_with_group,
        reads=tuple(list_decision_reads(row)),
    )


register_duties(find_votes, VOTE)
register_duties(find_leaders_duties, DRAFT, OBJECTION, PAPER, OUTCOME, REVIEW)
