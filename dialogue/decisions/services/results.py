"""Count an open decision and set its result."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.events import DecisionClosed, DecisionSuperseded, record_decision
from dialogue.decisions.lifecycle import STEPS, Step
from dialogue.decisions.loaders import join_count
from dialogue.decisions.models import Ballot, Decision
from dialogue.decisions.rolls import load_rolls
from dialogue.decisions.tally import (
    assess_row_quorum,
    choose_step,
    collect_open_answers,
    collect_paper_answers,
    compare_counts,
    count_answers,
    load_ballots,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.versions import save_new_version


def count_decision(actor: Actor, row: Decision) -> None:
    """Count a locked open decision and set its result.

    Secret ballots are written anew in the order of their random keys. An adopted decision supersedes the one
    that it names. Raises Conflict when ballots of paper are not counted twice alike, with their scan.
    """
    loaded, roll = join_count(Decision.objects.filter(pk=row.pk)).get(), load_rolls([row])[row.pk]
    if row.on_paper:
        check_paper_count(loaded)
        answers = collect_paper_answers(loaded)
    elif row.secret:
        answers = load_ballots([row])[row.pk]
        rewrite_ballots(row)
    else:
        answers = collect_open_answers(roll)
    row.closed_at = now()
    quorum = assess_row_quorum(loaded, roll, row.closed_at)
    step = choose_step(quorum, count_answers(loaded, roll, answers))
    row.state = STEPS[step].target
    save_new_version(row, "state", "closed_at")
    early = row.closes_at is not None and row.closed_at < row.closes_at
    record_decision(actor, DecisionClosed, row, state=row.state, early=early)
    if step == Step.ADOPT and row.supersedes_id is not None:
        _supersede(actor, row, row.supersedes_id)


def rewrite_ballots(row: Decision) -> None:
    """Write the ballots anew in the order of their keys, so that nothing tells when each was cast."""
    ballots = list(Ballot.objects.filter(decision=row).order_by("id"))
    Ballot.objects.filter(decision=row).delete()
    Ballot.objects.bulk_create(ballots)


def check_paper_count(row: Decision) -> None:
    """Raise Conflict unless ballots of paper were entered twice, alike, and their scan is attached."""
    counts = row.paper_counts.all()
    if len(counts) < 2:
        raise Conflict("paper_not_counted", _("Two people enter the ballots before the close."))
    if compare_counts(counts):
        raise Conflict("paper_differs", _("The two entries differ. Count again."))
    if row.scan_id is None:
        raise Conflict("no_scan", _("Attach the scan of the ballots first."))


def _supersede(actor: Actor, row: Decision, other_id: UUID) -> None:
    other = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=other_id)
    if other.state not in STEPS[Step.SUPERSEDE].sources:
        return
    other.state = STEPS[Step.SUPERSEDE].target
    save_new_version(other, "state")
    record_decision(actor, DecisionSuperseded, other, superseded_by=row.pk)
