"""Load decisions for services and presenters."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dialogue.decisions.access import RELATIONS
from dialogue.decisions.models import (
    Decision,
    EarlierOutcome,
    ObjectionReply,
    PaperCount,
    SectorAsk,
    Voter,
)
from dialogue.decisions.policies import ANSWERS_OVER, Action, DecisionPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.policy import load

SPOKEN = ("mandate__person", "mandate__organisation")


def lock_decision(actor: Actor, decision_id: UUID, action: Action) -> Decision:
    """Load a decision for an action and lock it: votes and the close take this lock one after another.

    Raises SignedOut, NotFound, Forbidden.
    """
    return load(DecisionPolicy(), actor, decision_id, action, lock=True)


def check_takes_answers(row: Decision) -> None:
    """Raise Conflict unless a decision is open and its time is not over, even if it was not counted yet."""
    if not row.is_open or row.is_over:
        raise Conflict("closed", ANSWERS_OVER)


def join_count(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Load what a count needs of decisions besides the roll, in a fixed number of queries."""
    return rows.select_related(*RELATIONS).prefetch_related("options", "asks", "paper_counts__batches")


def join_voters(rows: QuerySet[Voter]) -> QuerySet[Voter]:
    """Load everything that is shown of voters, in the order of the roll, in a fixed number of queries."""
    replies = ObjectionReply.objects.select_related("author", *SPOKEN).order_by("at", "id")
    voters = rows.select_related(
        *SPOKEN,
        "organisation",
        "vote__cast_by",
        "vote__said_by",
        "vote__mandate__organisation",
        "vote__mandate__person",
    )
    return voters.prefetch_related(Prefetch("replies", replies)).order_by("id")


def join_cards(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Load what lists show of decisions, in a fixed number of queries."""
    return join_count(rows).select_related(*RELATIONS, "proposed_by", "outcome_by", *SPOKEN)


def join_record(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Load everything that is shown of decisions, in a fixed number of queries."""
    asks = SectorAsk.objects.select_related("asked_by", *SPOKEN).order_by("asked_at", "id")
    counts = PaperCount.objects.select_related("entered_by", *SPOKEN).prefetch_related("batches")
    return rows.select_related(
        *RELATIONS, "proposed_by", "outcome_by", "supersedes", *SPOKEN
    ).prefetch_related(
        "options",
        "successors",
        Prefetch("voters", join_voters(Voter.objects.all())),
        Prefetch("asks", asks),
        Prefetch("earlier_outcomes", EarlierOutcome.objects.select_related("by").order_by("at", "id")),
        Prefetch("paper_counts", counts.order_by("entry")),
    )
