"""Gather the answers to a decision and count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count as CountRows

from dialogue.decisions import counting
from dialogue.decisions.counting import (
    Count,
    Difference,
    OptionsCount,
    RankedCount,
    compare_entries,
    merge_batches,
)
from dialogue.decisions.lifecycle import Step
from dialogue.decisions.models import Answer, Ballot, Decision, DecisionOption, Method, PaperCount
from dialogue.decisions.quorum import Quorum, assess_quorum
from dialogue.decisions.rolls import Roll, count_turnout, load_rolls
from viche.kernel.clock import now

Answers = Counter[tuple[str, tuple[str, ...]]]
"""How often each answer was given, with the ids of the options that it ranks."""

MIN_SPLIT = 5
"""A split of fewer secret ballots is never shown: it would tell who voted how."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted. One of `approval`, `options` and `ranked` is there, as the method demands.

    `marks` is how many voters took part by the roll, `ballots` how many answers were counted: they differ
    when the storage of a secret ballot failed between its two transactions. `is_result_hidden`: a few secret
    ballots without a quorum have no result, and what it would have been could tell how they were cast.
    """

    answers: Counter[str]
    ballots: int
    marks: int
    approval: Count | None = None
    options: OptionsCount | None = None
    ranked: RankedCount | None = None
    is_advice: bool = False
    is_split_hidden: bool = False
    is_result_hidden: bool = False

    @property
    def passed(self) -> bool:
        if self.is_result_hidden:
            return False
        if self.is_advice:
            return True
        return self.winner is not None if self.approval is None else self.approval.passed

    @property
    def winner(self) -> str | None:
        counted = self.options or self.ranked
        return counted.winner if counted is not None and not self.is_result_hidden else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands: its roll, its quorum and its tally. None: not opened, or not to be told yet."""

    roll: Roll
    quorum: Quorum | None
    tally: Tally | None


def assess_decisions(rows: Sequence[Decision]) -> dict[UUID, Standing]:
    """Return how decisions stand whose options, asks and paper counts are loaded.

    Runs at most two queries. The tally of secret ballots and of a count on paper is None until the close.
    """
    closed = [row for row in rows if row.secret and not row.on_paper and row.is_closed]
    ballots, rolls = load_ballots(closed), load_rolls(rows)
    return {row.pk: _assess(row, rolls[row.pk], ballots.get(row.pk)) for row in rows}


def _assess(row: Decision, roll: Roll, ballots: Answers | None) -> Standing:
    if row.opened_at is None:
        return Standing(roll, None, None)
    if row.on_paper:
        answers = collect_paper_answers(row) if row.is_closed else None
    else:
        answers = ballots if row.secret else collect_open_answers(roll)
    at = row.closed_at or now()
    quorum = assess_row_quorum(row, roll, at)
    if answers is None:
        return Standing(roll, quorum, None)
    tally = count_answers(row, roll, answers)
    is_hidden = tally.is_split_hidden and not quorum.is_met
    return Standing(roll, quorum, replace(tally, is_result_hidden=is_hidden))


def assess_row_quorum(row: Decision, roll: Roll, at: datetime) -> Quorum:
    """Return the quorum of an opened decision at a moment."""
    entered = sum(collect_paper_answers(row).values()) if row.on_paper else 0
    return assess_quorum(row, roll, list(row.asks.all()), at, entered)


def load_ballots(rows: Iterable[Decision]) -> dict[UUID, Answers]:
    """Return the secret ballots of decisions, in one query, or none without decisions."""
    found: dict[UUID, Answers] = {row.pk: Counter() for row in rows}
    if found:
        query = Ballot.objects.filter(decision__in=found).values("decision", "answer", "ranking")
        for one in query.order_by().annotate(times=CountRows("pk")):
            key = one["answer"], tuple(map(str, one["ranking"]))
            found[one["decision"]][key] += one["times"]
    return found


def collect_open_answers(roll: Roll) -> Answers:
    found: Answers = Counter()
    for one in roll:
        if one.answer is not None:
            found[one.answer, one.ranking] += one.number
    return found


def collect_paper_answers(row: Decision) -> Answers:
    """Return the first entry of the ballots on paper; at the close the second one equals it."""
    first = min(row.paper_counts.all(), key=lambda one: one.entry, default=None)
    found: Answers = Counter()
    for one in first.batches.all() if first is not None else ():
        found[one.answer, tuple(map(str, one.ranking))] += one.number
    return found


def compare_counts(counts: Iterable[PaperCount]) -> list[Difference]:
    """Return where the two entries of ballots on paper differ; nothing while there is but one."""
    entries = [
        merge_batches(((one.answer, *map(str, one.ranking)), one.number) for one in count.batches.all())
        for count in counts
    ]
    return compare_entries(*entries) if len(entries) == 2 else []


def count_answers(row: Decision, roll: Roll, answers: Answers) -> Tally:
    """Count answers by the rule of a decision, whose options are loaded."""
    marks, seated = count_turnout(roll)
    ballots = sum(answers.values())
    present = sum(one.number for one in roll if one.took_part)
    if row.on_paper:
        marks = present = seated = ballots
    by_answer: Counter[str] = Counter()
    for (answer, _ranking), times in answers.items():
        by_answer[answer] += times
    return Tally(
        by_answer,
        ballots,
        marks,
        **_count(row, answers, by_answer, {"present": present, "seated": seated}),
        is_advice=row.method == Method.ADVICE,
        is_split_hidden=row.secret and ballots < MIN_SPLIT,
    )


def sort_options(row: Decision) -> list[DecisionOption]:
    return sorted(row.options.all(), key=lambda one: one.position)


def _count(
    row: Decision, answers: Answers, by_answer: Mapping[str, int], seats: dict[str, int]
) -> dict[str, Any]:
    """Return the count of the method. `seats` are how many are present, and seated."""
    options = [str(one.pk) for one in sort_options(row)]
    if row.method == Method.RANKED:
        return {"ranked": counting.count_ranked(options, _collect_rankings(answers), row.tie_rule)}
    if not options:
        method = Method.MAJORITY if row.method == Method.ADVICE else row.method
        return {"approval": counting.count_approval(method, row.threshold, row.base, by_answer, **seats)}
    chosen: Counter[str] = Counter()
    for (answer, ranking), times in answers.items():
        chosen[ranking[0] if ranking else answer] += times
    if row.method == Method.ADVICE:
        return {"options": counting.count_advice(options, chosen)}
    return {"options": counting.count_options(options, chosen, row.threshold, row.base, **seats)}


def _collect_rankings(answers: Answers) -> dict[tuple[str, ...], int]:
    """Return the rankings; an abstention ranks nothing, and is no ballot of the run-off."""
    return {ranking: times for (answer, ranking), times in answers.items() if answer == Answer.CHOOSE}


def choose_step(quorum: Quorum, tally: Tally) -> Step:
    """Return the step that the count demands."""
    if not quorum.is_met:
        return Step.MISS_QUORUM
    return Step.ADOPT if tally.passed else Step.REJECT
